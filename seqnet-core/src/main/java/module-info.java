/** Images, maps, preprocessing, data sets and metrics for retinal vessel analysis. */
module io.github.seqnet.core {
  requires transitive java.desktop;
  requires java.management;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.github.seqnet;
  exports io.github.seqnet.augmentation;
  exports io.github.seqnet.dataset;
  exports io.github.seqnet.evaluation;
  exports io.github.seqnet.file;
  exports io.github.seqnet.image;
  exports io.github.seqnet.image.io;
  exports io.github.seqnet.tiling;
  exports io.github.seqnet.pipeline;
  exports io.github.seqnet.preprocess;
  exports io.github.seqnet.progress;
  exports io.github.seqnet.statistics;
  exports io.github.seqnet.synthetic;

  uses io.github.seqnet.dataset.DatasetProvider;
  uses io.github.seqnet.evaluation.Metric;
  uses io.github.seqnet.image.LabelEncoding;
  uses io.github.seqnet.preprocess.PreprocessingProvider;
}

/** Vessel graphs of retinal images: skeletons, segments, label propagation and biomarkers. */
module io.github.seqnet.graph {
  requires transitive io.github.seqnet.core;
  requires com.fasterxml.jackson.core;
  requires gg.jte.runtime;
  requires static java.compiler;
  requires java.xml;
  requires org.apache.commons.csv;
  requires static org.jgrapht.core;
  requires static org.jspecify;

  uses io.github.seqnet.graph.biomarker.Biomarker;

  exports io.github.seqnet.analysis;
  exports io.github.seqnet.analysis.dicom;

  uses io.github.seqnet.graph.propagation.LabelPropagation;

  exports io.github.seqnet.graph;
  exports io.github.seqnet.graph.distance;
  exports io.github.seqnet.graph.io;
  exports io.github.seqnet.graph.jgrapht;
  exports io.github.seqnet.graph.biomarker;
  exports io.github.seqnet.graph.landmark;
  exports io.github.seqnet.graph.propagation;
  exports io.github.seqnet.graph.quality;
  exports io.github.seqnet.graph.thinning;

  provides io.github.seqnet.evaluation.Metric with
      io.github.seqnet.graph.landmark.DiscDistanceAccuracy.Near,
      io.github.seqnet.graph.landmark.DiscDistanceAccuracy.Middle,
      io.github.seqnet.graph.landmark.DiscDistanceAccuracy.Far;
}

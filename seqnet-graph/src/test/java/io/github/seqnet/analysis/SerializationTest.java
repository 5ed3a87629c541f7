// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.Descriptor;
import io.github.seqnet.SeqnetException;
import io.github.seqnet.analysis.dicom.DicomInstance;
import io.github.seqnet.analysis.dicom.DicomMeasurementReport;
import io.github.seqnet.analysis.dicom.DicomOptions;
import io.github.seqnet.analysis.dicom.DicomPhotograph;
import io.github.seqnet.augmentation.ArteryVeinConfusion;
import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.PhotometricTransform;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.FilePattern;
import io.github.seqnet.dataset.FileSample;
import io.github.seqnet.dataset.FolderLayout;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.graph.Direction;
import io.github.seqnet.graph.SmoothedPath;
import io.github.seqnet.graph.ThresholdOptions;
import io.github.seqnet.graph.VesselCleaner;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselTree;
import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.BoxCounting;
import io.github.seqnet.graph.biomarker.BoxCountingOptions;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.biomarker.SegmentPart;
import io.github.seqnet.graph.distance.BorderMode;
import io.github.seqnet.graph.distance.DistanceMap;
import io.github.seqnet.graph.io.SegmentColumn;
import io.github.seqnet.graph.landmark.Fovea;
import io.github.seqnet.graph.landmark.LateralityEstimate;
import io.github.seqnet.graph.landmark.OpticDiscOptions;
import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.graph.propagation.FrozenRegion;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.LabelOverrides;
import io.github.seqnet.graph.propagation.PropagationResult;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.quality.GradabilityAssessor;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.graph.thinning.Orientation;
import io.github.seqnet.image.ChannelEncoding;
import io.github.seqnet.image.ClassIndexEncoding;
import io.github.seqnet.image.ColorEncoding;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageMetadata;
import io.github.seqnet.image.io.LoadedImage;
import io.github.seqnet.image.io.ReaderLimits;
import io.github.seqnet.pipeline.VesselPredictor;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.WorkingFrame;
import io.github.seqnet.statistics.Agreement;
import io.github.seqnet.statistics.ConfidenceInterval;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.testing.SerializationChecks;
import io.github.seqnet.tiling.Tiling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every option and result type of this module and of the core survives serialization. */
class SerializationTest {
  private static final int SIZE = 240;
  private static final GeneratedEye EYE = new GeneratedEye(SIZE, 5);
  private static final VesselMaps MAPS =
      new VesselMaps(
          ProbabilityMap.certain(EYE.vessels().vessels()),
          ProbabilityMap.certain(EYE.vessels().pixels(VesselLabel.ARTERY)),
          ProbabilityMap.certain(EYE.vessels().pixels(VesselLabel.VEIN)));
  private static final VesselPredictor PREDICTOR = (image, listener) -> MAPS;

  /** Types that refer to files or functions, and writers. */
  private static final Set<Class<?>> NOT_VALUES =
      Set.of(
          Dataset.class,
          Dataset.HoldOut.class,
          FileSample.class,
          SegmentColumn.class,
          HtmlReport.class,
          DicomMeasurementReport.class);

  @TempDir private static Path folder;

  private static RetinaReport report() {
    return RetinaAnalyzer.of(PREDICTOR)
        .withPixelSize(Scale.micrometers(8))
        .analyze(
            EYE.image(),
            KnownFacts.none()
                .withName("eye")
                .withFieldOfView(EYE.fieldOfView().mask())
                .withOpticDisc(EYE.disc())
                .withLaterality(Laterality.RIGHT));
  }

  private static List<Object> samples() throws IOException {
    RetinaReport report = report();
    VesselGraph graph = report.graph();
    LabeledImage labeled =
        new LabeledImage(
            "eye", EYE.image(), EYE.vessels(), EYE.fieldOfView(), LabelKind.ARTERY_VEIN);
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults());
    evaluator.add(labeled, MAPS);
    Evaluator other = new Evaluator(EvaluationOptions.defaults());
    other.add(labeled, MAPS);
    VesselTree tree = VesselTree.of(graph);
    List<Object> samples = new ArrayList<>();
    samples.add(report);
    samples.add(CohortTable.of(BiomarkerSet.available(), Scale.pixels()));
    samples.add(
        new ResultId("a", "b", ResultId.optionsHash(AnalysisOptions.defaults(), List.of())));
    samples.add(evaluator.comparedWith(other));
    samples.add(AugmentationOptions.defaults());
    samples.add(CropOptions.defaults());
    samples.add(WorkingFrame.squeezed(30, 20, 16));
    samples.add(PhotometricTransform.of(PhotometricTransform.Kind.GAMMA));
    samples.add(ArteryVeinConfusion.defaults());
    samples.add(FolderLayout.of(FilePattern.of("a", ".png"), FilePattern.of("b")));
    samples.add(labeled);
    samples.add(Preprocessing.ILLUMINATION_CORRECTION);
    samples.add(Descriptor.of("none"));
    samples.add(ColorEncoding.defaults());
    samples.add(ClassIndexEncoding.defaults());
    samples.add(ChannelEncoding.of("c", ChannelEncoding.Channel.RED, ChannelEncoding.Channel.BLUE));
    samples.add(
        new LoadedImage(
            EYE.image(),
            ImageMetadata.builder("PNG")
                .pixelSizeMicrometers(5)
                .laterality(Laterality.LEFT)
                .warning("w")
                .build()));
    samples.add(ReaderLimits.defaults());
    samples.add(Agreement.between(new double[] {1, 2, 3, 5}, new double[] {1, 2.1, 2.9, 5}));
    samples.add(FundusOptions.defaults());
    samples.add(FundusGenerator.generate(FundusOptions.defaults().withSize(96, 96)));
    samples.add(new Tiling(100, 100, 32, 16));
    samples.add(graph.nodes());
    samples.add(graph.segments());
    samples.add(new SegmentPart(graph.segment(0), 0, 1));
    samples.add(tree.bifurcations());
    samples.add(new Direction(1, 0));
    samples.add(SmoothedPath.fit(new int[] {1, 2, 3, 4}, new int[] {1, 1, 2, 2}, 2));
    samples.add(PropagationResult.of(graph, FrozenRegion.none(), Map.of(), segment -> 1));
    samples.add(GradabilityAssessor.assess(EYE.image(), EYE.fieldOfView()));
    samples.add(new ConfidenceInterval(1, 2));
    samples.add(RetinaAnalyzer.of(PREDICTOR).table());
    samples.add(ColumnPreset.VASCX.mappings());
    samples.add(ThresholdOptions.defaults());
    samples.add(new VesselCleaner(4, 5));
    samples.add(DistanceMap.of(EYE.vessels().vessels(), BorderMode.BACKGROUND));
    samples.add(
        BoxCounting.with(BoxCountingOptions.defaults())
            .estimate(EYE.vessels().vessels())
            .orElseThrow());
    samples.add(BiomarkerInput.of(graph, EYE.vessels(), EYE.fieldOfView()));
    samples.add(GraphRefiner.with(RefinementOptions.defaults()).refine(EYE.vessels()));
    samples.add(RefinementOptions.defaults());
    samples.add(FrozenRegion.circle(5, 5, 3));
    samples.add(
        new LabelOverrides(
            List.of(
                new LabelOverrides.BySegment(0, VesselLabel.VEIN),
                new LabelOverrides.ByPoint(3, 4, VesselLabel.ARTERY))));
    samples.add(Orientation.of(EYE.vessels().vessels()));
    samples.add(OpticDiscOptions.defaults());
    samples.add(new OpticDiscSearch.Found(EYE.disc(), 1, 2));
    samples.add(new OpticDiscSearch.NotFound("too dark", 1, 2));
    samples.add(new Fovea(1, 2, 0.5));
    samples.add(LateralityEstimate.given(Laterality.LEFT));
    samples.add(VesselMapInput.of(EYE.vessels()).withPhotograph(EYE.image()));
    samples.add(HtmlIndexEntry.of(Map.of("name", "eye"), "eye.html", EYE.image()));
    samples.add(DicomOptions.defaults());
    samples.add(
        DicomPhotograph.with(DicomOptions.defaults())
            .write(EYE.image(), folder.resolve("eye.dcm")));
    samples.add(new DicomInstance("1.2", "1.3", "1.4", "1.5"));
    return samples;
  }

  @TestFactory
  Stream<DynamicTest> everyValueSurvivesJavaSerializationAndKryo() throws IOException {
    return SerializationChecks.reachable(samples()).entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().getName(),
                    () -> SerializationChecks.assertRoundTrips(entry.getValue())));
  }

  @Test
  void everyValueTypeOfThePublicApiHasASample() throws IOException {
    Map<Class<?>, Object> reachable = SerializationChecks.reachable(samples());
    List<String> missing = new ArrayList<>();
    for (Class<?> anchor : List.of(SeqnetException.class, RetinaReport.class)) {
      for (Class<?> type :
          SerializationChecks.valueTypes(anchor, SerializationChecks.exportedPackages(anchor))) {
        if (!reachable.containsKey(type) && !NOT_VALUES.contains(type)) {
          missing.add(type.getName());
        }
      }
    }
    assertEquals(List.of(), missing, "types without a sample in samples()");
  }

  @Test
  void pixelArraysAreCompact() {
    int pixels = SIZE * SIZE;
    assertTrue(SerializationChecks.javaBytes(EYE.vessels()).length < pixels / 8);
    assertTrue(SerializationChecks.javaBytes(EYE.vessels().vessels()).length < pixels / 8);
    assertTrue(SerializationChecks.javaBytes(MAPS).length < pixels / 2);
    assertTrue(SerializationChecks.javaBytes(report()).length < 4 * pixels);
  }

  @Test
  void theSharedGraphOfNodesIsWrittenOnce() {
    VesselGraph graph = VesselGraph.of(EYE.vessels().vessels());
    int one = SerializationChecks.javaBytes(graph.node(0)).length;
    int all = SerializationChecks.javaBytes(new ArrayList<>(graph.nodes())).length;
    assertTrue(all < 2 * one, one + " and " + all + " bytes");
  }
}

package io.github.seqnet.examples.cli;

import io.github.seqnet.graph.opticdisc.OpticDiscLocator;
import io.github.seqnet.graph.opticdisc.OpticDiscOptions;
import io.github.seqnet.graph.opticdisc.OpticDiscSearch;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.pipeline.VesselPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seqnet predict}. */
@Command(
    name = "predict",
    description = "Make vessel, artery and vein maps and labels of fundus photographs.")
final class PredictCommand extends Main.Subcommand {
  @Option(
      names = {"-i", "--input"},
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Photographs, or folders of photographs.")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where results are written to; made where it is missing.")
  private Path output;

  @Mixin private ModelOption model;
  @Mixin private WindowOption windows;
  @Mixin private FieldOfViewOption fieldOfView;

  @Option(
      names = "--save-probabilities",
      description = "Write the maps as float32 .npy files too, before normalisation.")
  private boolean saveProbabilities;

  @Option(
      names = "--refine",
      paramLabel = "MODE",
      defaultValue = "stable",
      converter = RefinementNames.class,
      completionCandidates = RefinementNames.class,
      description =
          "How labels are made consistent: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private RefinementMode refinement;

  @Option(names = "--no-refine", description = "The same as --refine none.")
  private boolean unrefined;

  @Option(
      names = "--graph",
      description = "Write the vessel graph of each image to graph/, as the command graph does.")
  private boolean withGraph;

  @Mixin private JobsOption jobs;
  @Mixin private ProgressOption progress;
  @Mixin private GraphOptions graph;

  /** For picocli. */
  PredictCommand() {}

  @Override
  int run() {
    final WindowStrategy strategy = windows.strategy();
    final int atATime = jobs.count();
    model.checkNumbers();
    checkCombinations();
    graph.check();
    List<InputImage> images = InputImage.list(inputs);
    fieldOfView.read();
    try (SeqNet network = model.load()) {
      String unusable =
          refinement() == RefinementMode.NONE
              ? given("--graph", "--fov")
              : given("--graph", "--refine", "--fov");
      if (vesselsOnly(network) && !unusable.isEmpty()) {
        throw usage("the network tells no arteries from veins; it cannot be used with " + unusable);
      }
      InfoCommand.warnings(messages());
      PredictionWriter writer = new PredictionWriter(OutputFolder.at(output), saveProbabilities);
      ImageRun run = new ImageRun(messages(), progress, "predict", atATime);
      return vesselsOnly(network)
          ? run.run(images, segmentation(network, strategy, writer))
          : run.run(images, analysis(network, strategy, writer));
    }
  }

  private void checkCombinations() {
    String forGraphs =
        given(
            "--thinning",
            "--fill-holes",
            "--remove-specks",
            "--prune-spurs",
            "--format",
            "--measure",
            "--pixel-size");
    if (!withGraph && !forGraphs.isEmpty()) {
      throw usage(forGraphs + ": only with --graph");
    }
    if (unrefined && isGiven("--refine")) {
      throw usage("--refine and --no-refine exclude each other");
    }
  }

  private static boolean vesselsOnly(SeqNet network) {
    return network.model().config().streams() == Streams.SEGMENTATION;
  }

  private ImageRun.Work analysis(SeqNet network, WindowStrategy strategy, PredictionWriter writer) {
    VesselPipeline plain =
        VesselPipeline.of((image, monitor) -> network.predict(image, strategy, monitor));
    VesselPipeline pipeline =
        refinement() == RefinementMode.NONE
            ? plain
            : plain.withRefiner(
                GraphRefiner.with(RefinementOptions.defaults().withMode(refinement())));
    boolean find = windows.mode() != WindowOption.Mode.REFERENCE;
    return (input, monitor) -> {
      MemoryUse.resetPeak();
      RgbImage photograph = ImageFiles.readRgb(input.file());
      VesselAnalysis analysis = fieldOfView.analyze(pipeline, photograph, find, monitor);
      writer.write(input.name(), photograph, analysis);
      if (withGraph) {
        writeGraph(input.name(), photograph, analysis, writer.folder());
      }
      return summary(analysis.fieldOfView());
    };
  }

  private ImageRun.Work segmentation(
      SeqNet network, WindowStrategy strategy, PredictionWriter writer) {
    messages().warning("the network tells no arteries from veins: vessel maps only");
    return (input, monitor) -> {
      MemoryUse.resetPeak();
      RgbImage photograph = ImageFiles.readRgb(input.file());
      writer.write(input.name(), photograph, network.segment(photograph, strategy, monitor));
      return memory();
    };
  }

  /**
   * The graph of the vessels of the photograph, at its own size, with the labels as written,
   * cleaned.
   */
  private void writeGraph(
      String name, RgbImage photograph, VesselAnalysis analysis, OutputFolder folder)
      throws IOException {
    RefinementResult result =
        GraphCommand.refiner(RefinementMode.NONE, graph)
            .refine(graph.cleaner().clean(analysis.labels()));
    OpticDiscSearch search =
        OpticDiscLocator.with(OpticDiscOptions.defaults())
            .locate(photograph, analysis.fieldOfView(), result.labels().vessels());
    new GraphWriter(Files.createDirectories(folder.file("graph")), graph)
        .write(name, result, analysis.fieldOfView(), search.disc(), photograph);
  }

  private RefinementMode refinement() {
    return unrefined ? RefinementMode.NONE : refinement;
  }

  private String summary(FieldOfView found) {
    String region =
        switch (found.source()) {
          case GIVEN -> "given field of view";
          case FOUND -> "field of view found";
          case WHOLE_IMAGE -> "whole image";
        };
    return messages().verbose() ? region + ", " + memory() : region;
  }

  private String memory() {
    return messages().verbose() ? MemoryUse.now().toString() : "";
  }
}

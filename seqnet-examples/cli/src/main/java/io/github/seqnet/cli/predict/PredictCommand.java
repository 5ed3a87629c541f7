// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.predict;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.cli.batch.BatchOptions;
import io.github.seqnet.cli.batch.CompletionRecords;
import io.github.seqnet.cli.batch.ImageRun;
import io.github.seqnet.cli.batch.SkippedFiles;
import io.github.seqnet.cli.command.MemoryUse;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.command.Versions;
import io.github.seqnet.cli.file.FolderLock;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputFolder;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.cli.graph.BiomarkerTable;
import io.github.seqnet.cli.graph.GraphOptions;
import io.github.seqnet.cli.graph.GraphWriter;
import io.github.seqnet.cli.model.ModelDescription;
import io.github.seqnet.cli.option.FieldOfViewOption;
import io.github.seqnet.cli.option.FrameOption;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.cli.option.RefinementNames;
import io.github.seqnet.cli.option.WindowOption;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.cli.report.ReportPages;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.LoadedImage;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.pipeline.VesselAnalysis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code seqnet predict}. */
@Command(
    name = "predict",
    description = "Segment fundus photographs: vessel, artery and vein maps, and labels.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  seqnet predict -i photo.jpg -o out",
      "  seqnet predict -i photos -o out --recursive --measure --pixel-size 4.2"
    })
public final class PredictCommand extends Subcommand {
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
      description = "Folder for the results; created if missing.")
  private Path output;

  @Mixin private ModelOption model;
  @Mixin private WindowOption windows;
  @Mixin private FieldOfViewOption fieldOfView;
  @Mixin private FrameOption frame;

  @Option(
      names = "--save-probabilities",
      description =
          "Also write the probability maps as float32 .npy files, before normalization, at"
              + " the working size.")
  private boolean saveProbabilities;

  @Option(
      names = "--write",
      paramLabel = "KIND",
      split = ",",
      converter = KindNames.class,
      completionCandidates = KindNames.class,
      description = "Images to write: ${COMPLETION-CANDIDATES}; default all.")
  private List<ImageKind> images;

  @Option(
      names = "--refine",
      paramLabel = "MODE",
      defaultValue = "stable",
      converter = RefinementNames.class,
      completionCandidates = RefinementNames.class,
      description = "Refinement of labels: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private RefinementMode refinement;

  @Option(names = "--no-refine", description = "The same as --refine none.")
  private boolean unrefined;

  @Option(
      names = "--graph",
      description = "Write the vessel graph of each image to graph/, as the command graph does.")
  private boolean withGraph;

  @Mixin private BatchOptions batch;
  @Mixin private ProgressOption progress;
  @Mixin private GraphOptions graph;

  /** The files that {@code --write} selects. */
  enum ImageKind {
    SEG(PredictionWriter.Kind.SEG),
    ART(PredictionWriter.Kind.ART),
    VEI(PredictionWriter.Kind.VEI),
    FINAL(PredictionWriter.Kind.FINAL),
    REFINED(PredictionWriter.Kind.REFINED),
    OVERLAY(PredictionWriter.Kind.OVERLAY),
    NONE(null);

    private final PredictionWriter.@Nullable Kind kind;

    ImageKind(PredictionWriter.@Nullable Kind kind) {
      this.kind = kind;
    }
  }

  /** Reads a kind of images. */
  static final class KindNames extends NamedConstants<ImageKind> {
    KindNames() {
      super(ImageKind.class);
    }
  }

  /** Created by picocli. */
  PredictCommand() {}

  @Override
  @SuppressWarnings("try") // The lock is held until the block ends.
  protected int run() throws IOException {
    windows.check();
    batch.jobs();
    frame.check();
    model.checkNumbers();
    checkCombinations();
    graph.check();
    List<InputImage> images = batch.images(inputs, output);
    graph.readKnown(images);
    fieldOfView.read();
    try (VesselModel network = model.load()) {
      String unusable =
          refinement().equals(RefinementMode.NONE)
              ? given("--graph", "--measure", "--report", "--table", "--columns", "--fov")
              : given(
                  "--graph", "--measure", "--report", "--table", "--columns", "--refine", "--fov");
      if (vesselsOnly(network) && !unusable.isEmpty()) {
        throw usage(
            "the network does not classify arteries and veins; it cannot be used with " + unusable);
      }
      ModelOption.warnIfSlow(messages());
      OutputFolder folder = OutputFolder.at(output);
      try (FolderLock lock = folder.lock("predict")) {
        return run(images, network, folder);
      }
    }
  }

  private int run(List<InputImage> images, VesselModel network, OutputFolder folder)
      throws IOException {
    OutputLayout layout = batch.layout(output);
    PredictionWriter writer = new PredictionWriter(layout, kinds());
    CompletionRecords records =
        new CompletionRecords(
            layout, description(network), graph::sources, image -> results(image, layout));
    ReportPages pages =
        new ReportPages(
            folder.path(),
            image -> ReportPages.page(image, layout),
            ReportPages.origin(network.model().specification(), model.sha256()),
            image -> frame.read(image.file()).image());
    ImageRun.Work work =
        vesselsOnly(network)
            ? segmentation(network, writer, records)
            : analysis(network, writer, records, pages);
    Map<InputImage, String> failures = new LinkedHashMap<>();
    int exitCode =
        new ImageRun(messages(), progress, "predict", batch.jobs())
            .failuresIn(folder.path())
            .leavingOut(SkippedFiles.of(inputs, batch.recursive()))
            .run(batch.leftToDo(images, records, messages()), work, failures);
    String headline =
        withGraph()
            ? graph.finish(
                images,
                new BiomarkerTable(records, BiomarkerTable.columns(graph)),
                failures,
                graph.report() ? pages : null,
                model.sha256(),
                settings(
                    "--mode",
                    "--stride",
                    "--refine",
                    "--no-refine",
                    "--fov",
                    FrameOption.NAME,
                    "--override"),
                folder)
            : "";
    messages().line("Results: " + folder.path() + headline);
    return exitCode;
  }

  /** Files without which an image is not done. */
  private List<Path> results(InputImage image, OutputLayout layout) {
    List<Path> results = new ArrayList<>();
    if (graph.measure()) {
      results.add(graphs(layout).measures(image));
    }
    if (graph.report()) {
      results.add(ReportPages.page(image, layout));
    }
    return results;
  }

  private GraphWriter graphs(OutputLayout layout) {
    return new GraphWriter(layout, "graph", graph);
  }

  private Set<PredictionWriter.Kind> kinds() {
    Set<PredictionWriter.Kind> kinds = EnumSet.noneOf(PredictionWriter.Kind.class);
    if (images == null) {
      kinds.addAll(PredictionWriter.Kind.images());
    } else {
      images.stream().map(image -> image.kind).filter(Objects::nonNull).forEach(kinds::add);
    }
    if (saveProbabilities) {
      kinds.add(PredictionWriter.Kind.PROBABILITIES);
    }
    return kinds;
  }

  /** The settings that the results depend on, for the record. */
  private Map<String, Object> description(VesselModel network) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("command", "predict");
    description.put("seqnet", Versions.seqnet());
    description.put("network", ModelDescription.of(network.model().specification()));
    description.put("weightsSha256", model.sha256());
    description.put("strategy", windows.strategy(network).toString());
    description.put("fov", fieldOfView.description());
    description.put("frame", frame.index());
    description.put("refine", refinement().id());
    description.put("written", kinds().stream().map(NamedConstants::name).toList().toString());
    description.put("graph", withGraph());
    if (withGraph()) {
      description.putAll(graph.description());
    }
    return description;
  }

  private void checkCombinations() {
    String forGraphs =
        given(
            "--thinning",
            "--fill-holes",
            "--remove-specks",
            "--prune-spurs",
            "--format",
            "--disc",
            "--override",
            "--metadata");
    if (!withGraph() && !forGraphs.isEmpty()) {
      throw usage(forGraphs + ": only with --graph or --measure");
    }
    if (images != null && images.size() > 1 && images.contains(ImageKind.NONE)) {
      throw usage("--write: none excludes all others");
    }
    if (unrefined && isGiven("--refine")) {
      throw usage("--refine and --no-refine exclude each other");
    }
  }

  private static boolean vesselsOnly(VesselModel network) {
    return !network.model().specification().separatesArteriesAndVeins();
  }

  private ImageRun.Work analysis(
      VesselModel network, PredictionWriter writer, CompletionRecords records, ReportPages pages) {
    WindowStrategy strategy = windows.strategy(network);
    boolean find = windows.mode() != WindowOption.Mode.REFERENCE;
    AnalysisOptions options = graph.analysis().withRefinement(refinement());
    RetinaAnalyzer analyzer =
        RetinaAnalyzer.of(network.with(strategy))
            .withMaxConcurrent(batch.jobs())
            .withOptions(options.withPipeline(fieldOfView.pipeline(options.pipeline(), find)));
    GraphWriter graphs = graphs(writer.layout());
    return (input, listener) -> {
      MemoryUse.resetPeak();
      records.begin(input);
      LoadedImage loaded = frame.read(input.file());
      RgbImage photograph = loaded.image();
      loaded.metadata().warnings().forEach(text -> messages().detail(input.file() + ": " + text));
      KnownFacts known =
          fieldOfView.known(
              graph.known(input).withMetadata(loaded.metadata()),
              photograph.width(),
              photograph.height());
      Map<String, Object> found;
      VesselAnalysis analysis;
      if (withGraph()) {
        long begin = System.nanoTime();
        RetinaReport report = analyzer.analyze(photograph, known, listener);
        analysis = report.analysis().orElseThrow();
        found = new LinkedHashMap<>();
        BiomarkerTable.record(input, report, System.nanoTime() - begin, found);
        writer.write(input.name(), photograph, analysis);
        graphs.write(input.name(), report);
        if (graph.report()) {
          pages.write(input, report);
        }
      } else {
        analysis = analyzer.segment(photograph, known, listener);
        found = ImageRecord.of(photograph, analysis.fieldOfView());
        writer.write(input.name(), photograph, analysis);
      }
      found.put("weights", model.description());
      records.write(input, found);
      return summary(analysis.fieldOfView());
    };
  }

  private ImageRun.Work segmentation(
      VesselModel network, PredictionWriter writer, CompletionRecords records) {
    WindowStrategy strategy = windows.strategy(network);
    messages()
        .warning("the network does not classify arteries and veins: only vessel maps are written");
    return (input, listener) -> {
      MemoryUse.resetPeak();
      records.begin(input);
      RgbImage photograph = frame.read(input.file()).image();
      writer.write(input.name(), photograph, network.segment(photograph, strategy, listener));
      Map<String, Object> found = ImageRecord.of(photograph);
      found.put("weights", model.description());
      records.write(input, found);
      return memory();
    };
  }

  private boolean withGraph() {
    return withGraph || graph.measure() || graph.report();
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

package io.github.seqnet.examples.cli;

import io.github.seqnet.graph.GraphTracer;
import io.github.seqnet.graph.ThresholdOptions;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.NpyFile;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seqnet graph}. */
@Command(
    name = "graph",
    description =
        "Make vessel graphs of masks or artery/vein maps, whoever made them, and measure them.")
final class GraphCommand extends Main.Subcommand {
  @Option(
      names = {"-i", "--input"},
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Vessel masks (grey) or artery/vein maps (red arteries, blue veins, green crossings,"
              + " white unknown), or folders of them.")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where results are written to; made where it is missing.")
  private Path output;

  @Option(
      names = "--probabilities",
      paramLabel = "FOLDER",
      description =
          "How likely pixels are arteries and veins, <name>.art.npy and <name>.vei.npy as predict"
              + " --save-probabilities writes them; resampled to the size of the map.")
  private Path probabilities;

  @Option(names = "--skeleton-only", description = "Write <name>.skeleton.png as thinned, no more.")
  private boolean skeletonOnly;

  @Option(
      names = "--refine",
      paramLabel = "MODE",
      defaultValue = "none",
      converter = RefinementNames.class,
      completionCandidates = RefinementNames.class,
      description = "What to do to the labels: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private RefinementMode refinement;

  @Mixin private JobsOption jobs;
  @Mixin private ProgressOption progress;
  @Mixin private GraphOptions options;

  /** For picocli. */
  GraphCommand() {}

  @Override
  int run() {
    int atATime = jobs.count();
    options.check();
    String forGraphs =
        given(
            "--probabilities",
            "--refine",
            "--prune-spurs",
            "--format",
            "--measure",
            "--pixel-size");
    if (skeletonOnly && !forGraphs.isEmpty()) {
      throw usage(forGraphs + ": not with --skeleton-only");
    }
    if (probabilities != null && !Files.isDirectory(probabilities)) {
      throw new CommandException(probabilities + ": there is no such folder");
    }
    InputImage.checkApart(inputs, output);
    List<InputImage> images = InputImage.list(inputs);
    GraphWriter writer = new GraphWriter(OutputFolder.at(output).path(), options);
    return new ImageRun(messages(), progress, "graph", atATime).run(images, work(writer));
  }

  private ImageRun.Work work(GraphWriter writer) {
    return (input, monitor) -> {
      if (skeletonOnly) {
        BinaryMask mask = read(input).map().vessels();
        ImageFiles.writePng(
            writer.file(input.name(), "skeleton.png"), Thinning.thin(mask, options.thinning()));
        return "";
      }
      VesselInput vessels = read(input);
      RefinementResult result = graph(input, vessels, monitor);
      ArteryVeinMap map = vessels.map();
      writer.write(
          input.name(),
          result,
          FieldOfView.wholeImage(map.width(), map.height()),
          Optional.empty(),
          background(map.vessels()));
      return result.graph().segmentCount() + " segments";
    };
  }

  private VesselInput read(InputImage input) throws IOException {
    VesselInput vessels = VesselInput.read(input.file());
    return new VesselInput(options.cleaner().clean(vessels.map()), vessels.labelled());
  }

  private RefinementResult graph(InputImage input, VesselInput vessels, Monitor monitor)
      throws IOException {
    monitor.checkCancelled();
    ArteryVeinMap map = vessels.map();
    if (probabilities != null) {
      VesselMaps maps =
          new VesselMaps(
              ProbabilityMap.certain(map.vessels()),
              probabilities(input, "art", map),
              probabilities(input, "vei", map));
      return refiner(refinement, options).refine(maps);
    }
    if (vessels.labelled()) {
      return refiner(refinement, options).refine(map);
    }
    if (refinement != RefinementMode.NONE) {
      throw new IOException(
          input.file()
              + ": is a mask, which tells no arteries from veins: --refine needs an artery/vein map"
              + " or --probabilities");
    }
    BinaryMask mask = map.vessels();
    VesselGraph graph =
        GraphTracer.with(options.tracing())
            .trace(Thinning.skeleton(mask, options.thinning()), mask);
    return new RefinementResult(map, graph, graph, List.of(), 0, true);
  }

  /** A refiner for vessels that are there or not, and so are traced at one threshold. */
  static GraphRefiner refiner(RefinementMode mode, GraphOptions options) {
    RefinementOptions defaults = RefinementOptions.defaults();
    ThresholdOptions tracing =
        defaults
            .tracing()
            .withThresholds(List.of(defaults.vesselThreshold()))
            .withThinning(options.thinning())
            .withTracing(options.tracing());
    return GraphRefiner.with(defaults.withMode(mode).withTracing(tracing));
  }

  private ProbabilityMap probabilities(InputImage input, String kind, ArteryVeinMap map)
      throws IOException {
    Path file = probabilities.resolve(input.name() + "." + kind + ".npy");
    return Resampler.resize(NpyFile.readMap(file), map.width(), map.height());
  }

  /** The vessels, for lack of a photograph. */
  private static RgbImage background(BinaryMask vessels) {
    byte[] set = vessels.toArray();
    float[] rgb = new float[set.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = set[i / 3] * 0.5f;
    }
    return RgbImage.wrap(vessels.width(), vessels.height(), rgb);
  }
}

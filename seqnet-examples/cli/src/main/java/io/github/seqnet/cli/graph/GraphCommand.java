// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.graph;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.analysis.VesselMapAnalyzer;
import io.github.seqnet.analysis.VesselMapInput;
import io.github.seqnet.cli.batch.BatchOptions;
import io.github.seqnet.cli.batch.CompletionRecords;
import io.github.seqnet.cli.batch.ImageRun;
import io.github.seqnet.cli.batch.SkippedFiles;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.command.Versions;
import io.github.seqnet.cli.file.FolderLock;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputFolder;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.cli.option.FieldOfViewOption;
import io.github.seqnet.cli.option.RefinementNames;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.cli.report.ReportPages;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.LabelEncoding;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.NpyFile;
import io.github.seqnet.preprocess.Resampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code seqnet graph}. */
@Command(
    name = "graph",
    description =
        "Trace and measure vessel graphs of vessel masks or artery/vein maps from any source.")
public final class GraphCommand extends Subcommand {
  @Option(
      names = {"-i", "--input"},
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Vessel masks (gray) or artery/vein maps (red arteries, blue veins, green crossings,"
              + " white or magenta unknown; see --encoding), or folders of them.")
  private List<Path> inputs;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "Encoding of artery/vein maps: colors (as above), rrwnet (arteries in the red"
              + " channel, veins green, vessels blue), class-index (gray values 0 background, 1"
              + " artery, 2 vein, 3 crossing), or the id of an encoding on the class path. Default:"
              + " colors for colored images; gray images are masks.")
  private String encoding;

  @Option(
      names = "--arteries",
      paramLabel = "PATH",
      description =
          "Masks of arteries, a file or a folder, instead of --input; with --veins. Pixels of both"
              + " masks are crossings.")
  private Path arteries;

  @Option(
      names = "--veins",
      paramLabel = "PATH",
      description = "Masks of veins, with the names of the masks of --arteries.")
  private Path veins;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "Folder for the results; created if missing.")
  private Path output;

  @Option(
      names = "--probabilities",
      paramLabel = "FOLDER",
      description =
          "Artery and vein probabilities, <name>.art.npy and <name>.vei.npy as predict"
              + " --save-probabilities writes them; resampled to the size of the map.")
  private Path probabilities;

  @Option(
      names = "--photographs",
      paramLabel = "FOLDER",
      description =
          "Photographs with the names and sizes of the maps. The field of view and the optic"
              + " disc are located in them, and overlays are drawn on them.")
  private Path photographs;

  @Mixin private FieldOfViewOption fieldOfView;

  @Option(
      names = "--skeleton-only",
      description = "Write only <name>.skeleton.png, the result of thinning.")
  private boolean skeletonOnly;

  @Option(
      names = "--refine",
      paramLabel = "MODE",
      defaultValue = "none",
      converter = RefinementNames.class,
      completionCandidates = RefinementNames.class,
      description = "Refinement of labels: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private RefinementMode refinement;

  @Mixin private BatchOptions batch;
  @Mixin private ProgressOption progress;
  @Mixin private GraphOptions options;

  private Map<String, Path> veinsByName = Map.of();
  private @Nullable LabelEncoding labelEncoding;

  /** Created by picocli. */
  GraphCommand() {}

  @Override
  @SuppressWarnings("try") // The lock is held until the block ends.
  protected int run() throws IOException {
    batch.jobs();
    options.check();
    String forGraphs =
        given(
            "--probabilities",
            "--photographs",
            "--fov",
            "--refine",
            "--prune-spurs",
            "--format",
            "--measure",
            "--report",
            "--table",
            "--columns",
            "--pixel-size",
            "--min-quality",
            "--disc");
    if (skeletonOnly && !forGraphs.isEmpty()) {
      throw usage(forGraphs + ": not with --skeleton-only");
    }
    if (photographs == null && fieldOfView.isAuto()) {
      throw usage("--fov auto: only with --photographs");
    }
    if (probabilities != null && !Files.isDirectory(probabilities)) {
      throw new CommandException(probabilities + ": there is no such folder");
    }
    List<Path> paths = inputPaths();
    InputImage.checkApart(paths, output);
    List<InputImage> images = batch.images(paths, output);
    options.readKnown(images);
    veinsByName = masksByName(images);
    labelEncoding = labelEncoding().orElse(null);
    if (!batch.layout(output).perImage()) {
      CompletionRecords.checkApart(images);
    }
    fieldOfView.read();
    Map<String, Path> photographByName = photographsByName();
    OutputFolder folder = OutputFolder.at(output);
    try (FolderLock lock = folder.lock("graph")) {
      return run(images, photographByName, folder);
    }
  }

  private int run(List<InputImage> images, Map<String, Path> photographByName, OutputFolder folder)
      throws IOException {
    OutputLayout layout = batch.layout(output);
    GraphWriter writer = new GraphWriter(layout, "", options);
    CompletionRecords records =
        new CompletionRecords(
            layout,
            description(),
            image -> sources(image, photographByName),
            image -> results(image, writer));
    ReportPages pages =
        new ReportPages(
            folder.path(),
            image -> ReportPages.page(image, layout),
            Map.of("Program", "seqnet " + Versions.seqnet()),
            image -> ImageFiles.readRgb(image.file()));
    Map<InputImage, String> failures = new LinkedHashMap<>();
    int exitCode =
        new ImageRun(messages(), progress, "graph", batch.jobs())
            .failuresIn(folder.path())
            .leavingOut(
                SkippedFiles.of(inputPaths(), batch.recursive())
                    .addVeinsWithoutArteries(veinsWithoutArteries(images)))
            .run(
                batch.leftToDo(images, records, messages()),
                work(writer, records, photographByName, pages),
                failures);
    String headline =
        skeletonOnly
            ? ""
            : options.finish(
                images,
                new BiomarkerTable(records, BiomarkerTable.columns(options)),
                failures,
                options.report() ? pages : null,
                "",
                settings(
                    "--encoding",
                    "--veins",
                    "--probabilities",
                    "--photographs",
                    "--fov",
                    "--refine",
                    "--override"),
                folder);
    messages().line("Results: " + folder.path() + headline);
    return exitCode;
  }

  /** Files without which an image is not done. */
  private List<Path> results(InputImage image, GraphWriter writer) {
    List<Path> results = new ArrayList<>();
    if (options.measure()) {
      results.add(writer.measures(image));
    }
    if (options.report()) {
      results.add(ReportPages.page(image, writer.layout()));
    }
    return results;
  }

  /** The given masks or maps. */
  private List<Path> inputPaths() {
    if ((arteries == null) != (veins == null)) {
      throw usage("--arteries and --veins: one needs the other");
    }
    if ((inputs == null) == (arteries == null)) {
      throw usage("give either --input, or --arteries and --veins");
    }
    if (arteries != null && encoding != null) {
      throw usage("--encoding: not with --arteries and --veins, which are masks");
    }
    return arteries == null ? inputs : List.of(arteries);
  }

  private Optional<LabelEncoding> labelEncoding() {
    if (encoding == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LabelEncoding.ofId(encoding));
    } catch (IllegalArgumentException e) {
      throw usage("--encoding: " + e.getMessage());
    }
  }

  /** The masks of veins by the names of the masks of arteries. */
  private Map<String, Path> masksByName(List<InputImage> arteryMasks) {
    Map<String, Path> byName = new HashMap<>();
    if (veins == null) {
      return byName;
    }
    List<InputImage> veinMasks = InputImage.list(List.of(veins), batch.recursive());
    if (veinMasks.size() == 1 && !Files.isDirectory(veins) && arteryMasks.size() == 1) {
      byName.put(arteryMasks.get(0).name(), veinMasks.get(0).file());
      return byName;
    }
    for (InputImage mask : veinMasks) {
      byName.put(mask.name(), mask.file());
    }
    return byName;
  }

  private int veinsWithoutArteries(List<InputImage> arteryMasks) {
    Set<String> names = new HashSet<>(veinsByName.keySet());
    arteryMasks.forEach(mask -> names.remove(mask.name()));
    return names.size();
  }

  private Map<String, Path> photographsByName() {
    Map<String, Path> byName = new HashMap<>();
    if (photographs != null) {
      if (!Files.isDirectory(photographs)) {
        throw new CommandException(photographs + ": there is no such folder");
      }
      for (InputImage image : InputImage.ofFolder(photographs, batch.recursive())) {
        Path other = byName.put(image.name(), image.file());
        if (other != null) {
          throw new CommandException(
              other + " and " + image.file() + " are both photographs of " + image.name());
        }
      }
    }
    return byName;
  }

  /** The source files of an image's results. */
  private List<Path> sources(InputImage image, Map<String, Path> photographByName) {
    List<Path> sources = new ArrayList<>(options.sources(image));
    if (veinsByName.containsKey(image.name())) {
      sources.add(veinsByName.get(image.name()));
    }
    if (photographByName.containsKey(image.name())) {
      sources.add(photographByName.get(image.name()));
    }
    if (probabilities != null) {
      sources.add(probabilities(image, "art"));
      sources.add(probabilities(image, "vei"));
    }
    return sources;
  }

  private Path probabilities(InputImage image, String kind) {
    return probabilities.resolve(image.name() + "." + kind + ".npy");
  }

  /** The settings that the results depend on, for the record. */
  private Map<String, Object> description() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("command", skeletonOnly ? "graph --skeleton-only" : "graph");
    description.put("seqnet", Versions.seqnet());
    description.put("encoding", encoding == null ? "default" : encoding);
    description.put("masks of arteries and veins", veins != null);
    description.put("probabilities", probabilities != null);
    description.put("photographs", photographs != null);
    description.put("fov", fieldOfView.description());
    description.put("refine", refinement.id());
    description.putAll(options.description());
    return description;
  }

  private ImageRun.Work work(
      GraphWriter writer,
      CompletionRecords records,
      Map<String, Path> photographByName,
      ReportPages pages) {
    AnalysisOptions analysis = options.analysis();
    VesselMapAnalyzer analyzer =
        VesselMapAnalyzer.with(
                analysis.withPipeline(fieldOfView.pipeline(analysis.pipeline(), true)))
            .withRefinement(refinement)
            .withBiomarkers(
                options.measure() || options.report()
                    ? BiomarkerSet.available()
                    : BiomarkerSet.of(List.of()));
    return (input, listener) -> {
      records.begin(input);
      VesselInput vessels = read(input);
      ArteryVeinMap map = vessels.map();
      if (skeletonOnly) {
        BinaryMask cleaned = options.requestedCleaner().clean(map.vessels());
        ImageFiles.writePng(
            writer.file(input.name(), "skeleton.png"), Thinning.thin(cleaned, options.thinning()));
        records.write(input, Map.of());
        return "";
      }
      Optional<RgbImage> photograph = photograph(input, map, photographByName);
      VesselMapInput known = input(input, vessels);
      if (photograph.isPresent()) {
        known = known.withPhotograph(photograph.get());
      }
      long begin = System.nanoTime();
      RetinaReport report =
          analyzer.analyze(
              known, fieldOfView.known(options.known(input), map.width(), map.height()), listener);
      writer.write(input.name(), report);
      Map<String, Object> found = new LinkedHashMap<>();
      BiomarkerTable.record(input, report, System.nanoTime() - begin, found);
      if (options.report()) {
        pages.write(input, report);
      }
      records.write(input, found);
      return report.graph().segmentCount() + " segments";
    };
  }

  /** The photograph of the vessels of an image, if photographs are there. */
  private Optional<RgbImage> photograph(
      InputImage input, ArteryVeinMap map, Map<String, Path> photographByName) throws IOException {
    if (photographs == null) {
      return Optional.empty();
    }
    Path file = photographByName.get(input.name());
    if (file == null) {
      throw new IOException(
          input.file() + ": there is no photograph " + input.name() + ".* in " + photographs);
    }
    RgbImage image = ImageFiles.readRgb(file);
    if (image.width() != map.width() || image.height() != map.height()) {
      throw new IOException(
          String.format(
              "%s: is %d x %d pixels, its vessels in %s are %d x %d",
              file, image.width(), image.height(), input.file(), map.width(), map.height()));
    }
    return Optional.of(image);
  }

  private VesselInput read(InputImage input) throws IOException {
    VesselInput vessels;
    if (veins != null) {
      Path mask = veinsByName.get(input.name());
      if (mask == null) {
        throw new IOException(
            input.file() + ": there is no mask of veins " + input.name() + ".* in " + veins);
      }
      vessels = VesselInput.read(input.file(), mask);
    } else if (labelEncoding != null) {
      vessels = VesselInput.read(input.file(), labelEncoding);
    } else {
      vessels = VesselInput.read(input.file());
    }
    return vessels;
  }

  private VesselMapInput input(InputImage input, VesselInput vessels) throws IOException {
    ArteryVeinMap map = vessels.map();
    VesselMapInput known = VesselMapInput.of(map);
    if (probabilities != null) {
      return known.withProbabilities(
          probabilities(input, "art", map), probabilities(input, "vei", map));
    }
    if (!vessels.labeled() && !refinement.equals(RefinementMode.NONE)) {
      throw new IOException(
          input.file()
              + ": the labels of a mask cannot be refined; --refine needs an artery/vein map or"
              + " --probabilities");
    }
    return known;
  }

  private ProbabilityMap probabilities(InputImage input, String kind, ArteryVeinMap map)
      throws IOException {
    return Resampler.resize(NpyFile.readMap(probabilities(input, kind)), map.width(), map.height());
  }
}

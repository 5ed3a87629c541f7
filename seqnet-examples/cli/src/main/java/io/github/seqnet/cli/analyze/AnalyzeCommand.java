package io.github.seqnet.cli.analyze;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.ColumnPreset;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.cli.batch.ImageRun;
import io.github.seqnet.cli.batch.SkippedFiles;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.FolderLock;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputFolder;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.option.RefinementNames;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.io.LabelOverrideCsv;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.VesselModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seqnet analyze}, which also runs when a photograph is named without a command. */
@Command(
    name = "analyze",
    description = "Segment and measure the vessels of fundus photographs, with all results.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  seqnet photo.jpg                            results in photo.seqnet/",
      "  seqnet analyze photos/ -o out --pixel-size 4.2   one table, lengths in micrometers"
    })
public final class AnalyzeCommand extends Subcommand {
  /** The table of all photographs in the output folder. */
  private static final String TABLE = "measures.csv";

  private static final List<String> HEADLINES =
      List.of("avr_knudtson", "crae_knudtson", "crve_knudtson", "fractal_dimension");

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Photographs, or folders of photographs.")
  private List<Path> inputs;

  @ArgGroup(heading = "%nOutput:%n", validate = false)
  private final Output output = new Output();

  /** Where results go. */
  static final class Output {
    @Option(
        names = {"-o", "--output"},
        order = 1,
        paramLabel = "FOLDER",
        description =
            "Folder for the results. Default: <name>.seqnet beside each photograph, and no common"
                + " table.")
    private Path folder;

    @Option(
        names = "--flat",
        order = 2,
        description =
            "One folder per kind of result instead of one per photograph; needs --output.")
    private boolean flat;

    @Option(
        names = "--columns",
        order = 3,
        paramLabel = "PROGRAM",
        converter = ColumnPresetNames.class,
        completionCandidates = ColumnPresetNames.class,
        description =
            "Also write <program>.csv, with the column names of ${COMPLETION-CANDIDATES}, for"
                + " biomarkers that both define alike.")
    private ColumnPreset columns;

    @Option(
        names = "--dicom",
        order = 4,
        description =
            "Also write a DICOM segmentation and a DICOM measurement report, which refer to the"
                + " photograph, or to a DICOM copy of it.")
    private boolean dicom;

    @Option(
        names = "--dicom-patient",
        order = 5,
        description =
            "Copy name, identifier, birth date and sex of DICOM photographs to the DICOM results.")
    private boolean dicomPatient;
  }

  @ArgGroup(heading = "%nInput:%n", validate = false)
  private final Input input = new Input();

  /** What is known about the photographs. */
  static final class Input {
    @Option(
        names = "--pixel-size",
        order = 6,
        paramLabel = "UM",
        description = "Size of a pixel in micrometers. Default: unknown; lengths are in pixels.")
    private Double pixelSize;

    @Option(
        names = "--disc",
        order = 7,
        paramLabel = "X,Y,R",
        description = "Center and radius of the optic disc in pixels. Default: located.")
    private String disc;

    @Option(
        names = "--min-quality",
        order = 8,
        paramLabel = "SCORE",
        description =
            "Photographs with a lower quality score, 0 to 1, are marked as not gradable. Default:"
                + " 0.25.")
    private Double minimumQuality;

    @Option(
        names = "--fov",
        order = 9,
        paramLabel = "FILE",
        description = "Mask of the field of view of all photographs. Default: located in each.")
    private Path fieldOfView;

    @Option(
        names = "--override",
        order = 6,
        paramLabel = "FILE",
        description =
            "Corrected labels of the one photograph, as its report page saves them. Labels are"
                + " propagated again from them.")
    private Path override;

    @Option(
        names = "--recursive",
        order = 10,
        description = "Include photographs in subfolders, but not in hidden ones.")
    private boolean recursive;
  }

  @ArgGroup(heading = "%nVessels:%n", validate = false)
  private final Vessels vessels = new Vessels();

  /** How labels are made consistent. */
  static final class Vessels {
    @Option(
        names = "--refine",
        order = 11,
        paramLabel = "MODE",
        defaultValue = "stable",
        converter = RefinementNames.class,
        completionCandidates = RefinementNames.class,
        description = "Label propagation: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private RefinementMode refinement = RefinementMode.STABLE;
  }

  @Mixin private ModelOption model;

  @Option(
      names = "--jobs",
      order = 20,
      paramLabel = "N",
      defaultValue = "2",
      description = "Photographs in progress at a time; default ${DEFAULT-VALUE}.")
  private int jobs;

  @Mixin private ProgressOption progress;

  /** For picocli. */
  AnalyzeCommand() {}

  @Override
  @SuppressWarnings("try") // The lock is held until the block ends.
  protected int run() throws IOException {
    numbers().atLeastOne("--jobs", Optional.of(jobs));
    numbers().aboveZero("--pixel-size", Optional.ofNullable(input.pixelSize));
    Double minimum = input.minimumQuality;
    if (minimum != null && !(minimum >= 0 && minimum <= 1)) {
      throw usage("--min-quality must be in 0..1, got " + minimum);
    }
    if (output.flat && output.folder == null) {
      throw usage("--flat: needs --output");
    }
    if (output.dicomPatient && !output.dicom) {
      throw usage("--dicom-patient: needs --dicom");
    }
    List<InputImage> images = InputImage.list(inputs, input.recursive);
    KnownFacts facts = facts(images);
    try (VesselModel network = model.open(model.arteryVeinModel())) {
      ModelOption.warnIfSlow(messages());
      if (output.folder == null) {
        return run(images, network, facts);
      }
      InputImage.checkApart(inputs, output.folder);
      try (FolderLock lock = OutputFolder.at(output.folder).lock("analyze")) {
        return run(images, network, facts);
      }
    }
  }

  private int run(List<InputImage> images, VesselModel network, KnownFacts facts)
      throws IOException {
    RetinaAnalyzer analyzer =
        RetinaAnalyzer.of(network)
            .withOptions(AnalysisOptions.defaults().withRefinement(vessels.refinement));
    if (input.minimumQuality != null) {
      analyzer = analyzer.withOptions(analyzer.options().withMinimumQuality(input.minimumQuality));
    }
    if (input.pixelSize != null) {
      analyzer = analyzer.withPixelSize(Scale.micrometers(input.pixelSize));
    }
    RetinaAnalyzer configured = analyzer;
    Map<InputImage, Map<String, Object>> rows = new ConcurrentHashMap<>();
    ImageRun work =
        new ImageRun(messages(), progress, "analyze", jobs)
            .leavingOut(SkippedFiles.of(inputs, input.recursive));
    if (output.folder != null) {
      work = work.failuresIn(output.folder);
    }
    int exitCode =
        work.run(
            images,
            (image, listener) -> {
              RetinaReport report =
                  configured.analyze(
                      ImageFiles.readRgb(image.file()),
                      facts.withName(image.name()).withFile(image.file().toString()),
                      listener);
              Map<String, Object> row = report.toRow();
              ReportFiles files = files(image);
              if (output.dicom) {
                DicomFiles.write(report, image.file(), output.dicomPatient, files);
              }
              if (output.columns != null) {
                output.columns.writeCsv(List.of(row), files.file(output.columns.id(), "csv"));
              }
              files.write(report, row, configured.table());
              rows.put(image, row);
              return "";
            });
    finish(images, rows, configured);
    return exitCode;
  }

  /** Writes the common table and says where the results are. */
  private void finish(
      List<InputImage> images, Map<InputImage, Map<String, Object>> rows, RetinaAnalyzer analyzer)
      throws IOException {
    List<Map<String, Object>> inOrder = new ArrayList<>();
    for (InputImage image : images) {
      if (rows.containsKey(image)) {
        inOrder.add(rows.get(image));
      }
    }
    if (inOrder.isEmpty()) {
      return;
    }
    if (output.folder != null) {
      analyzer.table().writeCsv(inOrder, output.folder.resolve(TABLE));
      if (output.columns != null) {
        output.columns.writeCsv(inOrder, output.folder.resolve(output.columns.id() + ".csv"));
      }
    }
    String headline = inOrder.size() == 1 ? "; " + headline(inOrder.get(0)) : "";
    Path where =
        output.folder != null
            ? output.folder
            : inOrder.size() == 1 ? files(first(images, rows)).folder() : null;
    messages()
        .line(
            "Results: "
                + (where == null ? "<name>.seqnet beside each photograph" : where)
                + headline);
  }

  private static InputImage first(
      List<InputImage> images, Map<InputImage, Map<String, Object>> rows) {
    return images.stream().filter(rows::containsKey).findFirst().orElseThrow();
  }

  /** The biomarkers that most people ask for, with four significant digits. */
  private static String headline(Map<String, Object> row) {
    List<String> values = new ArrayList<>();
    for (String biomarker : HEADLINES) {
      String value = "missing";
      for (Map.Entry<String, Object> entry : row.entrySet()) {
        if (entry.getKey().startsWith(biomarker + ".")
            && entry.getValue() instanceof Double number) {
          value = String.format(Locale.ROOT, "%.4g", number);
          break;
        }
      }
      values.add(biomarker + " " + value);
    }
    return String.join(", ", values);
  }

  private ReportFiles files(InputImage image) {
    if (output.folder == null) {
      Path file = image.file();
      return ReportFiles.inFolder(
          file.resolveSibling(InputImage.of(file).name() + ReportFiles.SUFFIX));
    }
    return output.flat
        ? ReportFiles.flat(output.folder, image.name())
        : ReportFiles.inFolder(output.folder.resolve(image.name() + ReportFiles.SUFFIX));
  }

  private KnownFacts facts(List<InputImage> images) {
    KnownFacts facts = KnownFacts.none();
    if (input.disc != null) {
      if (images.size() > 1) {
        throw usage("--disc: only with one photograph, got " + images.size());
      }
      facts = facts.withOpticDisc(disc(input.disc));
    }
    if (input.override != null) {
      if (images.size() > 1) {
        throw usage("--override: only with one photograph, got " + images.size());
      }
      try {
        facts = facts.withLabelOverrides(LabelOverrideCsv.read(input.override));
      } catch (IOException e) {
        throw new CommandException(FailureText.oneLine(input.override, e), e);
      }
    }
    if (input.fieldOfView != null) {
      try {
        BinaryMask mask = ImageFiles.readMask(input.fieldOfView);
        facts = facts.withFieldOfView(mask);
      } catch (IOException e) {
        throw new CommandException(FailureText.oneLine(input.fieldOfView, e), e);
      }
    }
    return facts;
  }

  private OpticDisc disc(String text) {
    String[] numbers = text.split(",", -1);
    try {
      if (numbers.length == 3) {
        return new OpticDisc(
            Double.parseDouble(numbers[0].strip()),
            Double.parseDouble(numbers[1].strip()),
            Double.parseDouble(numbers[2].strip()));
      }
    } catch (IllegalArgumentException e) {
      throw usage("--disc: " + text + ": must be x,y,radius in pixels: " + e.getMessage());
    }
    throw usage("--disc: " + text + ": must be three numbers x,y,radius in pixels");
  }
}

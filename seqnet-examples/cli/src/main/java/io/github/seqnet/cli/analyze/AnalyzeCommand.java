// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.analyze;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.CohortTable;
import io.github.seqnet.analysis.ColumnPreset;
import io.github.seqnet.analysis.HtmlReport;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.ResultId;
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
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.cli.option.ColumnPresetNames;
import io.github.seqnet.cli.option.FrameOption;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.option.RefinementNames;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.cli.report.Headline;
import io.github.seqnet.cli.report.ReportPages;
import io.github.seqnet.cli.report.TableFile;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.io.LabelOverrideCsv;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.LoadedImage;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.VesselModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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

  private static final String REPORT = "report";

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Photographs, or folders of photographs.")
  private List<Path> inputs;

  @ArgGroup(heading = "%nOutput:%n", validate = false)
  private final Output output = new Output();

  /** The output folder. */
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
        names = "--table",
        order = 3,
        paramLabel = "FILE",
        description =
            "Also write the results as one Apache Parquet file, in full precision and with a row"
                + " for each failure: the table of the Spark job.")
    private Path table;

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

  /** The known facts about the photographs. */
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

  /** The refinement of labels. */
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

  @Mixin private FrameOption frame;
  @Mixin private ModelOption model;

  @Option(
      names = "--jobs",
      order = 20,
      paramLabel = "N",
      defaultValue = "2",
      description = "Photographs in progress at a time; default ${DEFAULT-VALUE}.")
  private int jobs;

  @Mixin private ProgressOption progress;

  /** Created by picocli. */
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
    frame.check();
    if (output.flat && output.folder == null) {
      throw usage("--flat: needs --output");
    }
    if (output.dicomPatient && !output.dicom) {
      throw usage("--dicom-patient: needs --dicom");
    }
    if (output.table != null) {
      TableFile.prepare(output.table);
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
    Map<InputImage, TableFile.Measured> measured = new ConcurrentHashMap<>();
    Map<InputImage, String> failures = new LinkedHashMap<>();
    ReportPages pages = pages(network.model().specification());
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
              long begin = System.nanoTime();
              LoadedImage photograph = frame.read(image.file());
              photograph
                  .metadata()
                  .warnings()
                  .forEach(text -> messages().detail(image.file() + ": " + text));
              RetinaReport report =
                  configured.analyze(
                      photograph.image(),
                      facts
                          .withName(image.name())
                          .withFile(image.file().toString())
                          .withMetadata(photograph.metadata()),
                      listener);
              Map<String, Object> row = report.toRow();
              ReportFiles files = files(image);
              if (output.dicom) {
                DicomFiles.write(report, image.file(), frame.index(), output.dicomPatient, files);
              }
              if (output.columns != null) {
                output.columns.writeCsv(List.of(row), files.file(output.columns.id(), "csv"));
              }
              if (pages == null) {
                HtmlReport.standalone()
                    .withOrigin(ReportPages.origin(network.model().specification(), model.sha256()))
                    .write(report, files.file(REPORT, "html"));
              } else {
                pages.write(image, report);
              }
              files.write(report, row, configured.table());
              measured.put(
                  image,
                  new TableFile.Measured(
                      row,
                      CohortTable.remarks(report),
                      TableFile.contentHash(image.file()),
                      (System.nanoTime() - begin) / 1e9));
              return "";
            },
            failures);
    finish(images, measured, failures, configured, pages);
    return exitCode;
  }

  /** The pages of an output folder; null if each photograph has its own folder. */
  private @Nullable ReportPages pages(ModelSpecification specification) {
    return output.folder == null
        ? null
        : new ReportPages(
            output.folder,
            image -> files(image).path(REPORT, "html"),
            ReportPages.origin(specification, model.sha256()),
            image -> frame.read(image.file()).image());
  }

  /** Writes the common tables and pages, and prints where the results are. */
  private void finish(
      List<InputImage> images,
      Map<InputImage, TableFile.Measured> found,
      Map<InputImage, String> failures,
      RetinaAnalyzer analyzer,
      @Nullable ReportPages pages)
      throws IOException {
    Map<InputImage, TableFile.Measured> measured = TableFile.compared(found);
    Map<InputImage, Map<String, Object>> rows = new LinkedHashMap<>();
    for (InputImage image : images) {
      if (measured.containsKey(image)) {
        rows.put(image, measured.get(image).row());
      }
    }
    if (output.table != null) {
      String options =
          ResultId.optionsHash(
              analyzer.options(),
              settings("--pixel-size", "--disc", "--fov", FrameOption.NAME, "--override"));
      new TableFile(analyzer.table(), model.sha256(), options)
          .write(images, measured, failures, output.table);
    }
    if (pages != null) {
      pages.finish(rows, failures);
    }
    if (rows.isEmpty()) {
      return;
    }
    List<Map<String, Object>> inOrder = List.copyOf(rows.values());
    if (output.folder != null) {
      analyzer.table().writeCsv(inOrder, output.folder.resolve(TABLE));
      if (output.columns != null) {
        output.columns.writeCsv(inOrder, output.folder.resolve(output.columns.id() + ".csv"));
      }
    }
    Path where = output.folder;
    if (where == null && rows.size() == 1) {
      where = folder(rows.keySet().iterator().next());
    }
    messages()
        .line(
            "Results: "
                + (where == null ? "<name>.seqnet beside each photograph" : where)
                + "; "
                + Headline.of(inOrder));
  }

  private Path folder(InputImage image) {
    ReportFiles files = files(image);
    return files.layout().folder(files.name());
  }

  private ReportFiles files(InputImage image) {
    if (output.folder == null) {
      Path file = image.file();
      return new ReportFiles(
          OutputLayout.perImage(file.resolveSibling("")), InputImage.of(file).name());
    }
    return new ReportFiles(new OutputLayout(output.folder, !output.flat), image.name());
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

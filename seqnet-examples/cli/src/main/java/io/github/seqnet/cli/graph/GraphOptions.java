// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.graph;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.ColumnPreset;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.MetadataTable;
import io.github.seqnet.analysis.ResultId;
import io.github.seqnet.analysis.Tidying;
import io.github.seqnet.cli.batch.CompletionRecords;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.OutputFolder;
import io.github.seqnet.cli.option.ColumnPresetNames;
import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.cli.option.SharedOptions;
import io.github.seqnet.cli.report.Headline;
import io.github.seqnet.cli.report.ReportPages;
import io.github.seqnet.cli.report.TableFile;
import io.github.seqnet.graph.VesselCleaner;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.io.LabelOverrideCsv;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.LabelOverrides;
import io.github.seqnet.graph.quality.Gradability;
import io.github.seqnet.graph.thinning.ThinningMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of vessel graphs and of the files to write. */
public final class GraphOptions extends SharedOptions {
  /** The kinds of files. */
  enum Format {
    CSV,
    GRAPHML,
    GEOJSON,
    JSON,
    SKELETON,
    OVERLAY
  }

  /** Reads a format. */
  static final class FormatNames extends NamedConstants<Format> {
    FormatNames() {
      super(Format.class);
    }
  }

  /** Reads a way to thin. */
  static final class ThinningNames extends NamedConstants<ThinningMethod> {
    ThinningNames() {
      super(ThinningMethod.class);
    }
  }

  @Option(
      names = "--thinning",
      paramLabel = "METHOD",
      defaultValue = "center-line",
      converter = ThinningNames.class,
      completionCandidates = ThinningNames.class,
      description = "Thinning method: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private ThinningMethod thinning;

  @Option(
      names = "--fill-holes",
      paramLabel = "PIXELS",
      description =
          "Fill holes of up to this many pixels in the vessels, which would count as junctions."
              + " Default: 0.005 percent of the field of view; 0 fills none.")
  private Integer holePixels;

  @Option(
      names = "--remove-specks",
      paramLabel = "PIXELS",
      description =
          "Remove specks of up to this many pixels, which would count as vessels. Default: 0.026"
              + " percent of the field of view; 0 removes none.")
  private Integer speckPixels;

  @Option(
      names = "--prune-spurs",
      paramLabel = "WIDTHS",
      description =
          "Remove spurs of the skeleton of up to this many vessel widths, 0..10. Default: 2; 0"
              + " removes none.")
  private Double spurWidths;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      converter = FormatNames.class,
      completionCandidates = FormatNames.class,
      description =
          "Files to write of each graph: ${COMPLETION-CANDIDATES} (the last two as PNG); default"
              + " all.")
  private List<Format> formats;

  @Option(
      names = "--measure",
      description =
          "Measure biomarkers: <name>.measures.csv, and measures.csv with one row per image.")
  private boolean measure;

  @Option(
      names = "--report",
      description =
          "Write a report page for each image, report/<name>.html, and index.html with all"
              + " images.")
  private boolean report;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description =
          "Also write the results as one Apache Parquet file, in full precision and with a row for"
              + " each failure: the table of the Spark job. Implies --measure.")
  private Path table;

  @Option(
      names = "--columns",
      paramLabel = "PROGRAM",
      converter = ColumnPresetNames.class,
      completionCandidates = ColumnPresetNames.class,
      description =
          "Also write <program>.csv, with the column names of ${COMPLETION-CANDIDATES}, for"
              + " biomarkers that both define alike. Implies --measure.")
  private ColumnPreset columns;

  @Option(
      names = "--pixel-size",
      paramLabel = "UM",
      description = "The side length of a pixel in micrometers, for biomarkers. Default: unknown.")
  private Double pixelSize;

  @Option(
      names = "--disc",
      paramLabel = "X,Y,RADIUS",
      hideParamSyntax = true,
      split = ",",
      description =
          "The optic disc of all images, in pixels: column and row of its center, and its radius."
              + " Default: located in each photograph.")
  private List<Double> disc;

  @Option(
      names = "--min-quality",
      paramLabel = "SCORE",
      description =
          "Photographs with a lower quality score, 0 to 1, are marked as not gradable. Default:"
              + " 0.25.")
  private Double minimumQuality;

  @Option(
      names = "--override",
      paramLabel = "FILE",
      description =
          "Corrected labels of the one image, as a report page saves them: CSV with the columns"
              + " segment,x_px,y_px,label. Labels are propagated again from them.")
  private Path override;

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description =
          "Known facts about each image: CSV with a column file and any of pixel_size_um,"
              + " laterality, disc_x_px, disc_y_px, disc_radius_px.")
  private Path metadata;

  private LabelOverrides overrides = new LabelOverrides(List.of());
  private Optional<MetadataTable> facts = Optional.empty();

  /** Created by picocli. */
  GraphOptions() {}

  /**
   * Reads the files with known facts about the images.
   *
   * @throws CommandException if a file is malformed, or does not fit the images
   */
  public void readKnown(List<InputImage> images) {
    if (override != null) {
      if (images.size() != 1) {
        throw usage("--override: only with one image, got " + images.size());
      }
      try {
        overrides = LabelOverrideCsv.read(override);
      } catch (IOException e) {
        throw new CommandException(FailureText.oneLine(override, e), e);
      }
    }
    if (metadata != null) {
      try {
        MetadataTable table = MetadataTable.read(metadata);
        table.checkFiles(images.stream().map(InputImage::file).toList());
        facts = Optional.of(table);
      } catch (IOException e) {
        throw new CommandException(FailureText.oneLine(metadata, e), e);
      }
    }
  }

  /** The files that the results of an image depend on, besides the model. */
  public List<Path> sources(InputImage image) {
    return override == null ? List.of(image.file()) : List.of(image.file(), override);
  }

  /** The thinning method. */
  ThinningMethod thinning() {
    return thinning;
  }

  private Tidying tidying() {
    Tidying defaults = Tidying.defaults();
    return new Tidying(
        holePixels == null ? defaults.holePixels() : holePixels,
        speckPixels == null ? defaults.speckPixels() : speckPixels,
        spurWidths == null ? defaults.spurWidths() : spurWidths);
  }

  /**
   * The artifacts to remove before thinning if only the skeleton is written: only those that the
   * options request.
   */
  VesselCleaner requestedCleaner() {
    return new VesselCleaner(
        holePixels == null ? 0 : holePixels, speckPixels == null ? 0 : speckPixels);
  }

  /** The options of an analysis. */
  public AnalysisOptions analysis() {
    BiomarkerOptions biomarkers = BiomarkerOptions.defaults();
    return AnalysisOptions.defaults()
        .withThinning(thinning)
        .withTidying(tidying())
        .withMinimumQuality(minimumQuality == null ? Gradability.DEFAULT_MINIMUM : minimumQuality)
        .withBiomarkers(
            pixelSize == null ? biomarkers : biomarkers.withScale(Scale.micrometers(pixelSize)));
  }

  /** The known facts about an image, with the optic disc if it is given. */
  public KnownFacts known(InputImage image) {
    KnownFacts known =
        facts
            .map(table -> table.factsOf(image.file()))
            .orElse(KnownFacts.none())
            .withName(image.name())
            .withFile(image.file().toString())
            .withLabelOverrides(overrides);
    return disc == null
        ? known
        : known.withOpticDisc(new OpticDisc(disc.get(0), disc.get(1), disc.get(2)));
  }

  /** Whether files of this kind are written. */
  boolean wants(Format format) {
    return formats().contains(format);
  }

  /** The selected formats with a single file. */
  List<GraphFormat> files() {
    return Stream.of(Format.GRAPHML, Format.GEOJSON, Format.JSON)
        .filter(this::wants)
        .map(format -> GraphFormat.valueOf(format.name()))
        .toList();
  }

  /** Whether biomarkers are measured. */
  public boolean measure() {
    return measure || table != null || columns != null;
  }

  /** Whether report pages are written. */
  public boolean report() {
    return report;
  }

  /**
   * Writes the tables and pages of all images of a run, and names what they show in one line.
   *
   * @param pages the report pages; null if none are written
   * @throws IOException if a file cannot be read or written; names the file
   */
  public String finish(
      List<InputImage> images,
      BiomarkerTable measures,
      Map<InputImage, String> failures,
      @Nullable ReportPages pages,
      String modelHash,
      List<String> settings,
      OutputFolder folder)
      throws IOException {
    Map<InputImage, TableFile.Measured> done = measures.done(images);
    Map<InputImage, Map<String, Object>> rows = BiomarkerTable.rows(done);
    if (measure()) {
      measures.write(done, folder.file(BiomarkerTable.FILE));
    }
    if (columns != null) {
      columns.writeCsv(List.copyOf(rows.values()), folder.file(columns.id() + ".csv"));
    }
    if (table != null) {
      new TableFile(
              BiomarkerTable.columns(this), modelHash, ResultId.optionsHash(analysis(), settings))
          .write(images, done, failures, table);
    }
    if (pages != null) {
      pages.finish(rows, failures);
    }
    return rows.isEmpty() ? "" : "; " + Headline.of(rows.values());
  }

  /**
   * Checks the options before the work.
   *
   * @throws ParameterException if a number is out of its range, or the pixel size or the minimum
   *     quality is given and nothing is measured
   */
  public void check() {
    if (table != null) {
      TableFile.prepare(table);
    }
    if (pixelSize != null && !measured()) {
      throw usage("--pixel-size: only with --measure");
    }
    numbers().aboveZero("--pixel-size", Optional.ofNullable(pixelSize));
    numbers().within("--fill-holes", 0, Integer.MAX_VALUE, Optional.ofNullable(holePixels));
    numbers().within("--remove-specks", 0, Integer.MAX_VALUE, Optional.ofNullable(speckPixels));
    if (spurWidths != null && !(spurWidths >= 0 && spurWidths <= 10)) {
      throw usage("--prune-spurs must be in 0..10, got " + spurWidths);
    }
    if (minimumQuality != null && !(minimumQuality >= 0 && minimumQuality <= 1)) {
      throw usage("--min-quality must be in 0..1, got " + minimumQuality);
    }
    if (minimumQuality != null && !measured()) {
      throw usage("--min-quality: only with --measure");
    }
    if (disc != null
        && (disc.size() != 3 || !disc.stream().allMatch(Double::isFinite) || !(disc.get(2) > 0))) {
      throw usage(
          "--disc must be the column and row of the center and a radius above 0, such as"
              + " 420,310,60");
    }
  }

  private boolean measured() {
    return measure() || report;
  }

  /** The settings that graphs depend on, by name. */
  public Map<String, Object> description() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("thinning", NamedConstants.name(thinning));
    description.put("fillHoles", pixels(tidying().holePixels()));
    description.put("removeSpecks", pixels(tidying().speckPixels()));
    description.put("pruneSpurs", tidying().spurWidths());
    description.put("formats", formats().stream().map(NamedConstants::name).toList().toString());
    description.put("measured", measure());
    description.put("report", report);
    description.put("pixelSize", pixelSize == null ? CompletionRecords.NONE : pixelSize);
    description.put("override", override == null ? CompletionRecords.NONE : override.toString());
    description.put("metadata", metadata == null ? CompletionRecords.NONE : metadata.toString());
    description.put("disc", disc == null ? CompletionRecords.NONE : disc.toString());
    return description;
  }

  private static Object pixels(int count) {
    return count == Tidying.AUTOMATIC ? "automatic" : (Object) count;
  }

  private Set<Format> formats() {
    return formats == null ? EnumSet.allOf(Format.class) : EnumSet.copyOf(formats);
  }
}

package io.github.seqnet.cli;

import io.github.seqnet.graph.TracingOptions;
import io.github.seqnet.graph.VesselCleaner;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.thinning.ThinningMethod;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How vessel graphs are made and in which files they are written. */
final class GraphOptions extends SharedOptions {
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
      defaultValue = "zhang-suen",
      converter = ThinningNames.class,
      completionCandidates = ThinningNames.class,
      description = "How vessels are thinned: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private ThinningMethod thinning;

  @Option(
      names = "--fill-holes",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description =
          "Fill holes of up to so many pixels in the vessels, each of which would count as"
              + " branchings; default ${DEFAULT-VALUE}.")
  private int holePixels;

  @Option(
      names = "--remove-specks",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description =
          "Take out specks of up to so many pixels, each of which would count as a vessel with"
              + " ends; default ${DEFAULT-VALUE}.")
  private int speckPixels;

  @Option(
      names = "--prune-spurs",
      paramLabel = "WIDTHS",
      defaultValue = "0",
      description =
          "Take off spurs of the skeleton up to so many times as long as the vessel is wide where"
              + " they branch off, 0..10; 1 is a good value; default ${DEFAULT-VALUE}.")
  private double spurWidths;

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
          "Measure the vessels: <name>.measures.csv, and measures.csv with a row for each image.")
  private boolean measure;

  @Option(
      names = "--pixel-size",
      paramLabel = "UM",
      description = "What a pixel is long, in micrometers, for the measures. Default: not known.")
  private Double pixelSize;

  /** For picocli. */
  GraphOptions() {}

  /** How vessels are thinned. */
  ThinningMethod thinning() {
    return thinning;
  }

  /** What is done to vessels before they are thinned. */
  VesselCleaner cleaner() {
    return new VesselCleaner(holePixels, speckPixels);
  }

  /** How skeletons are traced. */
  TracingOptions tracing() {
    return TracingOptions.defaults().withSpurWidths(spurWidths);
  }

  /** Whether files of this kind are wanted. */
  boolean wants(Format format) {
    return formats().contains(format);
  }

  /** The formats of one file that are wanted. */
  List<GraphFormat> files() {
    return Stream.of(Format.GRAPHML, Format.GEOJSON, Format.JSON)
        .filter(this::wants)
        .map(format -> GraphFormat.valueOf(format.name()))
        .toList();
  }

  /** Whether measures are wanted. */
  boolean measure() {
    return measure;
  }

  /**
   * Looks at the options before the work.
   *
   * @throws ParameterException if a number is out of its range, or the pixel size is given and
   *     nothing is measured
   */
  void check() {
    if (pixelSize != null && !measure) {
      throw usage("--pixel-size: only with --measure");
    }
    numbers().aboveZero("--pixel-size", Optional.ofNullable(pixelSize));
    numbers().within("--fill-holes", 0, Integer.MAX_VALUE, Optional.of(holePixels));
    numbers().within("--remove-specks", 0, Integer.MAX_VALUE, Optional.of(speckPixels));
    if (!(spurWidths >= 0 && spurWidths <= 10)) {
      throw usage("--prune-spurs must be in 0..10, got " + spurWidths);
    }
  }

  /** How to measure. */
  BiomarkerOptions biomarkerOptions() {
    BiomarkerOptions options = BiomarkerOptions.defaults();
    return pixelSize == null ? options : options.withScale(Scale.micrometers(pixelSize));
  }

  /** What graphs depend on, by name. */
  Map<String, Object> description() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("thinning", NamedConstants.name(thinning));
    description.put("fillHoles", holePixels);
    description.put("removeSpecks", speckPixels);
    description.put("pruneSpurs", spurWidths);
    description.put("formats", formats().stream().map(NamedConstants::name).toList().toString());
    description.put("measured", measure);
    description.put("pixelSize", pixelSize == null ? Records.NONE : pixelSize);
    return description;
  }

  private Set<Format> formats() {
    return formats == null ? EnumSet.allOf(Format.class) : EnumSet.copyOf(formats);
  }
}

package io.github.seqnet.examples.cli;

import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.measure.MeasureOptions;
import io.github.seqnet.graph.measure.Scale;
import io.github.seqnet.graph.thinning.ThinningMethod;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How vessel graphs are made and in which files they are written. */
final class GraphOptions extends SharedOptions {
  /** The kinds of files. */
  enum Format {
    CSV,
    GRAPHML,
    GEOJSON,
    JSON
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
      names = "--format",
      paramLabel = "FORMAT",
      split = ",",
      converter = FormatNames.class,
      completionCandidates = FormatNames.class,
      description = "Files to write of each graph: ${COMPLETION-CANDIDATES}; default all.")
  private List<Format> formats;

  @Option(names = "--measure", description = "Measure the vessels: <name>.measures.csv.")
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

  /** Whether tables are wanted. */
  boolean tables() {
    return formats().contains(Format.CSV);
  }

  /** The formats of one file that are wanted. */
  List<GraphFormat> files() {
    Set<Format> wanted = formats();
    return wanted.stream()
        .filter(format -> format != Format.CSV)
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
   * @throws ParameterException if the pixel size is none, or is given and nothing is measured
   */
  void check() {
    if (pixelSize != null && !measure) {
      throw usage("--pixel-size: only with --measure");
    }
    numbers().aboveZero("--pixel-size", Optional.ofNullable(pixelSize));
  }

  /** How to measure. */
  MeasureOptions measureOptions() {
    MeasureOptions options = MeasureOptions.defaults();
    return pixelSize == null ? options : options.withScale(Scale.micrometers(pixelSize));
  }

  private Set<Format> formats() {
    return formats == null ? EnumSet.allOf(Format.class) : EnumSet.copyOf(formats);
  }
}

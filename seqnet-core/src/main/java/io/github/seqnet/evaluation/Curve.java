// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.file.AtomicFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A ROC or precision-recall curve. Immutable.
 *
 * @param kind the axes
 * @param points a selection of thresholds, in descending order
 * @param area the area under the curve of all thresholds
 */
public record Curve(Kind kind, List<Point> points, double area) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The axes of a curve. */
  public enum Kind {
    /** False positive rate and true positive rate. */
    ROC("False positive rate", "True positive rate", "false_positive_rate", "true_positive_rate"),
    /** Recall and precision. */
    PRECISION_RECALL("Recall", "Precision", "recall", "precision");

    private final String xTitle;
    private final String yTitle;
    private final String xColumn;
    private final String yColumn;

    Kind(String xTitle, String yTitle, String xColumn, String yColumn) {
      this.xTitle = xTitle;
      this.yTitle = yTitle;
      this.xColumn = xColumn;
      this.yColumn = yColumn;
    }

    /** The title of the horizontal axis. */
    public String xTitle() {
      return xTitle;
    }

    /** The title of the vertical axis. */
    public String yTitle() {
      return yTitle;
    }
  }

  /**
   * The point of a threshold.
   *
   * @param threshold scores from here on count as positive; infinite at the start of a ROC curve
   * @param x 0..1
   * @param y 0..1
   */
  public record Point(double threshold, double x, double y) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Copies the list. */
  public Curve {
    Objects.requireNonNull(kind, "kind");
    points = List.copyOf(Objects.requireNonNull(points, "points"));
  }

  /** The points as CSV with a header, lines ended by a line feed. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder("threshold,").append(kind.xColumn).append(',');
    csv.append(kind.yColumn).append('\n');
    for (Point p : points) {
      csv.append(
          String.format(Locale.ROOT, "%s,%.9g,%.9g%n", threshold(p), p.x, p.y)
              .replace(System.lineSeparator(), "\n"));
    }
    return csv.toString();
  }

  private static String threshold(Point p) {
    return Double.isInfinite(p.threshold) ? "inf" : String.format(Locale.ROOT, "%.9g", p.threshold);
  }

  /**
   * Writes {@link #toCsv} to a file.
   *
   * @throws IOException if the file cannot be written; names it
   */
  public void writeCsv(Path file) throws IOException {
    byte[] content = toCsv().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(content));
  }

  /**
   * Draws the curve as a PNG image.
   *
   * @throws IOException if the file cannot be written; names it
   */
  public void writePng(Path file) throws IOException {
    CurvePlot.write(file, this);
  }
}

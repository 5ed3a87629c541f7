package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.SmoothedPath;
import java.io.Serializable;
import java.util.Objects;

/**
 * Options of {@link BiomarkerMeasurer}. Immutable.
 *
 * @param scale the length of a pixel
 * @param smallestSegmentPx segments shorter than this do not count for tortuosity and caliber
 *     variation, in pixels; at least 3
 * @param largestTortuosity segments above this are left out of the tortuosity as tracing errors,
 *     above 1; infinite keeps all
 * @param curvatureHalfWindow the window of {@link SmoothedPath}, in pixels to each side; at least 1
 * @param boxCounting the box sizes of the fractal dimensions
 * @param zoneCircles the number of circles around the disc, evenly spread over the width of a zone,
 *     on which its vessels are measured; at least 1
 */
public record BiomarkerOptions(
    Scale scale,
    int smallestSegmentPx,
    double largestTortuosity,
    int curvatureHalfWindow,
    BoxCountingOptions boxCounting,
    int zoneCircles)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** How many of the widest vessels of a zone Knudtson's formula combines. */
  public static final int KNUDTSON_VESSELS = 6;

  /** The narrowest vessel that Hubbard's formula combines, in micrometers. */
  public static final double HUBBARD_SMALLEST_UM = 25;

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BiomarkerOptions {
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(boxCounting, "boxCounting");
    if (smallestSegmentPx < 3) {
      throw new IllegalArgumentException(
          "smallestSegmentPx must be at least 3, got " + smallestSegmentPx);
    }
    if (!(largestTortuosity > 1)) {
      throw new IllegalArgumentException(
          "largestTortuosity must be above 1, got " + largestTortuosity);
    }
    if (curvatureHalfWindow < 1) {
      throw new IllegalArgumentException(
          "curvatureHalfWindow must be at least 1, got " + curvatureHalfWindow);
    }
    if (zoneCircles < 1) {
      throw new IllegalArgumentException("zoneCircles must be at least 1, got " + zoneCircles);
    }
  }

  /** The pixels of the window of {@link SmoothedPath}, {@code 2 curvatureHalfWindow + 1}. */
  int curvatureWindow() {
    return 2 * curvatureHalfWindow + 1;
  }

  /**
   * Pixels, segments from 10 px and up to a tortuosity of 1.5, a window of 15 px to each side, 11
   * circles.
   */
  public static BiomarkerOptions defaults() {
    return new BiomarkerOptions(
        Scale.pixels(), 10, 1.5, SmoothedPath.HALF_WINDOW, BoxCountingOptions.defaults(), 11);
  }

  /** These options with another scale. */
  public BiomarkerOptions withScale(Scale newScale) {
    return new BiomarkerOptions(
        newScale,
        smallestSegmentPx,
        largestTortuosity,
        curvatureHalfWindow,
        boxCounting,
        zoneCircles);
  }

  /** These options with another smallest segment. */
  public BiomarkerOptions withSmallestSegmentPx(int length) {
    return new BiomarkerOptions(
        scale, length, largestTortuosity, curvatureHalfWindow, boxCounting, zoneCircles);
  }

  /** These options with another largest tortuosity. */
  public BiomarkerOptions withLargestTortuosity(double tortuosity) {
    return new BiomarkerOptions(
        scale, smallestSegmentPx, tortuosity, curvatureHalfWindow, boxCounting, zoneCircles);
  }

  /** These options with another smoothing window. */
  public BiomarkerOptions withCurvatureHalfWindow(int halfWindow) {
    return new BiomarkerOptions(
        scale, smallestSegmentPx, largestTortuosity, halfWindow, boxCounting, zoneCircles);
  }

  /** These options with other box sizes. */
  public BiomarkerOptions withBoxCounting(BoxCountingOptions boxes) {
    return new BiomarkerOptions(
        scale, smallestSegmentPx, largestTortuosity, curvatureHalfWindow, boxes, zoneCircles);
  }

  /** These options with another number of circles. */
  public BiomarkerOptions withZoneCircles(int count) {
    return new BiomarkerOptions(
        scale, smallestSegmentPx, largestTortuosity, curvatureHalfWindow, boxCounting, count);
  }
}

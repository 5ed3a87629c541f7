package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.SmoothedPath;
import java.util.Objects;

/**
 * How {@link VesselMeasurer} measures. Immutable.
 *
 * @param scale what a pixel is long
 * @param smallestSegmentPx segments shorter than this have no part in the tortuosities, in pixels;
 *     at least 3
 * @param curvatureHalfWindow the window of {@link SmoothedPath}, in pixels to each side; at least 1
 * @param boxCounting the sizes of the boxes of the fractal dimension
 * @param zoneCircles the number of circles around the disc, evenly spread over the width of a zone,
 *     on which its vessels are measured; at least 1, by default 11
 */
public record MeasureOptions(
    Scale scale,
    int smallestSegmentPx,
    int curvatureHalfWindow,
    BoxCountingOptions boxCounting,
    int zoneCircles) {
  /** How many of the widest vessels of a zone Knudtson's formula takes. */
  public static final int KNUDTSON_VESSELS = 6;

  /** The narrowest vessel that Hubbard's formula takes, in micrometers. */
  public static final double HUBBARD_SMALLEST_UM = 25;

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public MeasureOptions {
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(boxCounting, "boxCounting");
    if (smallestSegmentPx < 3) {
      throw new IllegalArgumentException(
          "smallestSegmentPx must be at least 3, got " + smallestSegmentPx);
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

  /** Pixels, segments from 10 px, a window of 15 px to each side, 11 circles. */
  public static MeasureOptions defaults() {
    return new MeasureOptions(
        Scale.pixels(), 10, SmoothedPath.HALF_WINDOW, BoxCountingOptions.defaults(), 11);
  }

  /** The same with another scale. */
  public MeasureOptions withScale(Scale newScale) {
    return new MeasureOptions(
        newScale, smallestSegmentPx, curvatureHalfWindow, boxCounting, zoneCircles);
  }

  /** The same with another smallest segment. */
  public MeasureOptions withSmallestSegmentPx(int length) {
    return new MeasureOptions(scale, length, curvatureHalfWindow, boxCounting, zoneCircles);
  }

  /** The same with another window. */
  public MeasureOptions withCurvatureHalfWindow(int halfWindow) {
    return new MeasureOptions(scale, smallestSegmentPx, halfWindow, boxCounting, zoneCircles);
  }

  /** The same with other boxes. */
  public MeasureOptions withBoxCounting(BoxCountingOptions boxes) {
    return new MeasureOptions(scale, smallestSegmentPx, curvatureHalfWindow, boxes, zoneCircles);
  }

  /** The same with another number of circles. */
  public MeasureOptions withZoneCircles(int count) {
    return new MeasureOptions(scale, smallestSegmentPx, curvatureHalfWindow, boxCounting, count);
  }
}

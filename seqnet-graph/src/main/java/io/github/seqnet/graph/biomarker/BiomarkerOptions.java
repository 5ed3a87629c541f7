// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;
import java.util.Objects;

/**
 * Options of {@link BiomarkerMeasurer}. Immutable.
 *
 * @param scale the length of a pixel
 * @param smallestSegmentPx the shortest segment for tortuosity and caliber variation in pixels, at
 *     least 3. Segments shorter than {@value #SMALLEST_SEGMENT_CALIBERS} times the median caliber
 *     of the image are excluded as well
 * @param largestTortuosity segments above this tortuosity are excluded from it as tracing errors;
 *     above 1; infinity keeps all
 * @param trimmedTortuosity of the most tortuous segments, those that make up at most this part of
 *     the length are left out of the mean tortuosity, because a single tracing error would
 *     otherwise outweigh many vessels; at least 0, which keeps all, and below 0.5
 * @param caliberFloor segments with a mean caliber below this fraction of the diameter of the field
 *     of view are excluded from lengths, counts, curvature and center-line dimensions, because
 *     networks and annotators find them irregularly; at least 0, which keeps all, and below 1. It
 *     applies only where the field of view is known
 * @param curvatureCalibers the window of {@link io.github.seqnet.graph.SmoothedPath} for tortuosity
 *     and curvature, to each side, in median calibers of the image's vessels, so that it follows
 *     the scale; above 0, up to 100. The window has at least {@value #SMALLEST_HALF_WINDOW_PX}
 *     pixels to each side
 * @param boxCounting the box sizes of the fractal dimensions
 * @param zoneCircles the number of circles around the disc, evenly spread over the width of a zone,
 *     on which its vessels are measured; at least 1
 */
public record BiomarkerOptions(
    Scale scale,
    int smallestSegmentPx,
    double largestTortuosity,
    double trimmedTortuosity,
    double caliberFloor,
    double curvatureCalibers,
    BoxCountingOptions boxCounting,
    int zoneCircles)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** The shortest segment for tortuosity and caliber variation, in median calibers. */
  static final double SMALLEST_SEGMENT_CALIBERS = 3.5;

  /** The smallest window for tortuosity and curvature, in pixels to each side. */
  static final int SMALLEST_HALF_WINDOW_PX = 6;

  /** The number of widest vessels of a zone that Knudtson's formula combines. */
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
    if (!(trimmedTortuosity >= 0 && trimmedTortuosity < 0.5)) {
      throw new IllegalArgumentException(
          "trimmedTortuosity must be at least 0 and below 0.5, got " + trimmedTortuosity);
    }
    if (!(caliberFloor >= 0 && caliberFloor < 1)) {
      throw new IllegalArgumentException(
          "caliberFloor must be at least 0 and below 1, got " + caliberFloor);
    }
    if (!(curvatureCalibers > 0 && curvatureCalibers <= 100)) {
      throw new IllegalArgumentException(
          "curvatureCalibers must be above 0 and at most 100, got " + curvatureCalibers);
    }
    if (zoneCircles < 1) {
      throw new IllegalArgumentException("zoneCircles must be at least 1, got " + zoneCircles);
    }
  }

  /**
   * Pixels, segments from 10 px and of any tortuosity, a mean tortuosity without the most tortuous
   * 20 % of the length, vessels from 0.5 % of the diameter of the field of view, a window of 3.5
   * median calibers to each side, 11 circles.
   */
  public static BiomarkerOptions defaults() {
    return new Builder().build();
  }

  /** A builder that starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.scale = scale;
    builder.smallestSegmentPx = smallestSegmentPx;
    builder.largestTortuosity = largestTortuosity;
    builder.trimmedTortuosity = trimmedTortuosity;
    builder.caliberFloor = caliberFloor;
    builder.curvatureCalibers = curvatureCalibers;
    builder.boxCounting = boxCounting;
    builder.zoneCircles = zoneCircles;
    return builder;
  }

  /** Returns these options with another value for the length of a pixel. */
  public BiomarkerOptions withScale(Scale value) {
    return toBuilder().scale(value).build();
  }

  /**
   * Returns these options with another value for the smallest segment for tortuosity and caliber
   * variation.
   */
  public BiomarkerOptions withSmallestSegmentPx(int value) {
    return toBuilder().smallestSegmentPx(value).build();
  }

  /** Returns these options with another value for the largest tortuosity. */
  public BiomarkerOptions withLargestTortuosity(double value) {
    return toBuilder().largestTortuosity(value).build();
  }

  /** Returns these options with another part of the length that the mean tortuosity leaves out. */
  public BiomarkerOptions withTrimmedTortuosity(double value) {
    return toBuilder().trimmedTortuosity(value).build();
  }

  /**
   * Returns these options with another value for the smallest mean caliber, as a fraction of the
   * diameter of the field of view.
   */
  public BiomarkerOptions withCaliberFloor(double value) {
    return toBuilder().caliberFloor(value).build();
  }

  /** Returns these options with another value for the smoothing window, in median calibers. */
  public BiomarkerOptions withCurvatureCalibers(double value) {
    return toBuilder().curvatureCalibers(value).build();
  }

  /** Returns these options with another value for the box sizes. */
  public BiomarkerOptions withBoxCounting(BoxCountingOptions value) {
    return toBuilder().boxCounting(value).build();
  }

  /** Returns these options with another value for the number of circles of a zone. */
  public BiomarkerOptions withZoneCircles(int value) {
    return toBuilder().zoneCircles(value).build();
  }

  /** Builds {@link BiomarkerOptions}. Not thread-safe. */
  public static final class Builder {
    private Scale scale = Scale.pixels();
    private int smallestSegmentPx = 10;
    private double largestTortuosity = Double.POSITIVE_INFINITY;
    private double trimmedTortuosity = 0.2;
    private double caliberFloor = 0.005;
    private double curvatureCalibers = 3.5;
    private BoxCountingOptions boxCounting = BoxCountingOptions.defaults();
    private int zoneCircles = 11;

    private Builder() {}

    /** Sets the length of a pixel. */
    public Builder scale(Scale value) {
      this.scale = value;
      return this;
    }

    /** Sets the smallest segment for tortuosity and caliber variation. */
    public Builder smallestSegmentPx(int value) {
      this.smallestSegmentPx = value;
      return this;
    }

    /** Sets the largest tortuosity. */
    public Builder largestTortuosity(double value) {
      this.largestTortuosity = value;
      return this;
    }

    /** Sets the part of the length that the mean tortuosity leaves out. */
    public Builder trimmedTortuosity(double value) {
      this.trimmedTortuosity = value;
      return this;
    }

    /** Sets the smallest mean caliber, as a fraction of the diameter of the field of view. */
    public Builder caliberFloor(double value) {
      this.caliberFloor = value;
      return this;
    }

    /** Sets the smoothing window, in median calibers. */
    public Builder curvatureCalibers(double value) {
      this.curvatureCalibers = value;
      return this;
    }

    /** Sets the box sizes. */
    public Builder boxCounting(BoxCountingOptions value) {
      this.boxCounting = value;
      return this;
    }

    /** Sets the number of circles of a zone. */
    public Builder zoneCircles(int value) {
      this.zoneCircles = value;
      return this;
    }

    /**
     * Builds the options.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public BiomarkerOptions build() {
      return new BiomarkerOptions(
          scale,
          smallestSegmentPx,
          largestTortuosity,
          trimmedTortuosity,
          caliberFloor,
          curvatureCalibers,
          boxCounting,
          zoneCircles);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.image.VesselLabel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Biomarkers of the complexity of the branching pattern: generalized fractal dimensions by {@link
 * BoxCounting}, of the center lines and of the mask of the vessels. Plain numbers; 1 is a line, 2 a
 * filled plane. Missing if the vessels are too small for four box sizes or too short ({@link
 * BiomarkerContext#sparse()}), also compared with the area over which they spread. Center lines of
 * vessels narrower than {@link BiomarkerContext#caliberFloorPx()} do not count.
 */
public enum FractalBiomarker implements Biomarker {
  /**
   * Fractal dimension: the capacity dimension D0 of the group's center lines. Family et al. 1989,
   * Physica D 38, 98 to 103; Mainster 1990, <a
   * href="https://doi.org/10.1038/eye.1990.33">doi:10.1038/eye.1990.33</a>.
   */
  FRACTAL_DIMENSION,
  /** The standard error of the gradient that gives {@link #FRACTAL_DIMENSION}. */
  FRACTAL_DIMENSION_ERROR,
  /**
   * Information dimension D1 of the group's center lines. Hentschel and Procaccia 1983, <a
   * href="https://doi.org/10.1016/0167-2789(83)90235-X">doi:10.1016/0167-2789(83)90235-X</a>;
   * Stosic and Stosic 2006, <a
   * href="https://doi.org/10.1109/TMI.2006.879316">doi:10.1109/TMI.2006.879316</a>.
   */
  INFORMATION_DIMENSION,
  /**
   * Correlation dimension D2 of the group's center lines; sources as {@link
   * #INFORMATION_DIMENSION}.
   */
  CORRELATION_DIMENSION,
  /** Capacity dimension D0 of the group's vessel pixels, which also depends on their calibers. */
  MASK_FRACTAL_DIMENSION,
  /** Information dimension D1 of the group's vessel pixels. */
  MASK_INFORMATION_DIMENSION,
  /** Correlation dimension D2 of the group's vessel pixels. */
  MASK_CORRELATION_DIMENSION;

  /** Three sizes of boxes over a few pixels give any dimension. */
  private static final int FEWEST_SIZES = 4;

  /** Vessels that are shorter than this part of the pattern's longer side are scattered pieces. */
  private static final double SPREAD = 0.5;

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Unit unit(Scale scale) {
    return Unit.ONE;
  }

  private boolean isOfMask() {
    return compareTo(MASK_FRACTAL_DIMENSION) >= 0;
  }

  @Override
  public BiomarkerValue measure(BiomarkerContext context) {
    String absence = isOfMask() ? context.pixelAbsence() : context.segmentAbsence();
    if (absence.isEmpty()) {
      absence = context.sparse().orElse("");
    }
    if (!absence.isEmpty()) {
      return BiomarkerValue.missing(absence);
    }
    Optional<FractalDimension> found =
        isOfMask()
            ? context.shared("mask dimension", () -> ofMask(context))
            : context.shared("skeleton dimension", () -> ofCenterLines(context));
    if (found.isEmpty() || found.get().counts().size() < FEWEST_SIZES) {
      return BiomarkerValue.missing("the vessels are too small for four box sizes");
    }
    FractalDimension dimension = found.get();
    double length = isOfMask() ? context.length() : context.countedLength();
    int last = dimension.counts().size() - 1;
    double longerSide =
        dimension.counts().get(last).sidePx() / context.options().boxCounting().largestFraction();
    if (length < SPREAD * longerSide) {
      return BiomarkerValue.missing(
          String.format(
              Locale.ROOT,
              "the vessels are %.0f px long in total and spread over %.0f px",
              length,
              longerSide));
    }
    return BiomarkerValue.of(
        switch (this) {
          case FRACTAL_DIMENSION, MASK_FRACTAL_DIMENSION -> dimension.dimension();
          case FRACTAL_DIMENSION_ERROR -> dimension.standardError();
          case INFORMATION_DIMENSION, MASK_INFORMATION_DIMENSION ->
              dimension.informationDimension();
          case CORRELATION_DIMENSION, MASK_CORRELATION_DIMENSION ->
              dimension.correlationDimension();
        },
        isOfMask() ? "" : context.floorRemark());
  }

  private static Optional<FractalDimension> ofCenterLines(BiomarkerContext context) {
    int[] positions =
        context.countedParts().stream()
            .flatMapToInt(
                part -> IntStream.rangeClosed(part.from(), part.to()).map(part.segment()::position))
            .distinct()
            .toArray();
    return BoxCounting.with(context.options().boxCounting())
        .estimate(context.graph().width(), positions);
  }

  private static Optional<FractalDimension> ofMask(BiomarkerContext context) {
    byte[] codes = context.labels().toArray();
    byte[] inside = context.fieldOfView().mask().toArray();
    int width = context.graph().width();
    boolean[] counts = new boolean[VesselLabel.values().length];
    for (VesselLabel label : VesselLabel.values()) {
      counts[label.code()] = context.vessels().contains(label);
    }
    int[] positions = new int[codes.length];
    int n = 0;
    for (int y = 0, i = 0; y < context.graph().height(); y++) {
      for (int x = 0; x < width; x++, i++) {
        if (inside[i] != 0 && counts[codes[i]] && context.contains(x, y)) {
          positions[n++] = i;
        }
      }
    }
    return BoxCounting.with(context.options().boxCounting())
        .estimate(width, Arrays.copyOf(positions, n));
  }
}

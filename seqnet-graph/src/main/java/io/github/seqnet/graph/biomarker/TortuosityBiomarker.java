// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.SmoothedPath;
import io.github.seqnet.graph.biomarker.Statistics.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Biomarkers of how vessels wind. All are measured on the {@link SmoothedPath} of a segment, which
 * removes the staircase of the pixels. Segments shorter than {@link
 * BiomarkerOptions#smallestSegmentPx()} and closed segments (rings, loops at one node) are left
 * out; a value is missing if none remains, or if they are shorter in total than twice that length.
 */
public enum TortuosityBiomarker implements Biomarker {
  /**
   * Tortuosity: arc length / chord length of a segment, averaged over the group's segments with the
   * arc length as weight; 1 is straight.
   *
   * <p>The average is trimmed: of the most tortuous segments, those that make up at most {@link
   * BiomarkerOptions#trimmedTortuosity()} of the length are left out. Segments above {@link
   * BiomarkerOptions#largestTortuosity()} are left out as well, unless they make up more than half
   * of the length. Hart et al. 1999, <a
   * href="https://doi.org/10.1016/S1386-5056(98)00163-4">doi:10.1016/S1386-5056(98)00163-4</a>
   * (their first measure plus 1); Zhou et al. 2022, <a
   * href="https://doi.org/10.1167/tvst.11.7.12">doi:10.1167/tvst.11.7.12</a>.
   */
  TORTUOSITY,
  /**
   * Median tortuosity: the median of arc length / chord length over the segments of {@link
   * #TORTUOSITY} before trimming, with the arc length as weight; at least 1.
   */
  TORTUOSITY_MEDIAN,
  /**
   * Curvature tortuosity: the absolute curvature averaged along the arc, integral of |k| ds /
   * integral of ds, then over the group's segments with their length as weight; 1/px or 1/um; 0 is
   * straight, 1/R a circle of radius R. Half of the smoothing window at each end of a segment,
   * where the window does not reach to both sides, is left out of its average.
   *
   * <p>Segments must fill the smoothing window and be at least as wide as {@link
   * BiomarkerOptions#caliberFloor()} demands. Rounding to pixels adds noise of up to 6 / w^2 per px
   * on straight lines, for a window of w pixels. Hart et al. 1999, as above (total curvature over
   * arc length).
   */
  CURVATURE_TORTUOSITY,
  /**
   * Squared-curvature tortuosity: the squared curvature averaged along the arc, integral of k^2 ds
   * / integral of ds, as {@link #CURVATURE_TORTUOSITY}; 1/px^2 or 1/um^2; 0 is straight, 1/R^2 a
   * circle of radius R. The variance that the noise of the pixels adds is subtracted ({@link
   * SmoothedPath#curvatureVariance}). Hart et al. 1999, as above (total squared curvature over arc
   * length).
   */
  SQUARED_CURVATURE,
  /**
   * Tortuosity density: {@code (n - 1) / n * 1 / L * sum(arc / chord - 1)} over the n turns of a
   * segment of length L, averaged over the segments of {@link #CURVATURE_TORTUOSITY} with their
   * length as weight; 1/px or 1/um. A turn is a piece that bends to one side by at least 0.15 rad;
   * a segment with a single turn, such as an arc, has 0. Grisan et al. 2008, <a
   * href="https://doi.org/10.1109/TMI.2007.904657">doi:10.1109/TMI.2007.904657</a>.
   */
  TORTUOSITY_DENSITY,
  /**
   * Inflection count: the number of points of the segments of {@link #CURVATURE_TORTUOSITY} where
   * they begin to bend to the other side by at least 0.15 rad. Bullitt et al. 2003, <a
   * href="https://doi.org/10.1109/TMI.2003.816964">doi:10.1109/TMI.2003.816964</a>.
   */
  INFLECTION_COUNT;

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Unit unit(Scale scale) {
    return switch (this) {
      case TORTUOSITY, TORTUOSITY_MEDIAN -> Unit.ONE;
      case CURVATURE_TORTUOSITY, TORTUOSITY_DENSITY -> scale.curvatureUnit();
      case SQUARED_CURVATURE -> scale.squaredCurvatureUnit();
      case INFLECTION_COUNT -> Unit.COUNT;
    };
  }

  @Override
  public BiomarkerValue measure(BiomarkerContext context) {
    if (!context.segmentAbsence().isEmpty()) {
      return BiomarkerValue.missing(context.segmentAbsence());
    }
    return switch (this) {
      case TORTUOSITY, TORTUOSITY_MEDIAN -> {
        List<Weighted> samples = chordTortuosities(context);
        if (samples.isEmpty()) {
          yield BiomarkerValue.missing(noSegment(context));
        }
        Optional<String> tooFew =
            BiomarkerContext.tooFew(Statistics.weight(samples), context.smallestSegmentPx());
        if (tooFew.isPresent()) {
          yield BiomarkerValue.missing(tooFew.get());
        }
        yield BiomarkerValue.of(
            this == TORTUOSITY
                ? Statistics.mean(
                    Statistics.withoutLargest(samples, context.options().trimmedTortuosity()))
                : Statistics.median(samples));
      }
      case CURVATURE_TORTUOSITY, SQUARED_CURVATURE, TORTUOSITY_DENSITY, INFLECTION_COUNT ->
          ofCurves(context);
    };
  }

  private static List<Weighted> chordTortuosities(BiomarkerContext context) {
    return context.shared("tortuosities", () -> computeTortuosities(context));
  }

  private static List<Weighted> computeTortuosities(BiomarkerContext context) {
    List<Weighted> all = new ArrayList<>();
    for (SegmentPart part : longParts(context, context.parts())) {
      SmoothedPath path = part.smoothed();
      OptionalDouble tortuosity = path.tortuosity();
      if (!part.isClosed() && tortuosity.isPresent()) {
        all.add(new Weighted(tortuosity.getAsDouble(), path.lengthPx()));
      }
    }
    double largest = context.options().largestTortuosity();
    List<Weighted> kept = all.stream().filter(sample -> sample.value() <= largest).toList();
    return Statistics.weight(kept) * 2 >= Statistics.weight(all) ? kept : all;
  }

  private static List<SegmentPart> longParts(BiomarkerContext context, List<SegmentPart> parts) {
    return parts.stream().filter(part -> part.lengthPx() >= context.smallestSegmentPx()).toList();
  }

  private BiomarkerValue ofCurves(BiomarkerContext context) {
    List<Curve> curves =
        context.shared(
            "curves",
            () ->
                longParts(context, context.countedParts()).stream()
                    .filter(context::fillsWindow)
                    .map(part -> Curve.of(part, context.curvatureHalfWindow(), context.pixelPx()))
                    .toList());
    if (curves.isEmpty()) {
      return BiomarkerValue.missing(tooShort(context));
    }
    Optional<String> tooFew =
        BiomarkerContext.tooFew(
            curves.stream().mapToDouble(Curve::length).sum(),
            2 * BiomarkerOptions.SMALLEST_HALF_WINDOW_PX);
    if (tooFew.isPresent()) {
      return BiomarkerValue.missing(tooFew.get());
    }
    double scale = context.scale().perPixel();
    return switch (this) {
      case CURVATURE_TORTUOSITY -> BiomarkerValue.of(mean(curves, Curve::meanCurvature) / scale);
      case SQUARED_CURVATURE ->
          BiomarkerValue.of(
              Math.max(0, mean(curves, Curve::meanSquaredCurvature)) / (scale * scale));
      case TORTUOSITY_DENSITY -> BiomarkerValue.of(mean(curves, Curve::tortuosityDensity) / scale);
      default -> BiomarkerValue.of(curves.stream().mapToInt(Curve::inflections).sum());
    };
  }

  /** The mean of a value of each curve, weighted by its length. */
  private static double mean(List<Curve> curves, ToDoubleFunction<Curve> value) {
    return Statistics.mean(
        curves.stream()
            .map(curve -> new Weighted(value.applyAsDouble(curve), curve.length()))
            .toList());
  }

  /** The reason why no segment fills the window for curvature. */
  private static String tooShort(BiomarkerContext context) {
    if (context.parts().isEmpty()) {
      return context.noSegment();
    }
    return context.countedParts().isEmpty()
        ? context.tooNarrow()
        : String.format(
            Locale.ROOT,
            "no segment is at least %.0f pixels long",
            Math.ceil(2 * context.curvatureHalfWindow() + 1));
  }

  private static String noSegment(BiomarkerContext context) {
    if (context.parts().isEmpty()) {
      return context.noSegment();
    }
    return longParts(context, context.parts()).isEmpty()
        ? context.tooShort()
        : "every segment is closed";
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.biomarker.Statistics.Weighted;
import io.github.seqnet.graph.landmark.OpticDisc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Biomarkers of vessel caliber along the center lines. Pixels of nodes do not count. Each is
 * missing without a segment, and where the vessels are too short for an average ({@link
 * BiomarkerContext#sparse()}); the last two also where the segments that count are shorter in total
 * than twice {@link BiomarkerOptions#smallestSegmentPx()}.
 */
public enum CaliberBiomarker implements Biomarker {
  /** Mean caliber along the center lines of the group, weighted by their length, in px or um. */
  MEAN_CALIBER,
  /** Median caliber along the center lines of the group, weighted by their length, in px or um. */
  MEDIAN_CALIBER,
  /**
   * Standard deviation of the caliber along a segment about the segment's mean, averaged over the
   * group's segments with their length as weight; px or um, 0 for vessels of constant width.
   *
   * <p>Narrow tips at end points do not count. Segments shorter than {@link
   * BiomarkerOptions#smallestSegmentPx()} are left out; missing if none remains. Perez-Rovira et
   * al. 2011, <a
   * href="https://doi.org/10.1109/IEMBS.2011.6090918">doi:10.1109/IEMBS.2011.6090918</a>.
   */
  CALIBER_STANDARD_DEVIATION,
  /**
   * Taper: the decrease of the caliber per unit of length away from the optic disc, the negative
   * gradient of the least-squares line through caliber over arc length, averaged over the group's
   * segments with their length as weight. A plain number (px per px); 0 for constant width,
   * positive for vessels that become narrower.
   *
   * <p>Segments shorter than {@link BiomarkerOptions#smallestSegmentPx()} are left out; missing if
   * none remains or the optic disc is unknown. Perez-Rovira et al. 2011, as above.
   */
  CALIBER_TAPER;

  /** A tip is narrower than this part of the vessel behind it. */
  private static final double TIP = 0.75;

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Unit unit(Scale scale) {
    return this == CALIBER_TAPER ? Unit.ONE : scale.unit();
  }

  @Override
  public BiomarkerValue measure(BiomarkerContext context) {
    String absence = context.segmentAbsence();
    if (absence.isEmpty()) {
      absence = context.sparse().orElse("");
    }
    if (!absence.isEmpty()) {
      return BiomarkerValue.missing(absence);
    }
    double scale = context.scale().perPixel();
    return switch (this) {
      case MEAN_CALIBER -> BiomarkerValue.of(Statistics.mean(calibers(context)) * scale);
      case MEDIAN_CALIBER -> BiomarkerValue.of(Statistics.median(calibers(context)) * scale);
      case CALIBER_STANDARD_DEVIATION -> standardDeviation(context);
      case CALIBER_TAPER -> taper(context);
    };
  }

  private static List<Weighted> calibers(BiomarkerContext context) {
    return context.shared("calibers", () -> weighted(context.parts()));
  }

  /** The calibers of parts. The pixels of a part share its length, whatever its direction. */
  private static List<Weighted> weighted(List<SegmentPart> parts) {
    List<Weighted> calibers = new ArrayList<>();
    for (SegmentPart part : parts) {
      double[] values = part.calibersPx();
      double weight = Math.max(1, part.lengthPx()) / values.length;
      for (double value : values) {
        calibers.add(new Weighted(value, weight));
      }
    }
    return calibers;
  }

  /** The mean caliber of a part in pixels. */
  static double mean(SegmentPart part) {
    return Arrays.stream(part.calibersPx()).average().orElseThrow();
  }

  private static List<SegmentPart> longParts(BiomarkerContext context) {
    return context.shared(
        "long parts",
        () ->
            context.parts().stream()
                .filter(part -> part.lengthPx() >= context.smallestSegmentPx())
                .toList());
  }

  /**
   * The calibers of a part without the tips of vessels, where a caliber is below three quarters of
   * that behind the tip. At least half of the part remains.
   */
  private static double[] withoutTips(SegmentPart part) {
    double[] calibers = part.calibersPx();
    Segment segment = part.segment();
    boolean tipAtStart = part.from() == 0 && segment.start().kind() == NodeKind.END_POINT;
    boolean tipAtEnd =
        part.to() == segment.pathSize() - 1 && segment.end().kind() == NodeKind.END_POINT;
    int n = calibers.length;
    int behind = Math.min((int) Math.ceil(mean(part)), (n - 1) / 2);
    int most = n / 4;
    int from = 0;
    while (tipAtStart && from < most && calibers[from] < TIP * calibers[behind]) {
      from++;
    }
    int to = n;
    while (tipAtEnd && n - to < most && calibers[to - 1] < TIP * calibers[n - 1 - behind]) {
      to--;
    }
    return Arrays.copyOfRange(calibers, from, to);
  }

  private static BiomarkerValue standardDeviation(BiomarkerContext context) {
    List<Weighted> deviations = new ArrayList<>();
    for (SegmentPart part : longParts(context)) {
      double[] calibers = withoutTips(part);
      double mean = Arrays.stream(calibers).average().orElseThrow();
      double squares = 0;
      for (double caliber : calibers) {
        squares += (caliber - mean) * (caliber - mean);
      }
      deviations.add(new Weighted(Math.sqrt(squares / calibers.length), part.lengthPx()));
    }
    return average(deviations, context, context.scale().perPixel());
  }

  private static BiomarkerValue taper(BiomarkerContext context) {
    Optional<OpticDisc> disc = context.opticDisc();
    if (disc.isEmpty()) {
      return BiomarkerValue.missing("the optic disc is unknown");
    }
    List<Weighted> tapers = new ArrayList<>();
    for (SegmentPart part : longParts(context)) {
      if (!part.isClosed()) {
        double sign = pointsAway(part, disc.get()) ? -1 : 1;
        tapers.add(new Weighted(sign * gradient(part), part.lengthPx()));
      }
    }
    return average(tapers, context, 1);
  }

  private static BiomarkerValue average(
      List<Weighted> samples, BiomarkerContext context, double factor) {
    if (samples.isEmpty()) {
      return BiomarkerValue.missing(context.tooShort());
    }
    return BiomarkerContext.tooFew(Statistics.weight(samples), context.smallestSegmentPx())
        .map(BiomarkerValue::missing)
        .orElseGet(() -> BiomarkerValue.of(factor * Statistics.mean(samples)));
  }

  /** Whether the path begins at its end nearer to the disc. */
  private static boolean pointsAway(SegmentPart part, OpticDisc disc) {
    Segment segment = part.segment();
    return disc.distanceInDiameters(segment.x(part.from()), segment.y(part.from()))
        <= disc.distanceInDiameters(segment.x(part.to()), segment.y(part.to()));
  }

  /** The gradient of the caliber over the arc length. */
  private static double gradient(SegmentPart part) {
    double[] calibers = part.calibersPx();
    int n = calibers.length;
    double meanPosition = (n - 1) / 2.0;
    double mean = mean(part);
    double xy = 0;
    double xx = 0;
    for (int k = 0; k < n; k++) {
      xy += (k - meanPosition) * (calibers[k] - mean);
      xx += (k - meanPosition) * (k - meanPosition);
    }
    double step = part.lengthPx() / Math.max(1, part.pixels() - 1);
    return n < 2 ? 0 : xy / xx / step;
  }
}

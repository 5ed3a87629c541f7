// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.biomarker.Statistics.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Biomarkers of vessel length and the number of vessel segments. Vessels narrower than {@link
 * BiomarkerContext#caliberFloorPx()} do not count; a remark tells the limit.
 */
public enum LengthBiomarker implements Biomarker {
  /**
   * Total length of the group's segments within the region, in px or um; 0 without a segment. The
   * length of a segment is measured along its {@link io.github.seqnet.graph.SmoothedPath}, so that
   * it does not depend on the direction of the vessel.
   */
  TOTAL_LENGTH,
  /** Number of the group's segments, cut at the borders of the region. */
  SEGMENTS,
  /** Number of nodes of the region where exactly one segment end of the group arrives. */
  END_POINTS,
  /**
   * Length-to-diameter ratio: the length of a segment between two junctions / its median caliber,
   * averaged over the group's segments that lie entirely in the region. A plain number. The length
   * is that between the axes of the vessels that the segment connects ({@link
   * Segment#lengthBetweenAxesPx()}); the median is that of the vessel itself: calibers near the
   * junctions are wider.
   *
   * <p>Missing if no such segment exists. King et al. 1996, Journal of Human Hypertension 10, 417
   * to 418; Witt et al. 2006, <a
   * href="https://doi.org/10.1161/01.HYP.0000216717.72048.6c">doi:10.1161/01.HYP.0000216717.72048.6c</a>.
   */
  LENGTH_DIAMETER_RATIO;

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Unit unit(Scale scale) {
    return switch (this) {
      case TOTAL_LENGTH -> scale.unit();
      case SEGMENTS, END_POINTS -> Unit.COUNT;
      case LENGTH_DIAMETER_RATIO -> Unit.ONE;
    };
  }

  @Override
  public BiomarkerValue measure(BiomarkerContext context) {
    if (!context.segmentAbsence().isEmpty()) {
      return BiomarkerValue.missing(context.segmentAbsence());
    }
    return switch (this) {
      case TOTAL_LENGTH ->
          BiomarkerValue.of(
              context.countedLength() * context.scale().perPixel(), context.floorRemark());
      case SEGMENTS -> BiomarkerValue.of(context.countedParts().size(), context.floorRemark());
      case END_POINTS ->
          BiomarkerValue.of(
              (double) context.nodes().stream().filter(node -> context.ends(node) == 1).count(),
              context.floorRemark());
      case LENGTH_DIAMETER_RATIO -> lengthDiameterRatio(context);
    };
  }

  private static BiomarkerValue lengthDiameterRatio(BiomarkerContext context) {
    List<Weighted> ratios = new ArrayList<>();
    for (SegmentPart part : context.countedParts()) {
      Segment segment = part.segment();
      boolean whole = part.from() == 0 && part.to() == segment.pathSize() - 1;
      boolean between = context.ends(segment.start()) > 2 && context.ends(segment.end()) > 2;
      double caliber = Statistics.median(part.calibersPx());
      if (whole && between && caliber > 0) {
        ratios.add(new Weighted(segment.lengthBetweenAxesPx() / caliber, 1));
      }
    }
    return ratios.isEmpty()
        ? BiomarkerValue.missing(
            context.parts().isEmpty()
                ? context.noSegment()
                : "no segment runs from one junction to another within the region")
        : BiomarkerValue.of(Statistics.mean(ratios));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.biomarker.ZoneCalibers.Crossing;
import io.github.seqnet.image.Laterality;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Biomarkers of the central retinal vessels: the calibers of the central retinal artery (CRAE) and
 * vein (CRVE) that follow from the vessels around the optic disc ({@link CentralEquivalent}), and
 * their ratio (AVR). Measured in zones B and C.
 *
 * <p>Calibers are measured on {@link BiomarkerOptions#zoneCircles()} circles around the disc. Each
 * segment that crosses a circle counts once, with the median caliber around the crossing. The
 * formula is evaluated on each circle, and the value is the median over the circles. Circles with
 * fewer than four vessels of the group and circles that leave the field of view are left out. If
 * less than half of the circles remain, all circles with at least three quarters of their length in
 * the field of view count, and a remark tells how much of the zone is visible. Otherwise the value
 * is missing, as it is if the optic disc is unknown.
 */
public enum EquivalentBiomarker implements Biomarker {
  /**
   * CRAE by Knudtson's formula from the six widest arteries; px or um. A value from fewer than six
   * carries a remark. Knudtson et al. 2003, <a
   * href="https://doi.org/10.1076/ceyr.27.3.143.16049">doi:10.1076/ceyr.27.3.143.16049</a>.
   */
  CRAE_KNUDTSON(VesselGroup.ARTERIES),
  /** CRVE by Knudtson's formula from the six widest veins; otherwise as {@link #CRAE_KNUDTSON}. */
  CRVE_KNUDTSON(VesselGroup.VEINS),
  /** {@link #CRAE_KNUDTSON} / {@link #CRVE_KNUDTSON}; missing if one of them is. */
  AVR_KNUDTSON(VesselGroup.ALL),
  /**
   * CRAE by the Parr-Hubbard formula from all arteries of at least {@link
   * BiomarkerOptions#HUBBARD_SMALLEST_UM}; um. Its constants hold for micrometers: missing if the
   * size of a pixel is unknown. Hubbard et al. 1999, <a
   * href="https://doi.org/10.1016/S0161-6420(99)90525-0">doi:10.1016/S0161-6420(99)90525-0</a>.
   */
  CRAE_HUBBARD(VesselGroup.ARTERIES),
  /** CRVE by the Parr-Hubbard formula; otherwise as {@link #CRAE_HUBBARD}. */
  CRVE_HUBBARD(VesselGroup.VEINS),
  /** {@link #CRAE_HUBBARD} / {@link #CRVE_HUBBARD}; missing if one of them is. */
  AVR_HUBBARD(VesselGroup.ALL),
  /**
   * CRAE of the temporal half by Knudtson's formula: from the three widest arteries that cross the
   * circles on the side of the fovea; px or um. At least two arteries must cross a circle. Missing
   * if the side is unknown: it follows from the laterality of the eye.
   */
  CRAE_KNUDTSON_TEMPORAL(VesselGroup.ARTERIES),
  /** CRVE of the temporal half; otherwise as {@link #CRAE_KNUDTSON_TEMPORAL}. */
  CRVE_KNUDTSON_TEMPORAL(VesselGroup.VEINS),
  /** CRAE of the nasal half; otherwise as {@link #CRAE_KNUDTSON_TEMPORAL}. */
  CRAE_KNUDTSON_NASAL(VesselGroup.ARTERIES),
  /** CRVE of the nasal half; otherwise as {@link #CRAE_KNUDTSON_TEMPORAL}. */
  CRVE_KNUDTSON_NASAL(VesselGroup.VEINS);

  private static final int HALF_MOST = 3;
  private static final int HALF_FEWEST = 2;

  private final VesselGroup vessels;

  EquivalentBiomarker(VesselGroup vessels) {
    this.vessels = vessels;
  }

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Unit unit(Scale scale) {
    return switch (this) {
      case AVR_KNUDTSON, AVR_HUBBARD -> Unit.ONE;
      case CRAE_HUBBARD, CRVE_HUBBARD -> Unit.MICROMETER;
      default -> scale.unit();
    };
  }

  @Override
  public Set<VesselGroup> vesselGroups() {
    return EnumSet.of(vessels);
  }

  @Override
  public Set<Region> regions() {
    return EnumSet.of(Region.ZONE_B, Region.ZONE_C);
  }

  @Override
  public BiomarkerValue measure(BiomarkerContext context) {
    if (!context.segmentAbsence().isEmpty()) {
      return BiomarkerValue.missing(context.segmentAbsence());
    }
    return switch (this) {
      case CRAE_KNUDTSON, CRVE_KNUDTSON ->
          knudtson(
              context,
              crossing -> true,
              BiomarkerOptions.KNUDTSON_VESSELS,
              ZoneCalibers.FEWEST_VESSELS);
      case CRAE_HUBBARD, CRVE_HUBBARD -> hubbard(context);
      case AVR_KNUDTSON -> ratio(context, CRAE_KNUDTSON, CRVE_KNUDTSON);
      case AVR_HUBBARD -> ratio(context, CRAE_HUBBARD, CRVE_HUBBARD);
      case CRAE_KNUDTSON_TEMPORAL, CRVE_KNUDTSON_TEMPORAL -> half(context, 1);
      case CRAE_KNUDTSON_NASAL, CRVE_KNUDTSON_NASAL -> half(context, -1);
    };
  }

  private static ZoneCalibers zone(BiomarkerContext context) {
    return context.shared("zone calibers", () -> ZoneCalibers.of(context));
  }

  private BiomarkerValue knudtson(
      BiomarkerContext context, Predicate<Crossing> filter, int most, int fewest) {
    double scale = context.scale().perPixel();
    List<double[]> circles =
        zone(context).calibers(filter, fewest).stream()
            .map(
                calibers -> scaled(Arrays.copyOf(calibers, Math.min(most, calibers.length)), scale))
            .toList();
    OptionalDouble found =
        ZoneCalibers.median(circles, calibers -> CentralEquivalent.knudtson(vessels, calibers));
    if (found.isEmpty()) {
      return BiomarkerValue.missing(zone(context).absence(plural(), fewest));
    }
    int count = medianCount(circles);
    return BiomarkerValue.of(
        found.getAsDouble(),
        count < most ? "from " + count + " instead of " + most + " vessels" : "");
  }

  private BiomarkerValue hubbard(BiomarkerContext context) {
    if (!context.scale().isPhysical()) {
      return BiomarkerValue.missing("the formula needs the size of a pixel in micrometers");
    }
    double smallestPx = BiomarkerOptions.HUBBARD_SMALLEST_UM / context.scale().perPixel();
    List<double[]> circles =
        zone(context)
            .calibers(crossing -> crossing.caliberPx() >= smallestPx, ZoneCalibers.FEWEST_VESSELS)
            .stream()
            .map(calibers -> scaled(calibers, context.scale().perPixel()))
            .toList();
    OptionalDouble found =
        ZoneCalibers.median(circles, calibers -> CentralEquivalent.hubbard(vessels, calibers));
    return found.isEmpty()
        ? BiomarkerValue.missing(
            zone(context).absence(plural() + " of at least 25 um", ZoneCalibers.FEWEST_VESSELS))
        : BiomarkerValue.of(found.getAsDouble(), "from " + medianCount(circles) + " vessels");
  }

  private BiomarkerValue half(BiomarkerContext context, int side) {
    Optional<Laterality> eye = context.laterality();
    if (eye.isEmpty()) {
      return BiomarkerValue.missing("the temporal side is unknown: the laterality is not known");
    }
    // In a fundus photograph of a right eye, the fovea lies to the left of the disc.
    double temporal = eye.get() == Laterality.RIGHT ? -1 : 1;
    return knudtson(
        context, crossing -> crossing.x() * temporal * side > 0, HALF_MOST, HALF_FEWEST);
  }

  private static BiomarkerValue ratio(
      BiomarkerContext context, EquivalentBiomarker artery, EquivalentBiomarker vein) {
    BiomarkerValue above = valueOf(artery, context);
    BiomarkerValue below = valueOf(vein, context);
    if (!above.isPresent() || !below.isPresent()) {
      EquivalentBiomarker absent = above.isPresent() ? vein : artery;
      return BiomarkerValue.missing(absent.id() + " is missing");
    }
    String remark =
        above.remark().equals(below.remark())
            ? above.remark()
            : joined(prefixed("arteries: ", above.remark()), prefixed("veins: ", below.remark()));
    return BiomarkerValue.of(above.value().getAsDouble() / below.value().getAsDouble(), remark);
  }

  private static BiomarkerValue valueOf(EquivalentBiomarker biomarker, BiomarkerContext context) {
    BiomarkerContext group = context.forVessels(biomarker.vessels);
    return group.labelAbsence().isEmpty()
        ? biomarker.measure(group)
        : BiomarkerValue.missing(group.labelAbsence());
  }

  private static int medianCount(List<double[]> circles) {
    return (int)
        Statistics.median(circles.stream().mapToDouble(calibers -> calibers.length).toArray());
  }

  private static double[] scaled(double[] calibers, double scale) {
    return Arrays.stream(calibers).map(caliber -> caliber * scale).toArray();
  }

  private static String prefixed(String prefix, String remark) {
    return remark.isEmpty() ? "" : prefix + remark;
  }

  private static String joined(String one, String two) {
    return one.isEmpty() || two.isEmpty() ? one + two : one + "; " + two;
  }

  private String plural() {
    return vessels.id();
  }
}

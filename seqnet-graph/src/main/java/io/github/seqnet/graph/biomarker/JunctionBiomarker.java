// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Bifurcation;
import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.VesselTree;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Biomarkers of bifurcations and crossings.
 *
 * <p>The geometry is measured at the {@linkplain VesselTree#bifurcations() bifurcations} whose
 * three segments belong to the group. The parent is the branch toward the optic disc, or, where the
 * disc is unknown, the branch upstream in the vessel tree. A value is missing if there is no
 * bifurcation that can be measured.
 */
public enum JunctionBiomarker implements Biomarker {
  /**
   * Number of bifurcations in the region: junctions of the group's segments that are not crossings.
   * A junction of n segments counts as n - 2 bifurcations, because two bifurcations that are less
   * than a pixel apart are one node. The number thus does not depend on the size of the pixels.
   */
  BIFURCATIONS,
  /**
   * Number of crossings in the region: nodes where two vessels of the group cross. For all vessels,
   * this includes crossings of arteries with veins.
   */
  CROSSINGS,
  /**
   * Branching angle: the angle between the two daughters of a bifurcation, averaged over the
   * bifurcations; degrees, 0..180. Zamir et al. 1979, <a
   * href="https://doi.org/10.1085/jgp.74.4.537">doi:10.1085/jgp.74.4.537</a>.
   */
  BRANCHING_ANGLE,
  /**
   * Junction exponent: the x with {@code d0^x = d1^x + d2^x} for the calibers of the parent d0 and
   * the daughters d1 and d2; the median over the bifurcations. A plain number; 3 by Murray's law.
   *
   * <p>Bifurcations with a daughter at least as wide as the parent have no exponent and are left
   * out; exponents are cut at 20. Murray 1926, <a
   * href="https://doi.org/10.1073/pnas.12.3.207">doi:10.1073/pnas.12.3.207</a>; Chapman et al.
   * 2002, <a href="https://doi.org/10.1042/cs1030111">doi:10.1042/cs1030111</a>.
   */
  JUNCTION_EXPONENT,
  /**
   * Area ratio: {@code (d1^2 + d2^2) / d0^2} for the calibers of the daughters and the parent; the
   * median over the bifurcations. A plain number; 1.26 for a symmetric bifurcation by Murray's law.
   * Zamir 1978, <a href="https://doi.org/10.1085/jgp.72.6.837">doi:10.1085/jgp.72.6.837</a>.
   */
  AREA_RATIO,
  /**
   * Asymmetry ratio: {@code (d2 / d1)^2} for the calibers of the narrower daughter d2 and the wider
   * daughter d1; the median over the bifurcations. A plain number in 0..1; 1 is symmetric. Patton
   * et al. 2006, <a
   * href="https://doi.org/10.1016/j.preteyeres.2005.07.001">doi:10.1016/j.preteyeres.2005.07.001</a>.
   */
  ASYMMETRY_RATIO;

  private static final double LARGEST_EXPONENT = 20;

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Unit unit(Scale scale) {
    return switch (this) {
      case BIFURCATIONS, CROSSINGS -> Unit.COUNT;
      case BRANCHING_ANGLE -> Unit.DEGREE;
      case JUNCTION_EXPONENT, AREA_RATIO, ASYMMETRY_RATIO -> Unit.ONE;
    };
  }

  @Override
  public BiomarkerValue measure(BiomarkerContext context) {
    if (!context.segmentAbsence().isEmpty()) {
      return BiomarkerValue.missing(context.segmentAbsence());
    }
    return switch (this) {
      case BIFURCATIONS -> BiomarkerValue.of(bifurcationCount(context), context.floorRemark());
      case CROSSINGS -> BiomarkerValue.of(crossingCount(context), context.floorRemark());
      case BRANCHING_ANGLE -> {
        double[] angles = values(context, Bifurcation::angleDeg);
        yield angles.length == 0
            ? missing()
            : BiomarkerValue.of(Arrays.stream(angles).average().orElseThrow());
      }
      case JUNCTION_EXPONENT -> median(context, JunctionBiomarker::exponent);
      case AREA_RATIO -> median(context, JunctionBiomarker::areaRatio);
      case ASYMMETRY_RATIO -> median(context, JunctionBiomarker::asymmetryRatio);
    };
  }

  private static double bifurcationCount(BiomarkerContext context) {
    return context.nodes().stream()
        .filter(node -> node.kind() != NodeKind.CROSSING)
        .mapToInt(node -> Math.max(0, context.ends(node) - 2))
        .sum();
  }

  private static double crossingCount(BiomarkerContext context) {
    return context.nodes().stream()
        .filter(node -> node.kind() == NodeKind.CROSSING && context.ends(node) >= 4)
        .count();
  }

  private static List<Bifurcation> bifurcations(BiomarkerContext context) {
    return context.shared("bifurcations", () -> find(context));
  }

  private static List<Bifurcation> find(BiomarkerContext context) {
    VesselGroup group = context.vessels();
    return context.tree().bifurcations().stream()
        .filter(fork -> context.contains(fork.node().x(), fork.node().y()))
        .filter(
            fork ->
                group.contains(fork.parent().label())
                    && group.contains(fork.widerDaughter().label())
                    && group.contains(fork.narrowerDaughter().label()))
        .toList();
  }

  /** The values in ascending order. */
  private static double[] values(
      BiomarkerContext context, Function<Bifurcation, OptionalDouble> value) {
    return bifurcations(context).stream()
        .map(value)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .sorted()
        .toArray();
  }

  private static BiomarkerValue median(
      BiomarkerContext context, Function<Bifurcation, OptionalDouble> ratio) {
    if (bifurcations(context).isEmpty()) {
      return missing();
    }
    double[] values = values(context, ratio);
    return values.length == 0
        ? BiomarkerValue.missing("at every bifurcation a daughter is as wide as the parent")
        : BiomarkerValue.of(Statistics.median(values));
  }

  /** Empty if a daughter is as wide as the parent. */
  private static OptionalDouble exponent(Bifurcation fork) {
    double wide = fork.widerWidthPx() / fork.parentWidthPx();
    double narrow = fork.narrowerWidthPx() / fork.parentWidthPx();
    if (!(wide < 1 && narrow > 0)) {
      return OptionalDouble.empty();
    }
    double low = 0;
    double high = LARGEST_EXPONENT;
    // The sum of powers falls from 2 at an exponent of 0 toward 0.
    for (int k = 0; k < 60; k++) {
      double middle = (low + high) / 2;
      if (Math.pow(wide, middle) + Math.pow(narrow, middle) > 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of((low + high) / 2);
  }

  private static OptionalDouble areaRatio(Bifurcation fork) {
    double wide = fork.widerWidthPx() / fork.parentWidthPx();
    double narrow = fork.narrowerWidthPx() / fork.parentWidthPx();
    return fork.parentWidthPx() > 0
        ? OptionalDouble.of(wide * wide + narrow * narrow)
        : OptionalDouble.empty();
  }

  private static OptionalDouble asymmetryRatio(Bifurcation fork) {
    double ratio = fork.narrowerWidthPx() / fork.widerWidthPx();
    return fork.widerWidthPx() > 0 ? OptionalDouble.of(ratio * ratio) : OptionalDouble.empty();
  }

  private static BiomarkerValue missing() {
    return BiomarkerValue.missing(
        "there is no bifurcation of three segments that are long enough to be measured");
  }
}

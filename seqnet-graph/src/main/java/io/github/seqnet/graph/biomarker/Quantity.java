package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.SmoothedPath;

/**
 * What {@link VesselMeasurer} measures. Each constant states formula, unit, when there is no value,
 * and source. Lengths are in the unit of the {@link Scale}, px or um. Immutable.
 */
public enum Quantity {
  /**
   * Vessel pixels of the group inside the field of view / pixels of the field of view; a fraction
   * in 0..1. Missing if the field of view is empty; with a remark if none is known and the whole
   * image counts. As in AutoMorph (Zhou et al. 2022, <a
   * href="https://doi.org/10.1167/tvst.11.7.12">doi:10.1167/tvst.11.7.12</a>).
   */
  VESSEL_DENSITY,
  /**
   * The sum of the lengths of the group's segments, px or um; 0 without a segment. The length of a
   * segment is that of {@link io.github.seqnet.graph.Segment#lengthPx()}.
   */
  TOTAL_LENGTH,
  /** The number of segments of the group. */
  SEGMENTS,
  /**
   * The number of nodes where at least three segment ends of the group meet (a loop counts twice).
   */
  BRANCHINGS,
  /** The number of nodes where exactly one segment end of the group arrives. */
  END_POINTS,
  /**
   * The mean thickness along the center lines: the mean over all center-line pixels of the group's
   * segments; px or um. Missing without a segment.
   */
  MEAN_THICKNESS,
  /** The median of the thickness over the same pixels; px or um. Missing without a segment. */
  MEDIAN_THICKNESS,
  /**
   * Arc length / chord length of a segment, averaged over the group's segments with the arc length
   * as weight; 1 is straight. Measured on the {@link SmoothedPath}, so that a slanted digital line
   * gives 1 and not up to 1.08. Segments shorter than {@link MeasureOptions#smallestSegmentPx()}
   * and closed ones (rings, loops at one node) have no part in it; missing if none is left. Hart et
   * al. 1999, <a
   * href="https://doi.org/10.1016/S1386-5056(98)00163-4">doi:10.1016/S1386-5056(98)00163-4</a>
   * (their first measure plus 1), Zhou et al. 2022 as above.
   */
  TORTUOSITY,
  /**
   * The absolute curvature averaged along the arc, integral of |k| ds / integral of ds, over the
   * group's segments of at least {@link MeasureOptions#smallestSegmentPx()} that fill a window of
   * {@code 2 curvatureHalfWindow + 1} pixels; 1/px or 1/um; 0 is straight, 1/R a circle of radius
   * R. On digital paths the rounding to pixels adds noise: up to 0.0061 / px on straight lines with
   * the default window. Missing if no segment is long enough. Hart et al. 1999 (total curvature
   * over arc length).
   */
  CURVATURE_TORTUOSITY,
  /**
   * The mean angle between the two thinner of the three segments at a bifurcation, in degrees,
   * 0..180. Only nodes where exactly three ends of three segments of the group meet count. The
   * directions are taken outside of the parent: along each branch's center line from one mean
   * thickness of the parent away from the node for another, at least 10 pixels; nodes whose
   * branches end within half of that have no part. Missing without such a node. Zamir et al. 1979,
   * <a href="https://doi.org/10.1085/jgp.74.4.537">doi:10.1085/jgp.74.4.537</a>; they know the
   * parent, here it is the thickest.
   */
  BRANCHING_ANGLE,
  /**
   * The box-counting dimension of the group's center lines ({@link BoxCounting}); 1 is a line, 2 a
   * filled plane. Missing if the pattern is too small for three sizes of boxes. Family et al. 1989,
   * Physica D 38, 98 to 103; Mainster 1990, <a
   * href="https://doi.org/10.1038/eye.1990.33">doi:10.1038/eye.1990.33</a>.
   */
  FRACTAL_DIMENSION,
  /** The standard error of the slope that {@link #FRACTAL_DIMENSION} is; missing with it. */
  FRACTAL_DIMENSION_ERROR,
  /**
   * The central retinal artery equivalent by Knudtson's formula from the six widest arteries of the
   * zone ({@link CentralEquivalent#knudtson}); px or um. Missing without a disc or without an
   * artery in the zone; a value from fewer than six carries a remark.
   */
  CRAE_KNUDTSON,
  /** The central retinal vein equivalent, as {@link #CRAE_KNUDTSON}. */
  CRVE_KNUDTSON,
  /** {@link #CRAE_KNUDTSON} / {@link #CRVE_KNUDTSON}; missing if one of them is. */
  AVR_KNUDTSON,
  /**
   * The central retinal artery equivalent by the Parr-Hubbard formula from all arteries of the zone
   * at least {@link MeasureOptions#HUBBARD_SMALLEST_UM} wide ({@link CentralEquivalent#hubbard});
   * um. Its constants hold for micrometers only: missing without a scale in micrometers, and as
   * {@link #CRAE_KNUDTSON}.
   */
  CRAE_HUBBARD,
  /** The central retinal vein equivalent, as {@link #CRAE_HUBBARD}. */
  CRVE_HUBBARD,
  /** {@link #CRAE_HUBBARD} / {@link #CRVE_HUBBARD}; missing if one of them is. */
  AVR_HUBBARD
}

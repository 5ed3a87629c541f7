// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.biomarker.BiomarkerResults;
import java.util.Set;

/**
 * Marks the biomarkers that depend too much on a network's probability maps: on photographs, their
 * ICC(2,1) with the annotation is below 0.5 on DRIVE test, or they are a variant of such a
 * biomarker. The model card lists the coefficients.
 */
final class PhotographReliability {
  static final String REMARK = "not reliable from photographs";

  private static final Set<String> UNRELIABLE =
      Set.of(
          "crae_knudtson",
          "crae_knudtson_temporal",
          "crae_knudtson_nasal",
          "crae_hubbard",
          "crve_knudtson",
          "crve_knudtson_temporal",
          "crve_knudtson_nasal",
          "crve_hubbard",
          "avr_knudtson",
          "avr_hubbard",
          "junction_exponent",
          "area_ratio",
          "asymmetry_ratio",
          "mean_caliber",
          "median_caliber",
          "caliber_standard_deviation",
          "caliber_taper",
          "length_diameter_ratio",
          "end_points",
          "segments",
          "crossings",
          "branching_angle",
          "mask_fractal_dimension",
          "mask_information_dimension",
          "mask_correlation_dimension");

  private PhotographReliability() {}

  /** The results with a remark at each value that is not reliable. */
  static BiomarkerResults mark(BiomarkerResults results) {
    return results.withRemarks(column -> UNRELIABLE.contains(column.biomarker()) ? REMARK : "");
  }
}

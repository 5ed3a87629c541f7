// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Measures the biomarkers of one image: every {@link Biomarker} of a {@link BiomarkerSet}, for
 * arteries, veins and all vessels, in the whole field of view and in zones B and C around the optic
 * disc.
 *
 * <p>Segments are arteries or veins by their label; the density counts labeled pixels instead.
 * Segments are cut at the borders of a zone. Nodes belong to a zone by their center.
 *
 * <p>The density and the calibers of a zone take the field of view into account. All other
 * biomarkers describe the whole graph, so clip the vessels to the field of view before you trace
 * them.
 *
 * <p>Trace the graph at a single threshold. A graph traced at several thresholds ({@link
 * io.github.seqnet.graph.ThresholdTracer}) contains vessels that are not connected to their parent,
 * which adds end points and removes bifurcations. Spurs, holes and specks change counts and lengths
 * too: {@link io.github.seqnet.graph.TracingOptions#withSpurWidths} and {@link
 * io.github.seqnet.graph.VesselCleaner} remove them. {@link
 * io.github.seqnet.analysis.RetinaAnalyzer} takes care of all of this.
 *
 * <p>Immutable and thread-safe. Cost O(pixels) for densities and mask dimensions, otherwise
 * O(skeleton pixels).
 */
public final class BiomarkerMeasurer {
  private final BiomarkerSet biomarkers;
  private final BiomarkerOptions options;

  private BiomarkerMeasurer(BiomarkerSet biomarkers, BiomarkerOptions options) {
    this.biomarkers = biomarkers;
    this.options = options;
  }

  /** Measures the built-in biomarkers with these options. */
  public static BiomarkerMeasurer with(BiomarkerOptions options) {
    return new BiomarkerMeasurer(
        BiomarkerSet.builtIn(), Objects.requireNonNull(options, "options"));
  }

  /** This measurer for another set of biomarkers. */
  public BiomarkerMeasurer withBiomarkers(BiomarkerSet set) {
    return new BiomarkerMeasurer(Objects.requireNonNull(set, "set"), options);
  }

  /** The options. */
  public BiomarkerOptions options() {
    return options;
  }

  /** The biomarkers. */
  public BiomarkerSet biomarkers() {
    return biomarkers;
  }

  /** The columns of the results in order. */
  public List<BiomarkerColumn> columns() {
    return biomarkers.columns(options.scale());
  }

  /**
   * Measures one image.
   *
   * @throws IllegalStateException if a custom biomarker throws or returns null; names the biomarker
   */
  public BiomarkerResults measure(BiomarkerInput input) {
    Objects.requireNonNull(input, "input");
    List<BiomarkerValue> values = new ArrayList<>();
    for (Region region : Region.values()) {
      boolean outside = region != Region.FIELD_OF_VIEW && input.opticDisc().isEmpty();
      if (outside) {
        BiomarkerValue missing = BiomarkerValue.missing("the optic disc is unknown");
        for (VesselGroup vessels : VesselGroup.values()) {
          biomarkers.measured(vessels, region).forEach(biomarker -> values.add(missing));
        }
        continue;
      }
      BiomarkerContext all = BiomarkerContext.of(input, options, VesselGroup.ALL, region);
      for (VesselGroup vessels : VesselGroup.values()) {
        BiomarkerContext context = all.forVessels(vessels);
        String absence = context.labelAbsence();
        for (Biomarker biomarker : biomarkers.measured(vessels, region)) {
          values.add(
              absence.isEmpty() ? measure(biomarker, context) : BiomarkerValue.missing(absence));
        }
      }
    }
    return new BiomarkerResults(columns(), values);
  }

  private static BiomarkerValue measure(Biomarker biomarker, BiomarkerContext context) {
    BiomarkerValue value;
    try {
      value = biomarker.measure(context);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "biomarker " + biomarker.id() + " failed: " + e.getMessage(), e);
    }
    if (value == null) {
      throw new IllegalStateException("biomarker " + biomarker.id() + " returned null");
    }
    return value.withRemark(value.isPresent() ? context.coverageRemark() : "");
  }
}

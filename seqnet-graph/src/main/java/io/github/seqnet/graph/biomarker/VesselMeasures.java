package io.github.seqnet.graph.biomarker;

import java.util.List;

/**
 * All measurements of one image, in a fixed order: by region, then vessels, then quantity, so that
 * the tables of all images have the same rows. Immutable.
 *
 * @param measurements each combination of quantity, vessels and region at most once
 */
public record VesselMeasures(List<Measurement> measurements) {
  /** Copies the list. */
  public VesselMeasures {
    measurements = List.copyOf(measurements);
  }

  /**
   * One measurement.
   *
   * @throws IllegalArgumentException if this combination is never measured, such as the artery
   *     equivalent of veins
   */
  public Measurement get(Quantity quantity, VesselGroup vessels, Region region) {
    for (Measurement measurement : measurements) {
      if (measurement.quantity() == quantity
          && measurement.vessels() == vessels
          && measurement.region() == region) {
        return measurement;
      }
    }
    throw new IllegalArgumentException(
        quantity + " is not measured for " + vessels + " in " + region);
  }
}

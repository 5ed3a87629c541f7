// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;
import java.util.Objects;

/**
 * A biomarker of one vessel group in one region: one column of the results table. Immutable.
 *
 * @param biomarker the id of the biomarker
 * @param vessels the vessel group
 * @param region the region
 * @param unit the unit of the values
 */
public record BiomarkerColumn(String biomarker, VesselGroup vessels, Region region, Unit unit)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Rejects null. */
  public BiomarkerColumn {
    Objects.requireNonNull(biomarker, "biomarker");
    Objects.requireNonNull(vessels, "vessels");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(unit, "unit");
  }

  /**
   * The name of the column in every file: biomarker, vessel group and region with points between
   * them, such as {@code tortuosity.arteries.zone_c}.
   */
  public String name() {
    return biomarker + "." + vessels.id() + "." + region.id();
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import java.util.List;

/** The biomarkers that people ask for first. */
final class MainBiomarkers {
  /**
   * A biomarker.
   *
   * @param column its column in the results table
   * @param title what reports call it
   * @param heading a short title for tables
   */
  record Main(String column, String title, String heading) {}

  /** In the order of reports. */
  static final List<Main> ALL =
      List.of(
          new Main("avr_knudtson.all.zone_b", "Arteriole-to-venule ratio (AVR)", "AVR"),
          new Main(
              "crae_knudtson.arteries.zone_b", "Central retinal artery equivalent (CRAE)", "CRAE"),
          new Main("crve_knudtson.veins.zone_b", "Central retinal vein equivalent (CRVE)", "CRVE"),
          new Main(
              "tortuosity.arteries.field_of_view", "Tortuosity of arteries", "Arterial tortuosity"),
          new Main("tortuosity.veins.field_of_view", "Tortuosity of veins", "Venous tortuosity"),
          new Main("vessel_density.all.field_of_view", "Vessel density", "Density"),
          new Main(
              "fractal_dimension.all.field_of_view", "Fractal dimension", "Fractal dimension"));

  private MainBiomarkers() {}
}

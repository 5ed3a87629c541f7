// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.image.FieldOfView;
import java.util.Locale;

/** Biomarkers of vessel area. */
public enum DensityBiomarker implements Biomarker {
  /**
   * Vessel density: vessel pixels of the group inside the field of view / pixels of the field of
   * view, both within the region; a fraction in 0..1.
   *
   * <p>Missing if no pixel of the region lies in the field of view, or for arteries and veins if no
   * pixel is labeled. A remark tells if the field of view is unknown and the whole image counts.
   * Zhou et al. 2022, <a href="https://doi.org/10.1167/tvst.11.7.12">doi:10.1167/tvst.11.7.12</a>.
   */
  VESSEL_DENSITY;

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Unit unit(Scale scale) {
    return Unit.ONE;
  }

  @Override
  public BiomarkerValue measure(BiomarkerContext context) {
    if (context.regionPixels() == 0) {
      return BiomarkerValue.missing(
          context.region() == Region.FIELD_OF_VIEW
              ? "the field of view is empty"
              : "no pixel of the zone lies in the field of view");
    }
    if (!context.pixelAbsence().isEmpty()) {
      return BiomarkerValue.missing(context.pixelAbsence());
    }
    return BiomarkerValue.of(
        context.vesselPixels() / (double) context.regionPixels(), remark(context));
  }

  private static String remark(BiomarkerContext context) {
    if (context.region() != Region.FIELD_OF_VIEW) {
      return "";
    }
    if (context.forVessels(VesselGroup.ALL).vesselPixels() == 0) {
      return "there is no vessel";
    }
    return context.fieldOfView().source() == FieldOfView.Source.WHOLE_IMAGE
        ? "the field of view is unknown: relative to the whole image"
        : "";
  }
}

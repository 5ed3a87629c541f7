// SPDX-License-Identifier: MIT
package io.github.seqnet.imagej;

import ij.gui.ImageRoi;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.BufferedImages;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The results of a report as regions of interest of ImageJ. */
final class ReportRois {
  /** The start of the names of everything that is drawn over an image. */
  static final String PREFIX = "SeqNet ";

  private static final double OPACITY = 0.5;
  private static final Color ARTERY = new Color(0xe0, 0x40, 0x40);
  private static final Color VEIN = new Color(0x40, 0x70, 0xf0);
  private static final Color OTHER = new Color(0xe0, 0xa0, 0x20);

  private ReportRois() {}

  /** Arteries and veins in color, the optic disc, and the borders of zones B and C. */
  static List<Roi> overlay(RetinaReport report) {
    List<Roi> rois = new ArrayList<>();
    ImageRoi labels = new ImageRoi(0, 0, BufferedImages.overlay(report.labels(), OPACITY));
    labels.setName(PREFIX + "arteries and veins");
    rois.add(labels);
    if (report.opticDisc().isPresent()) {
      OpticDisc disc = report.opticDisc().get();
      rois.add(circle(disc, 0.5, "optic disc"));
      rois.add(circle(disc, Region.ZONE_B.innerDiameters(), "zones: inner border"));
      rois.add(circle(disc, Region.ZONE_B.outerDiameters(), "zone B: outer border"));
      rois.add(circle(disc, Region.ZONE_C.outerDiameters(), "zone C: outer border"));
    }
    return rois;
  }

  /** A circle around the disc; its radius is in disc diameters. */
  private static Roi circle(OpticDisc disc, double diameters, String name) {
    double radius = diameters * disc.diameterPx();
    // ImageJ counts from the corner of a pixel.
    Roi roi =
        new OvalRoi(
            disc.centerX() + 0.5 - radius, disc.centerY() + 0.5 - radius, 2 * radius, 2 * radius);
    roi.setName(PREFIX + name);
    roi.setStrokeColor(Color.WHITE);
    return roi;
  }

  /** Replaces what an earlier run drew, and keeps everything else. */
  static Overlay merged(@Nullable Overlay before, List<Roi> rois) {
    Overlay merged = new Overlay();
    if (before != null) {
      for (Roi roi : before.toArray()) {
        if (roi.getName() == null || !roi.getName().startsWith(PREFIX)) {
          merged.add(roi);
        }
      }
    }
    rois.forEach(merged::add);
    return merged;
  }

  /**
   * The vessel segments as lines along their center, named by number and label, such as {@code 0012
   * artery}, with length, caliber, tortuosity and confidence as properties.
   */
  static List<Roi> segments(RetinaReport report) {
    List<Roi> rois = new ArrayList<>();
    for (Segment segment : report.graph().segments()) {
      int points = segment.pathSize();
      if (points < 2) {
        continue;
      }
      float[] x = new float[points];
      float[] y = new float[points];
      for (int k = 0; k < points; k++) {
        x[k] = segment.x(k) + 0.5f;
        y[k] = segment.y(k) + 0.5f;
      }
      Roi roi = new PolygonRoi(x, y, Roi.POLYLINE);
      roi.setName(
          String.format(
              Locale.ROOT,
              "%04d %s",
              segment.index(),
              segment.label().name().toLowerCase(Locale.ROOT)));
      roi.setStrokeColor(color(segment.label()));
      roi.setProperty("segment", Integer.toString(segment.index()));
      roi.setProperty("label", segment.label().name().toLowerCase(Locale.ROOT));
      roi.setProperty("length_px", digits(segment.smoothedLengthPx()));
      roi.setProperty("caliber_px", digits(segment.meanCaliberPx()));
      segment.tortuosity().ifPresent(value -> roi.setProperty("tortuosity", digits(value)));
      segment.confidence().ifPresent(value -> roi.setProperty("confidence", digits(value)));
      rois.add(roi);
    }
    return rois;
  }

  private static Color color(VesselLabel label) {
    return switch (label) {
      case ARTERY -> ARTERY;
      case VEIN -> VEIN;
      default -> OTHER;
    };
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }
}

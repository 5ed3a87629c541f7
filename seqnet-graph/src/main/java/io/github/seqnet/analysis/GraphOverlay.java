// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import java.util.Objects;

/**
 * Draws the vessel graph above the photograph: arteries red, veins blue, unknown vessels gray;
 * segments whose label propagation changed with a yellow margin; junctions as white rings,
 * crossings as green rings, end points as small white dots; the optic disc as a yellow circle, and
 * the borders of zones B and C as dashed circles.
 *
 * <p>Lines and marks scale with the image, so that the overlay of a large photograph is readable at
 * the size of a screen. Isolated specks of the skeleton get no mark. The photograph is darkened to
 * set off the lines.
 *
 * <p>Thread-safe. Cost: linear in the pixels of the photograph plus the length of the lines times
 * the square of their width.
 */
public final class GraphOverlay {
  private static final float[] ARTERY = {1f, 0.22f, 0.22f};
  private static final float[] VEIN = {0.25f, 0.55f, 1f};
  private static final float[] UNKNOWN = {0.82f, 0.82f, 0.82f};
  private static final float[] CHANGED = {1f, 0.9f, 0.1f};
  private static final float[] MARK = {1f, 1f, 1f};
  private static final float[] CROSSING = {0.35f, 0.95f, 0.5f};
  private static final float[] DISC = {1f, 0.88f, 0.3f};
  private static final float[] ZONE = {0.62f, 0.95f, 0.93f};
  private static final float BACKGROUND = 0.6f;

  /** The longer side of an image whose lines are one pixel wide. */
  private static final double SIDE_PER_PIXEL = 700;

  private static final int DASHES = 60;

  private final int width;
  private final int height;
  private final float[] rgb;
  private final double unit;

  private GraphOverlay(RgbImage background) {
    width = background.width();
    height = background.height();
    unit = Math.max(1, Math.max(width, height) / SIDE_PER_PIXEL);
    rgb = background.toArray();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] *= BACKGROUND;
    }
  }

  /**
   * Draws a report's graph, optic disc and zones above its photograph, or above its vessel map if
   * it has none.
   *
   * @return an image of the size of the photograph
   */
  public static RgbImage draw(RetinaReport report) {
    Objects.requireNonNull(report, "report");
    RgbImage background = report.photograph().orElseGet(() -> vessels(report));
    GraphOverlay overlay = new GraphOverlay(background);
    report.opticDisc().ifPresent(overlay::landmarks);
    VesselGraph graph = report.graph();
    for (int index : report.refinement().changedSegments()) {
      overlay.line(graph.segment(index), 1.8, CHANGED);
    }
    for (Segment segment : graph.segments()) {
      overlay.line(segment, 0.7, color(segment.label()));
    }
    for (Node node : graph.nodes()) {
      overlay.node(node);
    }
    return RgbImage.wrap(overlay.width, overlay.height, overlay.rgb);
  }

  private static RgbImage vessels(RetinaReport report) {
    byte[] codes = report.labels().toArray();
    float[] gray = new float[codes.length * 3];
    for (int i = 0; i < gray.length; i++) {
      gray[i] = codes[i / 3] == VesselLabel.BACKGROUND.code() ? 0 : 0.5f;
    }
    return RgbImage.wrap(report.width(), report.height(), gray);
  }

  private static float[] color(VesselLabel label) {
    return switch (label) {
      case ARTERY -> ARTERY;
      case VEIN -> VEIN;
      case BACKGROUND, CROSSING, UNKNOWN -> UNKNOWN;
    };
  }

  private void landmarks(OpticDisc disc) {
    circle(disc, disc.radiusPx(), false, DISC);
    circle(disc, Region.ZONE_B.innerDiameters() * disc.diameterPx(), true, ZONE);
    circle(disc, Region.ZONE_B.outerDiameters() * disc.diameterPx(), true, ZONE);
    circle(disc, Region.ZONE_C.outerDiameters() * disc.diameterPx(), true, ZONE);
  }

  private void circle(OpticDisc disc, double radius, boolean dashed, float[] color) {
    int points = Math.max(8, (int) Math.ceil(2 * Math.PI * radius));
    for (int k = 0; k < points; k++) {
      if (!dashed || (long) k * DASHES * 2 / points % 2 == 0) {
        double angle = 2 * Math.PI * k / points;
        dot(
            disc.centerX() + radius * Math.cos(angle),
            disc.centerY() + radius * Math.sin(angle),
            0.6 * unit,
            color);
      }
    }
  }

  private void line(Segment segment, double halfWidth, float[] color) {
    for (int k = 0; k < segment.pathSize(); k++) {
      dot(segment.x(k), segment.y(k), halfWidth * unit, color);
    }
  }

  private void node(Node node) {
    switch (node.kind()) {
      case JUNCTION -> ring(node, 2.2 * unit, MARK);
      case CROSSING -> ring(node, 2.8 * unit, CROSSING);
      case END_POINT -> dot(node.x(), node.y(), 0.9 * unit, MARK);
      case ISOLATED, RING, TURN -> {
        // A speck or the cut of a ring is not a landmark of the vessels.
      }
    }
  }

  private void ring(Node node, double radius, float[] color) {
    int points = Math.max(12, (int) Math.ceil(4 * Math.PI * radius));
    for (int k = 0; k < points; k++) {
      double angle = 2 * Math.PI * k / points;
      dot(
          node.x() + radius * Math.cos(angle),
          node.y() + radius * Math.sin(angle),
          0.4 * unit,
          color);
    }
  }

  /** A filled circle with a soft margin; pixels outside of the image are left out. */
  private void dot(double cx, double cy, double radius, float[] color) {
    double reach = radius + 0.5;
    int top = Math.max(0, (int) Math.ceil(cy - reach));
    int bottom = Math.min(height - 1, (int) Math.floor(cy + reach));
    int left = Math.max(0, (int) Math.ceil(cx - reach));
    int right = Math.min(width - 1, (int) Math.floor(cx + reach));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double cover = Math.min(1, reach - Math.hypot(x - cx, y - cy));
        if (cover > 0) {
          int i = (y * width + x) * 3;
          for (int c = 0; c < 3; c++) {
            rgb[i + c] += (float) cover * (color[c] - rgb[i + c]);
          }
        }
      }
    }
  }
}

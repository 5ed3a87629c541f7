package io.github.seqnet.cli;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import java.util.Collection;

/**
 * Draws a graph: segments red (artery), blue (vein) or green (unknown), those that post-processing
 * gave another label in a yellow frame, nodes as white squares.
 */
final class GraphOverlay {
  private static final float[] ARTERY = {1f, 0.1f, 0.1f};
  private static final float[] VEIN = {0.2f, 0.3f, 1f};
  private static final float[] UNKNOWN = {0.1f, 0.9f, 0.3f};
  private static final float[] CHANGED = {1f, 0.95f, 0.1f};
  private static final float[] NODE = {1f, 1f, 1f};
  private static final float BACKGROUND = 0.6f;

  private final int width;
  private final int height;
  private final float[] rgb;

  private GraphOverlay(RgbImage background) {
    width = background.width();
    height = background.height();
    rgb = background.toArray();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] *= BACKGROUND;
    }
  }

  /**
   * Draws a graph on an image of its size.
   *
   * @param changed the indices of the segments to frame
   */
  static RgbImage draw(RgbImage background, VesselGraph graph, Collection<Integer> changed) {
    GraphOverlay overlay = new GraphOverlay(background);
    for (int index : changed) {
      overlay.path(graph.segment(index), 2, CHANGED);
    }
    for (Segment segment : graph.segments()) {
      overlay.path(segment, 0, color(segment.label()));
    }
    for (Node node : graph.nodes()) {
      overlay.square((int) Math.round(node.x()), (int) Math.round(node.y()), 1, NODE);
    }
    return RgbImage.wrap(overlay.width, overlay.height, overlay.rgb);
  }

  private static float[] color(VesselLabel label) {
    return switch (label) {
      case ARTERY -> ARTERY;
      case VEIN -> VEIN;
      default -> UNKNOWN;
    };
  }

  private void path(Segment segment, int radius, float[] color) {
    for (int k = 0; k < segment.pathSize(); k++) {
      square(segment.x(k), segment.y(k), radius, color);
    }
  }

  private void square(int x, int y, int radius, float[] color) {
    for (int v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
      for (int u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
        System.arraycopy(color, 0, rgb, (v * width + u) * 3, 3);
      }
    }
  }
}

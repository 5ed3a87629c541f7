// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.util.Arrays;
import java.util.List;

/**
 * Paints the labels of segments onto the full width of the vessels: each vessel pixel gets the
 * label of the segment that is nearest on a way through vessel pixels, where a step by side counts
 * 5 and a step by corner 7. Where an artery and a vein are equally near, the pixel becomes artery.
 * Vessel pixels that no labeled segment reaches keep what they have.
 *
 * <p>Cost: linear in the number of pixels; memory for three bytes per pixel. Thread-safe.
 */
public final class LabelPainter {
  private static final int SIDE = 5;
  private static final int CORNER = 7;

  /** Of equally near segments, the label that counts. It must not depend on the order of pixels. */
  private static final List<VesselLabel> FIRST_TO_LAST =
      List.of(VesselLabel.ARTERY, VesselLabel.VEIN);

  private LabelPainter() {}

  /**
   * Paints.
   *
   * @param graph a graph with labels; segments of unknown label are left out
   * @param vessels the pixels to paint
   * @param otherwise the labels of vessel pixels that no segment reaches
   * @return the labels, background outside of {@code vessels}
   * @throws IllegalArgumentException if the sizes differ
   */
  public static ArteryVeinMap paint(
      VesselGraph graph, BinaryMask vessels, ArteryVeinMap otherwise) {
    int width = graph.width();
    int height = graph.height();
    checkSize("vessel mask", vessels.width(), vessels.height(), graph);
    checkSize("other labels", otherwise.width(), otherwise.height(), graph);
    byte[] open = vessels.toArray();
    byte[] codes = new byte[open.length];
    Queue[] queues = new Queue[CORNER + 1];
    for (int q = 0; q < queues.length; q++) {
      queues[q] = new Queue();
    }
    for (Segment segment : graph.segments()) {
      if (segment.label() != VesselLabel.UNKNOWN) {
        for (int k = segment.firstOwn(), last = segment.lastOwn(); k <= last; k++) {
          queues[0].add(segment.position(k), segment.label().code());
        }
      }
    }
    int waiting = queues[0].size;
    for (int now = 0; waiting > 0; now = (now + 1) % queues.length) {
      Queue queue = queues[now];
      waiting -= queue.size;
      for (VesselLabel label : FIRST_TO_LAST) {
        for (int k = 0; k < queue.size; k++) {
          int i = queue.positions[k];
          if (queue.codes[k] != label.code() || open[i] == 0) {
            continue;
          }
          open[i] = 0;
          codes[i] = label.code();
          int x = i % width;
          int y = i / width;
          for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
              int u = x + dx;
              int v = y + dy;
              if (u >= 0 && u < width && v >= 0 && v < height && open[v * width + u] != 0) {
                int step = dx != 0 && dy != 0 ? CORNER : SIDE;
                queues[(now + step) % queues.length].add(v * width + u, codes[i]);
                waiting++;
              }
            }
          }
        }
      }
      queue.size = 0;
    }
    byte[] other = otherwise.toArray();
    for (int i = 0; i < open.length; i++) {
      if (open[i] != 0) {
        codes[i] = other[i];
      }
    }
    return ArteryVeinMap.wrap(width, height, codes);
  }

  private static void checkSize(String what, int width, int height, VesselGraph graph) {
    if (width != graph.width() || height != graph.height()) {
      throw new IllegalArgumentException(
          what
              + " must be "
              + graph.width()
              + " x "
              + graph.height()
              + " pixels as the graph, got "
              + width
              + " x "
              + height);
    }
  }

  /** Pixels at one distance, with the label that claims them. */
  private static final class Queue {
    private int[] positions = new int[256];
    private byte[] codes = new byte[256];
    private int size;

    void add(int position, byte code) {
      if (size == positions.length) {
        positions = Arrays.copyOf(positions, 2 * size);
        codes = Arrays.copyOf(codes, 2 * size);
      }
      positions[size] = position;
      codes[size++] = code;
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.testing;

import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.List;

/** Graphs of straight vessels whose width and label are known. */
public final class Strokes {
  private final int width;
  private final VesselGraphBuilder builder;

  public Strokes(int width, int height) {
    this.width = width;
    this.builder = VesselGraph.builder(width, height);
  }

  /** A node that is one pixel. */
  public int node(NodeKind kind, int x, int y) {
    return builder.addNode(kind, y * width + x);
  }

  /** A straight segment between two such nodes. */
  public Strokes segment(
      int start, int end, int x0, int y0, int x1, int y1, double caliber, VesselLabel label) {
    int[] path = line(width, x0, y0, x1, y1);
    float[] calibers = new float[path.length];
    java.util.Arrays.fill(calibers, (float) caliber);
    builder.label(builder.addSegment(start, end, path, calibers), label);
    return this;
  }

  /** A straight segment with its own two end points. */
  public Strokes line(int x0, int y0, int x1, int y1, double caliber, VesselLabel label) {
    int start = node(NodeKind.END_POINT, x0, y0);
    int end = node(NodeKind.END_POINT, x1, y1);
    return segment(start, end, x0, y0, x1, y1, caliber, label);
  }

  public VesselGraph graph() {
    return builder.build();
  }

  /** The pixels of a digital line, as positions. */
  public static int[] line(int width, int x0, int y0, int x1, int y1) {
    int steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
    List<Integer> path = new ArrayList<>();
    for (int k = 0; k <= steps; k++) {
      double t = steps == 0 ? 0 : k / (double) steps;
      long x = Math.round(x0 + t * (x1 - x0));
      long y = Math.round(y0 + t * (y1 - y0));
      path.add((int) (y * width + x));
    }
    return path.stream().mapToInt(Integer::intValue).toArray();
  }
}

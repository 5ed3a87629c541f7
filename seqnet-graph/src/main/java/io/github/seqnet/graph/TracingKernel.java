// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.distance.BorderMode;
import io.github.seqnet.graph.distance.DistanceMap;
import io.github.seqnet.image.BinaryMask;
import java.util.Arrays;

/** Walks along a skeleton once. One use only. */
final class TracingKernel {
  private static final byte SET = 1;
  private static final byte KEY = 2;
  private static final byte DONE = 4;
  private static final byte EDGE = 8;
  private static final byte JUNCTION = 16;

  private static final int[] STEP_X = {0, 1, 1, 1, 0, -1, -1, -1};
  private static final int[] STEP_Y = {-1, -1, 0, 1, 1, 1, 0, -1};

  private final int width;
  private final int height;
  private final BinaryMask mask;
  private final TracingOptions options;
  private final byte[] state;
  private final int[] links;
  private final int[] offsets;

  /** All node pixels in ascending order, and the node that each belongs to. */
  private int[] keys = new int[64];

  private int keyCount;
  private int[] keyNodes = new int[0];

  /** The nodes before merging: offsets into nodePixels. */
  private final Ints nodeOffsets = new Ints();

  private final Ints nodePixels = new Ints();
  private final Ints pathOffsets = new Ints();
  private final Ints paths = new Ints();
  private final Ints starts = new Ints();
  private final Ints ends = new Ints();
  private int ringsFrom;

  TracingKernel(BinaryMask skeleton, BinaryMask mask, TracingOptions options) {
    this.width = skeleton.width();
    this.height = skeleton.height();
    this.mask = mask;
    this.options = options;
    this.state = skeleton.toArray();
    this.links = links(options.junctionRule());
    this.offsets = new int[8];
    for (int d = 0; d < 8; d++) {
      offsets[d] = STEP_Y[d] * width + STEP_X[d];
    }
    for (int x = 0; x < width; x++) {
      state[x] |= EDGE;
      state[(height - 1) * width + x] |= EDGE;
    }
    for (int y = 0; y < height; y++) {
      state[y * width] |= EDGE;
      state[y * width + width - 1] |= EDGE;
    }
  }

  VesselGraph trace() {
    findKeypoints();
    groupKeypoints();
    walkFromNodes();
    ringsFrom = nodeOffsets.size;
    walkRings();
    nodeOffsets.add(nodePixels.size);
    pathOffsets.add(paths.size);
    return assemble();
  }

  /** For each neighborhood code, clockwise from north, the directions that lead to neighbors. */
  private static int[] links(JunctionRule rule) {
    int[] links = new int[256];
    for (int code = 0; code < 256; code++) {
      links[code] = code;
      if (rule == JunctionRule.MIXED) {
        for (int d = 1; d < 8; d += 2) {
          if ((code >> (d - 1) & 1) != 0 || (code >> (d + 1 & 7) & 1) != 0) {
            links[code] &= ~(1 << d);
          }
        }
      }
    }
    return links;
  }

  private int links(int i) {
    int code = 0;
    if ((state[i] & EDGE) == 0) {
      for (int d = 0; d < 8; d++) {
        code |= (state[i + offsets[d]] & SET) << d;
      }
    } else {
      int x = i % width;
      int y = i / width;
      for (int d = 0; d < 8; d++) {
        int u = x + STEP_X[d];
        int v = y + STEP_Y[d];
        if (u >= 0 && u < width && v >= 0 && v < height) {
          code |= (state[v * width + u] & SET) << d;
        }
      }
    }
    return links[code];
  }

  private void findKeypoints() {
    Ints corners = new Ints();
    for (int i = 0; i < state.length; i++) {
      if ((state[i] & SET) == 0) {
        continue;
      }
      int link = links(i);
      int degree = Integer.bitCount(link);
      if (degree > 2) {
        state[i] |= KEY | JUNCTION;
      } else if (degree < 2) {
        state[i] |= KEY;
      } else if (options.junctionRule() == JunctionRule.MIXED && isCorner(link)) {
        corners.add(i);
      }
    }
    // The corner between two sides of one junction would be a loop round nothing.
    int promoted = 0;
    for (int k = 0; k < corners.size; k++) {
      int i = corners.values[k];
      int link = links(i);
      int first = i + offsets[Integer.numberOfTrailingZeros(link)];
      int second = i + offsets[31 - Integer.numberOfLeadingZeros(link)];
      if ((state[first] & state[second] & JUNCTION) != 0) {
        corners.values[promoted++] = i;
      }
    }
    for (int k = 0; k < promoted; k++) {
      state[corners.values[k]] |= KEY | JUNCTION;
    }
    for (int i = 0; i < state.length; i++) {
      if ((state[i] & KEY) != 0) {
        if (keyCount == keys.length) {
          keys = Arrays.copyOf(keys, keyCount + (keyCount >> 1));
        }
        keys[keyCount++] = i;
      }
    }
  }

  /** Whether two directions lead to pixels that touch each other. */
  private static boolean isCorner(int link) {
    int first = Integer.numberOfTrailingZeros(link);
    int second = 31 - Integer.numberOfLeadingZeros(link);
    return Math.abs(STEP_X[first] - STEP_X[second]) <= 1
        && Math.abs(STEP_Y[first] - STEP_Y[second]) <= 1;
  }

  private void groupKeypoints() {
    keyNodes = new int[keyCount];
    Arrays.fill(keyNodes, -1);
    Ints stack = new Ints();
    for (int k = 0; k < keyCount; k++) {
      if (keyNodes[k] >= 0) {
        continue;
      }
      int node = nodeOffsets.size;
      int from = nodePixels.size;
      nodeOffsets.add(from);
      keyNodes[k] = node;
      stack.add(k);
      while (stack.size > 0) {
        int i = keys[stack.values[--stack.size]];
        nodePixels.add(i);
        if ((state[i] & JUNCTION) == 0) {
          continue;
        }
        for (int link = links(i); link != 0; link &= link - 1) {
          int j = i + offsets[Integer.numberOfTrailingZeros(link)];
          if ((state[j] & JUNCTION) != 0) {
            int other = keyIndex(j);
            if (keyNodes[other] < 0) {
              keyNodes[other] = node;
              stack.add(other);
            }
          }
        }
      }
      Arrays.sort(nodePixels.values, from, nodePixels.size);
    }
  }

  private int keyIndex(int position) {
    return Arrays.binarySearch(keys, 0, keyCount, position);
  }

  private void walkFromNodes() {
    int nodes = nodeOffsets.size;
    for (int node = 0; node < nodes; node++) {
      int to = node + 1 < nodes ? nodeOffsets.values[node + 1] : nodePixels.size;
      for (int at = nodeOffsets.values[node]; at < to; at++) {
        int i = nodePixels.values[at];
        for (int link = links(i); link != 0; link &= link - 1) {
          int j = i + offsets[Integer.numberOfTrailingZeros(link)];
          if ((state[j] & KEY) == 0) {
            if ((state[j] & DONE) == 0) {
              walk(node, i, j);
            }
          } else {
            int other = keyNodes[keyIndex(j)];
            if (other > node) {
              pathOffsets.add(paths.size);
              paths.add(i);
              paths.add(j);
              starts.add(node);
              ends.add(other);
            }
          }
        }
      }
    }
  }

  /** Follows a line from a key point to the next. */
  private void walk(int node, int key, int first) {
    pathOffsets.add(paths.size);
    paths.add(key);
    int before = key;
    int i = first;
    while ((state[i] & KEY) == 0) {
      state[i] |= DONE;
      paths.add(i);
      int link = links(i);
      int next = i + offsets[Integer.numberOfTrailingZeros(link)];
      if (next == before) {
        next = i + offsets[31 - Integer.numberOfLeadingZeros(link)];
      }
      before = i;
      i = next;
    }
    paths.add(i);
    starts.add(node);
    int k = keyIndex(i);
    ends.add(k >= 0 ? keyNodes[k] : node);
  }

  private void walkRings() {
    for (int i = 0; i < state.length; i++) {
      if ((state[i] & (SET | KEY | DONE)) == SET) {
        int node = nodeOffsets.size;
        nodeOffsets.add(nodePixels.size);
        nodePixels.add(i);
        state[i] |= KEY;
        walk(node, i, i + offsets[Integer.numberOfTrailingZeros(links(i))]);
      }
    }
  }

  private VesselGraph assemble() {
    float[] inscribed = new float[paths.size];
    long[] squared =
        DistanceMap.squaredAt(mask, Arrays.copyOf(paths.values, paths.size), BorderMode.BACKGROUND);
    for (int k = 0; k < inscribed.length; k++) {
      if (squared[k] == 0) {
        throw notInMask(paths.values[k]);
      }
      inscribed[k] = (float) (2 * Math.sqrt((double) squared[k]) - 1);
    }
    int nodes = nodeOffsets.size - 1;
    int segments = starts.size;
    int[] parent = DisjointSets.alone(nodes);
    boolean[] bridge = new boolean[segments];
    for (int s = 0; s < segments && options.mergeWidths() > 0; s++) {
      int a = starts.values[s];
      int b = ends.values[s];
      if (a != b && isJunction(a) && isJunction(b) && isShort(s, inscribed)) {
        bridge[s] = true;
        DisjointSets.join(parent, a, b);
      }
    }
    return build(widths(squared), parent, bridge);
  }

  /** Across the vessels, at each pixel of the paths. */
  private float[] widths(long[] squared) {
    VesselWidth across = new VesselWidth(mask);
    float[] widths = new float[squared.length];
    for (int s = 0; s < starts.size; s++) {
      across.along(paths.values, pathOffsets.values[s], pathOffsets.values[s + 1], squared, widths);
    }
    return widths;
  }

  private VesselGraph build(float[] calibers, int[] parent, boolean[] bridge) {
    int[][] pixels = pixelsOfNodes(parent, bridge);
    VesselGraphBuilder builder = VesselGraph.builder(width, height);
    int[] number = new int[parent.length];
    for (int n = 0; n < parent.length; n++) {
      if (parent[n] == n) {
        checkInMask(pixels[n]);
        number[n] = builder.addNode(kind(n), pixels[n]);
      }
    }
    for (int s = 0; s < bridge.length; s++) {
      if (!bridge[s]) {
        int from = pathOffsets.values[s];
        int to = pathOffsets.values[s + 1];
        builder.addSegment(
            number[DisjointSets.root(parent, starts.values[s])],
            number[DisjointSets.root(parent, ends.values[s])],
            Arrays.copyOfRange(paths.values, from, to),
            Arrays.copyOfRange(calibers, from, to));
      }
    }
    return builder.build();
  }

  /** The pixels of each node that is left after merging, with those of the bridges inside it. */
  private int[][] pixelsOfNodes(int[] parent, boolean[] bridge) {
    int nodes = parent.length;
    int[] size = new int[nodes];
    for (int n = 0; n < nodes; n++) {
      size[DisjointSets.root(parent, n)] += nodeOffsets.values[n + 1] - nodeOffsets.values[n];
    }
    for (int s = 0; s < bridge.length; s++) {
      if (bridge[s]) {
        size[DisjointSets.root(parent, starts.values[s])] +=
            pathOffsets.values[s + 1] - pathOffsets.values[s] - 2;
      }
    }
    int[][] pixels = new int[nodes][];
    for (int n = 0; n < nodes; n++) {
      if (parent[n] == n) {
        pixels[n] = new int[size[n]];
      }
    }
    int[] filled = new int[nodes];
    for (int n = 0; n < nodes; n++) {
      int root = DisjointSets.root(parent, n);
      for (int at = nodeOffsets.values[n]; at < nodeOffsets.values[n + 1]; at++) {
        pixels[root][filled[root]++] = nodePixels.values[at];
      }
    }
    for (int s = 0; s < bridge.length; s++) {
      if (bridge[s]) {
        int root = DisjointSets.root(parent, starts.values[s]);
        for (int at = pathOffsets.values[s] + 1; at < pathOffsets.values[s + 1] - 1; at++) {
          pixels[root][filled[root]++] = paths.values[at];
        }
      }
    }
    return pixels;
  }

  private boolean isJunction(int node) {
    return (state[nodePixels.values[nodeOffsets.values[node]]] & JUNCTION) != 0;
  }

  private NodeKind kind(int node) {
    if (node >= ringsFrom) {
      return NodeKind.RING;
    }
    if (isJunction(node)) {
      return NodeKind.JUNCTION;
    }
    return links(nodePixels.values[nodeOffsets.values[node]]) == 0
        ? NodeKind.ISOLATED
        : NodeKind.END_POINT;
  }

  /** Whether a segment is no longer than the vessels are wide there. */
  private boolean isShort(int segment, float[] inscribed) {
    int from = pathOffsets.values[segment];
    int to = pathOffsets.values[segment + 1];
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += inscribed[k];
    }
    return PixelPath.lengthPx(width, paths.values, from, to)
        <= options.mergeWidths() * sum / (to - from);
  }

  private void checkInMask(int[] positions) {
    for (int position : positions) {
      if (!mask.get(position % width, position / width)) {
        throw notInMask(position);
      }
    }
  }

  private IllegalArgumentException notInMask(int position) {
    return new IllegalArgumentException(
        "the skeleton's pixel x="
            + position % width
            + ", y="
            + position / width
            + " is not set in the mask");
  }

  /** A growing list. */
  private static final class Ints {
    private int[] values = new int[64];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size + (size >> 1));
      }
      values[size++] = value;
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The vessel trees of a graph: which way is upstream, toward the optic disc, at each node.
 *
 * <p>With a known optic disc ({@link #rootedAt}), upstream is the first segment of the shortest
 * path along the vessels to the disc, and of two equally short paths, the wider of their first
 * segments. Vessels that do not reach the disc start at their node nearest to it.
 *
 * <p>Without a disc ({@link #of}), the root of each connected part is the one that agrees best with
 * its junctions. At a junction of three segments, a segment is the more likely parent the smaller
 * the angle between the other two is (one unit for each 30 degrees) and the wider it is compared
 * with them (one unit for a factor of 1.42). The root is the node that maximizes the sum of these
 * scores over all junctions of the part; end points of wide vessels are preferred. The thickest
 * segment alone decides nothing: in photographs it often is a daughter.
 *
 * <p>Vessels pass crossings along their {@linkplain Segment#continuation continuation}, so that a
 * tree never turns from an artery into the vein that it crosses. Segments that close loops do not
 * count as upstream without a disc.
 *
 * <p>Cost: {@code O((nodes + segments) log segments)} and the pixels of all paths. Immutable and
 * thread-safe.
 */
public final class VesselTree {
  private static final double ANGLE_UNIT_DEG = 30;
  private static final double WIDTH_UNIT = 0.35;
  private static final double INNER_ROOT = -5;

  /** Ways to the disc are equally long if their lengths differ by less: by rounding errors. */
  private static final double SAME_LENGTH_PX = 1e-6;

  /** The radius around its center within which the disc's vessels start, in disc radii. */
  private static final double SOURCE_RADII = 1.5;

  private final VesselGraph graph;

  /** By end of a segment: where it is; crossings are two vertices, one for each vessel. */
  private final int[] vertices;

  private final int vertexCount;
  private final int[] offsets;
  private final int[] ends;

  /** By vertex: the end of the segment that leads upstream, or -1. */
  private final int[] upstream;

  private VesselTree(VesselGraph graph) {
    this.graph = graph;
    int count = 2 * graph.segmentCount();
    vertices = new int[count];
    int next = graph.nodeCount();
    for (int e = 0; e < count; e++) {
      vertices[e] = node(e);
    }
    for (Node node : graph.nodes()) {
      if (node.kind() == NodeKind.CROSSING) {
        next = splitCrossing(node, next);
      }
    }
    vertexCount = next;
    offsets = new int[vertexCount + 1];
    ends = new int[count];
    for (int vertex : vertices) {
      offsets[vertex + 1]++;
    }
    for (int v = 0; v < vertexCount; v++) {
      offsets[v + 1] += offsets[v];
    }
    int[] filled = offsets.clone();
    for (int e = 0; e < count; e++) {
      ends[filled[vertices[e]]++] = e;
    }
    upstream = new int[vertexCount];
    Arrays.fill(upstream, -1);
  }

  /** Adds a separate vertex for every vessel through a crossing but the first. */
  private int splitCrossing(Node node, int firstFree) {
    int next = firstFree;
    boolean first = true;
    for (int k = 0; k < node.degree(); k++) {
      int s = node.segment(k).index();
      for (int e = 2 * s; e <= 2 * s + 1; e++) {
        int partner = graph.continuation(e);
        if (node(e) == node.index() && partner > e) {
          if (vertices[e] == node.index() && !first) {
            vertices[e] = next;
            vertices[partner] = next;
            next++;
          }
          first = false;
        }
      }
    }
    return next;
  }

  private int node(int end) {
    return (end & 1) == 0 ? graph.startNode(end >> 1) : graph.endNode(end >> 1);
  }

  /**
   * The trees of a graph without a known optic disc.
   *
   * @param graph the vessels
   */
  public static VesselTree of(VesselGraph graph) {
    VesselTree tree = new VesselTree(Objects.requireNonNull(graph, "graph"));
    tree.orientByJunctions();
    return tree;
  }

  /**
   * The trees of a graph with a known optic disc.
   *
   * @param graph the vessels
   * @param x column of the disc's center in pixels
   * @param y row of the disc's center in pixels
   * @param radiusPx the disc's radius in pixels
   * @throws IllegalArgumentException if a value is not finite or the radius is negative
   */
  public static VesselTree rootedAt(VesselGraph graph, double x, double y, double radiusPx) {
    Objects.requireNonNull(graph, "graph");
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException(
          "the disc's center must be finite, got x=" + x + ", y=" + y);
    }
    if (!(radiusPx >= 0 && radiusPx < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("radiusPx must be 0 or more, got " + radiusPx);
    }
    VesselTree tree = new VesselTree(graph);
    tree.orientToward(x, y, SOURCE_RADII * radiusPx);
    return tree;
  }

  /** The graph. */
  public VesselGraph graph() {
    return graph;
  }

  /**
   * The segment that leads upstream from a node that is not a crossing; empty at a root, at an
   * isolated node, and at crossings, where each vessel has its own.
   */
  public Optional<Segment> upstream(Node node) {
    checkNode(node);
    int end = upstream[node.index()];
    return end < 0 || node.kind() == NodeKind.CROSSING
        ? Optional.empty()
        : Optional.of(graph.segment(end >> 1));
  }

  private void checkNode(Node node) {
    if (!Objects.requireNonNull(node, "node").equals(graph.node(node.index()))) {
      throw new IllegalArgumentException("node " + node.index() + " is not a node of this graph");
    }
  }

  /**
   * All bifurcations, in the order of their nodes: junctions where the ends of exactly three
   * different segments meet. At the root of a tree the parent is the segment that fits best by
   * angle and width.
   */
  public List<Bifurcation> bifurcations() {
    List<Bifurcation> found = new ArrayList<>();
    for (Node node : graph.nodes()) {
      int v = node.index();
      if (node.kind() == NodeKind.JUNCTION && isFork(v)) {
        int parent = upstream[v] >= 0 ? upstream[v] : likeliestParent(v);
        List<SegmentEnd> daughters = new ArrayList<>(2);
        for (int at = offsets[v]; at < offsets[v + 1]; at++) {
          if (ends[at] != parent) {
            daughters.add(end(ends[at]));
          }
        }
        found.add(new Bifurcation(node, end(parent), daughters.get(0), daughters.get(1)));
      }
    }
    return List.copyOf(found);
  }

  private SegmentEnd end(int e) {
    return new SegmentEnd(graph.segment(e >> 1), (e & 1) == 0);
  }

  /** Whether the ends of three different segments meet at a vertex. */
  private boolean isFork(int v) {
    if (offsets[v + 1] - offsets[v] != 3) {
      return false;
    }
    int a = ends[offsets[v]] >> 1;
    int b = ends[offsets[v] + 1] >> 1;
    int c = ends[offsets[v] + 2] >> 1;
    return a != b && b != c && a != c;
  }

  private int likeliestParent(int v) {
    double[] scores = parentScores(v);
    int best = 0;
    for (int k = 1; k < 3; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return ends[offsets[v] + best];
  }

  /** The score of each of the three segments at a fork as the parent. */
  private double[] parentScores(int v) {
    double[] widths = new double[3];
    double widest = 0;
    for (int k = 0; k < 3; k++) {
      widths[k] = graph.segment(ends[offsets[v] + k] >> 1).meanCaliberPx();
      widest = Math.max(widest, widths[k]);
    }
    Direction[] directions = new Direction[3];
    for (int k = 0; k < 3; k++) {
      SegmentEnd end = end(ends[offsets[v] + k]);
      directions[k] =
          BranchDirection.of(end, widest)
              .orElseGet(
                  () ->
                      end.atStart()
                          ? end.segment().startDirection()
                          : end.segment().endDirection());
    }
    double[] scores = new double[3];
    for (int k = 0; k < 3; k++) {
      int i = (k + 1) % 3;
      int j = (k + 2) % 3;
      double angle = Math.toDegrees(directions[i].angleRad(directions[j]));
      double ratio = widths[k] / Math.max(widths[i], widths[j]);
      scores[k] = (180 - angle) / ANGLE_UNIT_DEG + Math.log(Math.max(ratio, 1e-3)) / WIDTH_UNIT;
    }
    return scores;
  }

  private void orientToward(double x, double y, double radius) {
    double[] cost = new double[vertexCount];
    Arrays.fill(cost, Double.POSITIVE_INFINITY);
    double[] distance = new double[vertexCount];
    int[] part = parts();
    int[] nearest = new int[vertexCount];
    Arrays.fill(nearest, -1);
    for (int v = 0; v < vertexCount; v++) {
      distance[v] = distance(v, x, y);
      int p = part[v];
      if (nearest[p] < 0 || distance[v] < distance[nearest[p]]) {
        nearest[p] = v;
      }
    }
    PriorityQueue<double[]> queue =
        new PriorityQueue<>(
            Comparator.<double[]>comparingDouble(item -> item[0])
                .thenComparingDouble(item -> item[1]));
    for (int v = 0; v < vertexCount; v++) {
      if (distance[v] <= radius || nearest[part[v]] == v) {
        cost[v] = distance[v];
        queue.add(new double[] {cost[v], v});
      }
    }
    while (!queue.isEmpty()) {
      double[] item = queue.poll();
      int v = (int) item[1];
      if (item[0] > cost[v]) {
        continue;
      }
      for (int at = offsets[v]; at < offsets[v + 1]; at++) {
        int e = ends[at];
        int u = vertices[e ^ 1];
        double through = cost[v] + graph.lengthPx(e >> 1);
        if (through < cost[u] - SAME_LENGTH_PX) {
          cost[u] = through;
          upstream[u] = e ^ 1;
          queue.add(new double[] {through, u});
        } else if (through < cost[u] + SAME_LENGTH_PX
            && upstream[u] >= 0
            && isWider(e >> 1, upstream[u] >> 1)) {
          upstream[u] = e ^ 1;
        }
      }
    }
  }

  private boolean isWider(int one, int other) {
    return graph.segment(one).meanCaliberPx() > graph.segment(other).meanCaliberPx();
  }

  private double distance(int v, double x, double y) {
    if (offsets[v] == offsets[v + 1]) {
      return v < graph.nodeCount()
          ? Math.hypot(graph.node(v).x() - x, graph.node(v).y() - y)
          : Double.POSITIVE_INFINITY;
    }
    Node node = graph.node(node(ends[offsets[v]]));
    return Math.hypot(node.x() - x, node.y() - y);
  }

  /** By vertex, the number of its connected part: the lowest of its vertices. */
  private int[] parts() {
    int[] part = new int[vertexCount];
    Arrays.fill(part, -1);
    int[] queue = new int[vertexCount];
    for (int first = 0; first < vertexCount; first++) {
      if (part[first] >= 0) {
        continue;
      }
      int size = 0;
      queue[size++] = first;
      part[first] = first;
      for (int k = 0; k < size; k++) {
        int v = queue[k];
        for (int at = offsets[v]; at < offsets[v + 1]; at++) {
          int u = vertices[ends[at] ^ 1];
          if (part[u] < 0) {
            part[u] = first;
            queue[size++] = u;
          }
        }
      }
    }
    return part;
  }

  private void orientByJunctions() {
    boolean[] inTree = spanningForest();
    double[] scores = new double[ends.length];
    for (int v = 0; v < vertexCount; v++) {
      if (isFork(v)) {
        double[] three = parentScores(v);
        for (int k = 0; k < 3; k++) {
          scores[ends[offsets[v] + k]] = three[k];
        }
      }
    }
    int[] order = new int[vertexCount];
    int[] toward = new int[vertexCount];
    Arrays.fill(toward, -1);
    boolean[] seen = new boolean[vertexCount];
    double[] total = new double[vertexCount];
    for (int first = 0; first < vertexCount; first++) {
      if (seen[first]) {
        continue;
      }
      int size = walk(first, inTree, seen, toward, order);
      double widest = 0;
      for (int k = 0; k < size; k++) {
        widest = Math.max(widest, endWidth(order[k]));
      }
      // The score of each vertex as the root, from that of the one that leads to it.
      int best = first;
      total[first] = rootScore(first, widest);
      for (int k = 1; k < size; k++) {
        int v = order[k];
        int down = toward[v];
        int u = vertices[down ^ 1];
        total[v] =
            total[u]
                - scores[down]
                + scores[down ^ 1]
                + rootScore(v, widest)
                - rootScore(u, widest);
        best = total[v] > total[best] ? v : best;
      }
      for (int k = 0; k < size; k++) {
        seen[order[k]] = false;
      }
      walk(best, inTree, seen, upstream, order);
      upstream[best] = -1;
    }
  }

  /** Visits a tree breadth first; notes at each vertex the end that leads back to the first. */
  private int walk(int first, boolean[] inTree, boolean[] seen, int[] toward, int[] order) {
    int size = 0;
    order[size++] = first;
    seen[first] = true;
    for (int k = 0; k < size; k++) {
      int v = order[k];
      for (int at = offsets[v]; at < offsets[v + 1]; at++) {
        int e = ends[at];
        int u = vertices[e ^ 1];
        if (inTree[e >> 1] && !seen[u]) {
          seen[u] = true;
          toward[u] = e ^ 1;
          order[size++] = u;
        }
      }
    }
    return size;
  }

  /** The width of the segment that ends freely at a vertex; 0 where none or several do. */
  private double endWidth(int v) {
    return offsets[v + 1] - offsets[v] == 1
        ? graph.segment(ends[offsets[v]] >> 1).meanCaliberPx()
        : 0;
  }

  private double rootScore(int v, double widest) {
    double width = endWidth(v);
    return width > 0 ? Math.log(width / widest) : INNER_ROOT;
  }

  /** Which segments form the forest of the widest vessels. */
  private boolean[] spanningForest() {
    int count = graph.segmentCount();
    Integer[] byWidth = new Integer[count];
    float[] width = new float[count];
    for (int s = 0; s < count; s++) {
      byWidth[s] = s;
      // Rounding errors of the mean must not decide between equally wide segments.
      width[s] = (float) graph.segment(s).meanCaliberPx();
    }
    Arrays.sort(
        byWidth,
        Comparator.comparingDouble((Integer s) -> -width[s])
            .thenComparingDouble(s -> -graph.lengthPx(s)));
    int[] parents = DisjointSets.alone(vertexCount);
    boolean[] inTree = new boolean[count];
    for (int s : byWidth) {
      inTree[s] = DisjointSets.join(parents, vertices[2 * s], vertices[2 * s + 1]);
    }
    return inTree;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.jgrapht;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jgrapht.GraphType;
import org.jgrapht.graph.AbstractGraph;
import org.jgrapht.graph.DefaultGraphType;
import org.jspecify.annotations.Nullable;

/**
 * A {@link VesselGraph} as a JGraphT graph: undirected, weighted by the length of a segment in
 * pixels, with parallel edges and loops. Nothing is copied; sets are in the order of the graph.
 * Everything that would change it throws {@link UnsupportedOperationException}.
 *
 * <p>Immutable and thread-safe.
 */
public final class VesselGraphView extends AbstractGraph<Node, Segment> {
  private static final GraphType TYPE =
      new DefaultGraphType.Builder()
          .undirected()
          .weighted(true)
          .modifiable(false)
          .allowMultipleEdges(true)
          .allowSelfLoops(true)
          .allowCycles(true)
          .build();

  private final VesselGraph graph;
  private final Set<Node> nodes;
  private final Set<Segment> segments;

  private VesselGraphView(VesselGraph graph) {
    this.graph = graph;
    this.nodes = new All<>(graph.nodes(), Node.class, this::containsVertex);
    this.segments = new All<>(graph.segments(), Segment.class, this::containsEdge);
  }

  /** A view of a graph. */
  public static VesselGraphView of(VesselGraph graph) {
    return new VesselGraphView(Objects.requireNonNull(graph, "graph"));
  }

  /** The graph itself. */
  public VesselGraph graph() {
    return graph;
  }

  @Override
  public GraphType getType() {
    return TYPE;
  }

  @Override
  public Set<Node> vertexSet() {
    return nodes;
  }

  @Override
  public Set<Segment> edgeSet() {
    return segments;
  }

  @Override
  public boolean containsVertex(Node node) {
    return node != null
        && node.index() < graph.nodeCount()
        && graph.node(node.index()).equals(node);
  }

  @Override
  public boolean containsEdge(Segment segment) {
    return segment != null
        && segment.index() < graph.segmentCount()
        && graph.segment(segment.index()).equals(segment);
  }

  @Override
  public Node getEdgeSource(Segment segment) {
    return checked(segment).start();
  }

  @Override
  public Node getEdgeTarget(Segment segment) {
    return checked(segment).end();
  }

  /** The length of a segment in pixels. */
  @Override
  public double getEdgeWeight(Segment segment) {
    return checked(segment).lengthPx();
  }

  /** The number of ends of segments at a node; a loop counts twice. */
  @Override
  public int degreeOf(Node node) {
    assertVertexExist(node);
    return node.degree();
  }

  @Override
  public int inDegreeOf(Node node) {
    return degreeOf(node);
  }

  @Override
  public int outDegreeOf(Node node) {
    return degreeOf(node);
  }

  @Override
  public Set<Segment> edgesOf(Node node) {
    assertVertexExist(node);
    Set<Segment> edges = new LinkedHashSet<>();
    for (int k = 0; k < node.degree(); k++) {
      edges.add(node.segment(k));
    }
    return Collections.unmodifiableSet(edges);
  }

  @Override
  public Set<Segment> incomingEdgesOf(Node node) {
    return edgesOf(node);
  }

  @Override
  public Set<Segment> outgoingEdgesOf(Node node) {
    return edgesOf(node);
  }

  /** All segments between two nodes; null if one of them is not in the graph, as JGraphT asks. */
  @Override
  public @Nullable Set<Segment> getAllEdges(Node one, Node other) {
    if (!containsVertex(one) || !containsVertex(other)) {
      return null;
    }
    Set<Segment> edges = new LinkedHashSet<>();
    for (int k = 0; k < one.degree(); k++) {
      Segment segment = one.segment(k);
      Node opposite = segment.start().equals(one) ? segment.end() : segment.start();
      if (opposite.equals(other)) {
        edges.add(segment);
      }
    }
    return Collections.unmodifiableSet(edges);
  }

  /** The first segment between two nodes; null if there is none, as JGraphT asks. */
  @Override
  public @Nullable Segment getEdge(Node one, Node other) {
    Set<Segment> edges = getAllEdges(one, other);
    return edges == null || edges.isEmpty() ? null : edges.iterator().next();
  }

  @Override
  public @Nullable Supplier<Node> getVertexSupplier() {
    return null;
  }

  @Override
  public @Nullable Supplier<Segment> getEdgeSupplier() {
    return null;
  }

  @Override
  public Segment addEdge(Node one, Node other) {
    throw unmodifiable();
  }

  @Override
  public boolean addEdge(Node one, Node other, Segment segment) {
    throw unmodifiable();
  }

  @Override
  public Node addVertex() {
    throw unmodifiable();
  }

  @Override
  public boolean addVertex(Node node) {
    throw unmodifiable();
  }

  @Override
  public Segment removeEdge(Node one, Node other) {
    throw unmodifiable();
  }

  @Override
  public boolean removeEdge(Segment segment) {
    throw unmodifiable();
  }

  @Override
  public boolean removeVertex(Node node) {
    throw unmodifiable();
  }

  @Override
  public void setEdgeWeight(Segment segment, double weight) {
    throw unmodifiable();
  }

  private Segment checked(Segment segment) {
    if (!containsEdge(segment)) {
      throw new IllegalArgumentException("no such segment in the graph: " + segment);
    }
    return segment;
  }

  private static UnsupportedOperationException unmodifiable() {
    return new UnsupportedOperationException("a vessel graph cannot be changed");
  }

  /** All nodes or all segments of the graph. */
  private static final class All<T> extends AbstractSet<T> {
    private final List<T> items;
    private final Class<T> type;
    private final Predicate<T> contained;

    All(List<T> items, Class<T> type, Predicate<T> contained) {
      this.items = items;
      this.type = type;
      this.contained = contained;
    }

    @Override
    public Iterator<T> iterator() {
      return items.iterator();
    }

    @Override
    public int size() {
      return items.size();
    }

    @Override
    public boolean contains(Object item) {
      return type.isInstance(item) && contained.test(type.cast(item));
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A bifurcation: a junction where one vessel, the parent, divides into two, the daughters. {@link
 * VesselTree#bifurcations()} finds all of a graph. Branching angles, junction exponents, area
 * ratios and asymmetry ratios are computed from this type.
 *
 * <p>Widths are means over the whole segments, in pixels. Angles are measured where each branch has
 * left the parent: the pixels within one parent width along its path are left out, and its
 * direction is the principal axis of the pixels after them, over 2.5 more parent widths, at least
 * two median calibers of the graph and 6 px.
 *
 * <p>Immutable and thread-safe; the measured values are stored.
 */
public final class Bifurcation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Node node;
  private final SegmentEnd parent;
  private final SegmentEnd wider;
  private final SegmentEnd narrower;
  private final double angleDeg;
  private final double widerBendDeg;
  private final double narrowerBendDeg;

  Bifurcation(Node node, SegmentEnd parent, SegmentEnd first, SegmentEnd second) {
    this.node = Objects.requireNonNull(node, "node");
    this.parent = Objects.requireNonNull(parent, "parent");
    boolean inOrder = first.segment().meanCaliberPx() >= second.segment().meanCaliberPx();
    this.wider = inOrder ? first : second;
    this.narrower = inOrder ? second : first;
    double clearance = parentWidthPx();
    Optional<Direction> back = BranchDirection.of(parent, clearance);
    Optional<Direction> one = BranchDirection.of(wider, clearance);
    Optional<Direction> other = BranchDirection.of(narrower, clearance);
    this.angleDeg = angleDeg(one, other);
    this.widerBendDeg = 180 - angleDeg(back, one);
    this.narrowerBendDeg = 180 - angleDeg(back, other);
  }

  private static double angleDeg(Optional<Direction> a, Optional<Direction> b) {
    return a.isEmpty() || b.isEmpty() ? Double.NaN : Math.toDegrees(a.get().angleRad(b.get()));
  }

  /** The junction. */
  public Node node() {
    return node;
  }

  /** The segment upstream of the junction. */
  public Segment parent() {
    return parent.segment();
  }

  /** The daughter with the larger mean width; of two equal ones the first in the graph. */
  public Segment widerDaughter() {
    return wider.segment();
  }

  /** The other daughter. */
  public Segment narrowerDaughter() {
    return narrower.segment();
  }

  /** The mean width of the parent, in pixels. */
  public double parentWidthPx() {
    return parent().meanCaliberPx();
  }

  /** The mean width of the wider daughter, in pixels. */
  public double widerWidthPx() {
    return widerDaughter().meanCaliberPx();
  }

  /** The mean width of the narrower daughter, in pixels. */
  public double narrowerWidthPx() {
    return narrowerDaughter().meanCaliberPx();
  }

  /**
   * The branching angle: between the directions of the two daughters, in degrees, 0..180; empty if
   * a daughter is too short to measure its direction.
   */
  public OptionalDouble angleDeg() {
    return optional(angleDeg);
  }

  /**
   * By how many degrees the wider daughter deviates from the straight continuation of the parent,
   * 0..180; empty if one of them is too short.
   */
  public OptionalDouble widerBendDeg() {
    return optional(widerBendDeg);
  }

  /**
   * By how many degrees the narrower daughter deviates from the straight continuation of the
   * parent, 0..180; empty if one of them is too short.
   */
  public OptionalDouble narrowerBendDeg() {
    return optional(narrowerBendDeg);
  }

  private static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Equal by node and branches. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bifurcation that
        && that.node.equals(node)
        && that.parent.equals(parent)
        && that.wider.equals(wider)
        && that.narrower.equals(narrower);
  }

  @Override
  public int hashCode() {
    return Objects.hash(node, parent, wider, narrower);
  }

  @Override
  public String toString() {
    return "Bifurcation[node "
        + node.index()
        + ", parent "
        + parent().index()
        + ", daughters "
        + widerDaughter().index()
        + " and "
        + narrowerDaughter().index()
        + ", "
        + angleDeg
        + " degrees]";
  }
}

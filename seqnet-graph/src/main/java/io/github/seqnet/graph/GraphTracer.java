// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.thinning.Orientation;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.BinaryMask;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * Traces a skeleton into a {@link VesselGraph}.
 *
 * <p>Pixels with one neighbor are end points, pixels with more than two are junctions, and adjacent
 * junction pixels are one node; {@link JunctionRule} defines neighbors. A segment is a line of
 * pixels between two nodes; it has no pixels of its own where an end point touches a junction or
 * another end point. A ring without any key point is cut at one of its pixels. Then junctions
 * closer together than the vessels are wide merge, see {@link TracingOptions#mergeWidths}; the
 * pixels of the bridge between them then belong to the node. At last, where that is asked for,
 * spurs are taken off, the shortest first, see {@link TracingOptions#spurWidths}: where two lines
 * are left at a junction they become one segment, so that of the two spurs at a flat end the longer
 * stays, as the vessel's last piece.
 *
 * <p>Any mask may be traced, thin or not; one from {@link
 * io.github.seqnet.graph.thinning.Thinning#skeleton} gives the graph with the fewest nodes. A
 * skeleton turned or mirrored gives the same graph turned or mirrored, except for the order of
 * nodes and segments.
 *
 * <p>The caliber at a pixel is measured across the vessel, perpendicular to the line, from edge to
 * edge: the mean of six rays side by side, each followed in steps of a quarter of a pixel. A ray
 * ends at most 2 px farther away than the nearest background, so that calibers near junctions stay
 * those of the vessel itself. The outside of the image counts as background.
 *
 * <p>Cost: linear in the number of pixels, with memory for one byte per pixel beside the graph.
 * Immutable and safe to share between threads.
 */
public final class GraphTracer {
  private final TracingOptions options;

  private GraphTracer(TracingOptions options) {
    this.options = options;
  }

  /** A tracer with these options. */
  public static GraphTracer with(TracingOptions options) {
    return new GraphTracer(Objects.requireNonNull(options, "options"));
  }

  /** The options of this tracer. */
  public TracingOptions options() {
    return options;
  }

  /**
   * Traces a skeleton.
   *
   * @param skeleton the lines to trace
   * @param mask the vessel mask of the skeleton, from which calibers are measured
   * @throws IllegalArgumentException if the sizes differ or a pixel of the skeleton is not set in
   *     the mask
   */
  public VesselGraph trace(BinaryMask skeleton, BinaryMask mask) {
    return trace(skeleton, mask, position -> false);
  }

  /**
   * Thins a mask and traces its skeleton. A mask that was enlarged by repeating its pixels gives
   * the graph of the original, enlarged: all edges of such a mask lie on a grid of equal blocks.
   *
   * @param mask the vessels
   * @param thinning how the mask is thinned
   */
  public VesselGraph trace(BinaryMask mask, ThinningMethod thinning) {
    return trace(mask, thinning, false);
  }

  /**
   * As {@link #trace(BinaryMask, ThinningMethod)}.
   *
   * @param fill whether the holes that open where two vessels meet are filled
   */
  VesselGraph trace(BinaryMask mask, ThinningMethod thinning, boolean fill) {
    Objects.requireNonNull(thinning, "thinning");
    PixelBlocks blocks = PixelBlocks.of(mask);
    BinaryMask reduced = blocks.side() == 1 ? mask : blocks.reduce(mask);
    BinaryMask filled = fill ? JunctionHoles.fill(reduced) : reduced;
    VesselGraph graph = trace(Thinning.skeleton(filled, thinning), filled);
    return blocks.side() == 1 ? graph : blocks.enlarge(graph);
  }

  /**
   * As {@link #trace(BinaryMask, BinaryMask)}.
   *
   * @param joined whether a line that ends at this position continues elsewhere, so that it is not
   *     a spur
   */
  VesselGraph trace(BinaryMask skeleton, BinaryMask mask, IntPredicate joined) {
    if (skeleton.width() != mask.width() || skeleton.height() != mask.height()) {
      throw new IllegalArgumentException(
          "skeleton must be "
              + mask.width()
              + " x "
              + mask.height()
              + " pixels as the mask, got "
              + skeleton.width()
              + " x "
              + skeleton.height());
    }
    // The same graph for an image that is turned or mirrored, also where two choices are equal.
    Orientation orientation = Orientation.of(mask);
    if (orientation.isUpright()
        || options.junctionRule() == JunctionRule.PAPER
        || !isPart(skeleton, mask)) {
      return traceAsItIs(skeleton, mask, joined);
    }
    int width = mask.width();
    int height = mask.height();
    VesselGraph turned =
        traceAsItIs(
            orientation.apply(skeleton),
            orientation.apply(mask),
            position -> joined.test(orientation.undo(position, width, height)));
    return UprightGraph.of(turned, orientation, width, height);
  }

  private static boolean isPart(BinaryMask skeleton, BinaryMask mask) {
    byte[] lines = skeleton.toArray();
    byte[] vessels = mask.toArray();
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] > vessels[i]) {
        return false;
      }
    }
    return true;
  }

  private VesselGraph traceAsItIs(BinaryMask skeleton, BinaryMask mask, IntPredicate joined) {
    VesselGraph graph = new TracingKernel(skeleton, mask, options).trace();
    VesselGraph pruned =
        options.spurWidths() > 0
            ? new SpurPruning(graph, options.spurWidths(), joined).prune()
            : graph;
    return options.crossings() ? CrossingFinder.find(SharpTurns.split(pruned)) : pruned;
  }
}

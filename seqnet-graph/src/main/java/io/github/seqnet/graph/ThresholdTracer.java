// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Traces a vessel probability map at several thresholds: first at the highest threshold, which
 * finds the most probable vessels; each lower threshold adds the parts of its skeleton that lie
 * outside of the mask of the one before. Each segment stores the threshold at which it was found.
 * Parts added at a lower threshold are not joined to nodes of a higher one; they end within half a
 * vessel width of them.
 *
 * <p>Cost: one thinning for each threshold. Immutable and safe to share between threads.
 */
public final class ThresholdTracer {
  private final ThresholdOptions options;

  private ThresholdTracer(ThresholdOptions options) {
    this.options = options;
  }

  /** A tracer with these options. */
  public static ThresholdTracer with(ThresholdOptions options) {
    return new ThresholdTracer(Objects.requireNonNull(options, "options"));
  }

  /** The options of this tracer. */
  public ThresholdOptions options() {
    return options;
  }

  /**
   * Traces a map; segments of higher thresholds come first. A map that was enlarged by repeating
   * its pixels is traced as the original, and its graph enlarged.
   *
   * @param vessel how likely each pixel is a vessel
   */
  public VesselGraph trace(ProbabilityMap vessel) {
    PixelBlocks blocks = PixelBlocks.of(levels(vessel), vessel.width(), vessel.height());
    return blocks.side() == 1
        ? traceAsItIs(vessel)
        : blocks.enlarge(traceAsItIs(blocks.reduce(vessel)));
  }

  /** By pixel, how many thresholds its probability is above. */
  private byte[] levels(ProbabilityMap vessel) {
    float[] values = vessel.toArray();
    byte[] levels = new byte[values.length];
    for (double threshold : options.thresholds()) {
      for (int i = 0; i < levels.length; i++) {
        levels[i] += (byte) (values[i] > threshold ? 1 : 0);
      }
    }
    return levels;
  }

  private VesselGraph traceAsItIs(ProbabilityMap vessel) {
    VesselGraphBuilder builder = VesselGraph.builder(vessel.width(), vessel.height());
    GraphTracer tracer = GraphTracer.with(options.tracing());
    List<Double> thresholds = options.thresholds();
    BinaryMask covered = null;
    int segments = 0;
    for (double threshold : thresholds) {
      BinaryMask mask = vessel.above(threshold);
      BinaryMask skeleton = Thinning.skeleton(mask, options.thinning());
      BinaryMask before = covered;
      VesselGraph graph =
          before == null
              ? tracer.trace(skeleton, mask)
              : tracer.trace(
                  uncovered(skeleton, before), mask, position -> touches(before, position));
      builder.addAll(graph);
      for (int s = 0; s < graph.segmentCount(); s++) {
        builder.threshold(segments++, threshold);
      }
      covered = mask;
    }
    return builder.build();
  }

  /**
   * Whether the mask has a pixel next to this one, where the line continues at a higher threshold.
   */
  private static boolean touches(BinaryMask mask, int position) {
    int x = position % mask.width();
    int y = position / mask.width();
    for (int v = Math.max(0, y - 1); v <= Math.min(mask.height() - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(mask.width() - 1, x + 1); u++) {
        if (mask.get(u, v)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The connected parts of a skeleton outside of a mask, without those that are too short. */
  private BinaryMask uncovered(BinaryMask skeleton, BinaryMask covered) {
    int width = skeleton.width();
    int height = skeleton.height();
    byte[] rest = skeleton.toArray();
    byte[] cover = covered.toArray();
    for (int i = 0; i < rest.length; i++) {
      rest[i] &= (byte) (1 - cover[i]);
    }
    byte[] kept = new byte[rest.length];
    int[] part = new int[256];
    for (int first = 0; first < rest.length; first++) {
      if (rest[first] == 0) {
        continue;
      }
      int size = 0;
      rest[first] = 0;
      part[size++] = first;
      for (int k = 0; k < size; k++) {
        int x = part[k] % width;
        int y = part[k] / width;
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
            int j = v * width + u;
            if (rest[j] != 0) {
              rest[j] = 0;
              if (size == part.length) {
                part = Arrays.copyOf(part, 2 * size);
              }
              part[size++] = j;
            }
          }
        }
      }
      if (size >= options.minimumPixels()) {
        for (int k = 0; k < size; k++) {
          kept[part[k]] = 1;
        }
      }
    }
    return BinaryMask.wrap(width, height, kept);
  }
}

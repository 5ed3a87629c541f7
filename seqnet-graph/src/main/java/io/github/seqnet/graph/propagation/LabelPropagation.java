// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.VesselLabel;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

/**
 * A rule by which neighboring segments of a graph agree on their labels. Input is a graph whose
 * segments have confidences as {@link LabelUnification} gives them: positive for arteries, negative
 * for veins, in pixels.
 *
 * <p>Built in are {@link #paper} and {@link #stable}. A rule of your own implements {@link #id} and
 * {@link #propagate(VesselGraph, FrozenRegion, Map)}; {@link PropagationResult#of} turns a new
 * confidence for each segment into a result with an audit trail. Rules that are registered as a
 * service ({@code META-INF/services} or {@code provides} in a module) are found by {@link #named}.
 *
 * <p>Implementations are immutable and safe to share between threads.
 */
public interface LabelPropagation {
  /**
   * The rule of the SeqNet paper (Li et al., MIDL 2020, arXiv:2005.13337, section 2.3), as printed:
   * in each sweep, segment after segment, {@code c_i += A L T D c_j} for each end of segment i and
   * each end of another segment j that is no farther than {@link PaperOptions#maximumDistancePx}.
   * Each term is {@code (x - m)^2 / m^2}, and 0 for x above m:
   *
   * <ul>
   *   <li>A: by how much the two ends miss being straight continuations of each other;
   *   <li>L: by how much the gap from i to j misses leading straight on from i; 1 at one node;
   *   <li>T: the difference of the mean calibers;
   *   <li>D: the distance of the two ends, 0 at one node.
   * </ul>
   *
   * <p>Changes take effect at once, in the order of the segments (high thresholds first), and
   * confidences have no bound: the result depends on the order. Confidences stay in pixels. Ends at
   * a node of more than 12 ends do not influence each other through it: it is a blot.
   */
  static LabelPropagation paper(PaperOptions options) {
    return new CouplingPropagation(Objects.requireNonNull(options, "options"), null);
  }

  /**
   * A rule that does not depend on the order of segments, is bounded, and settles.
   *
   * <p>Each segment is a spin, +1 for artery and -1 for vein. Its own confidence c over n pixels is
   * a field {@code h = evidence * atanh(0.98 c / n) * (n / 10)^(1/4)}, no larger than the limit:
   * half the log-odds that its label is right, as found on training images; it grows slowly with
   * the length, as the errors of a network along one vessel are alike. Two ends at one node are
   * coupled by {@code J = continuation * (1 - bend / neutralBend)}, so that branches share the
   * label of their stem, and vessels that meet at a sharp angle are rather different; where four
   * ends meet, opposite ones are coupled at least by {@code crossing}. Ends that face each other
   * across a gap, one of them an end point, are coupled by {@code gap * (1 - distance /
   * gapDistance) * (1 - bend / gapBend)}. The couplings are half the log-odds that two such ends
   * belong to one vessel, as found in annotated images.
   *
   * <p>The mean values m of the spins are found by mean-field annealing: all at once, {@code m <-
   * (m + tanh((h + sum of J m) / temperature)) / 2}, while the temperature falls from 4 to 1, then
   * until no value changes by more than 0.0001 or {@link StableOptions#maximumSweeps} is reached.
   * The confidence of a segment of n pixels is then {@code n m}. Compare Peterson and Anderson, "A
   * mean field theory learning algorithm for neural networks", Complex Systems 1, 1987.
   */
  static LabelPropagation stable(StableOptions options) {
    return new CouplingPropagation(null, Objects.requireNonNull(options, "options"));
  }

  /**
   * A rule by its id: {@code paper} and {@code stable} with their default options, and those of
   * services.
   *
   * @param id the id, see {@link #id}
   * @throws IllegalArgumentException if there is no such rule; lists those that exist
   */
  static LabelPropagation named(String id) {
    Objects.requireNonNull(id, "id");
    StringBuilder known = new StringBuilder("paper, stable");
    if (id.equals("paper")) {
      return paper(PaperOptions.defaults());
    }
    if (id.equals("stable")) {
      return stable(StableOptions.defaults());
    }
    for (LabelPropagation rule : ServiceLoader.load(LabelPropagation.class)) {
      if (rule.id().equals(id)) {
        return rule;
      }
      known.append(", ").append(rule.id());
    }
    throw new IllegalArgumentException(
        "unknown label propagation \"" + id + "\"; known are " + known);
  }

  /** The name of this rule for the command line and for records, such as {@code stable}. */
  String id();

  /** Propagates with all labels free, as {@link #propagate(VesselGraph, FrozenRegion, Map)}. */
  default PropagationResult propagate(VesselGraph graph) {
    return propagate(graph, FrozenRegion.none(), Map.of());
  }

  /**
   * Propagates labels. A segment of unknown label without any influence, whose confidence stays 0,
   * stays unknown; all others become artery or vein.
   *
   * @param graph a graph with labels and confidences
   * @param frozen the region in which labels do not change
   * @param fixed labels set by the caller, by segment index; they are treated as certain
   * @throws IllegalArgumentException if a segment has no confidence, the frozen mask is not of the
   *     graph's size, there is no such segment, or a fixed label is neither artery nor vein
   */
  PropagationResult propagate(
      VesselGraph graph, FrozenRegion frozen, Map<Integer, VesselLabel> fixed);
}

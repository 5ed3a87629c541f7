// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.propagation.FrozenRegion;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.LabelPropagation;
import io.github.seqnet.graph.propagation.PropagationResult;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Adds a label propagation rule of your own: each segment takes the label that most pixels of the
 * segment and its neighbors have. Corrects the labels of an artery/vein map with it.
 *
 * <p>Name the rule in {@code META-INF/services/io.github.seqnet.graph.propagation.LabelPropagation}
 * of your jar, and {@code --refine neighbor-vote} finds it.
 *
 * <p>Arguments: the map and the PNG file to write.
 */
public final class CustomPropagation {
  private CustomPropagation() {}

  /** Lets neighboring segments vote, each with the number of its pixels. */
  public static final class NeighborVote implements LabelPropagation {
    @Override
    public String id() {
      return "neighbor-vote";
    }

    @Override
    public PropagationResult propagate(
        VesselGraph graph, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
      return PropagationResult.of(graph, frozen, fixed, segment -> vote(segment, fixed));
    }

    private static double vote(Segment segment, Map<Integer, VesselLabel> fixed) {
      double sum = confidence(segment, fixed);
      for (Node node : new Node[] {segment.start(), segment.end()}) {
        for (int k = 0; k < node.degree(); k++) {
          Segment neighbor = node.segment(k);
          if (neighbor.index() != segment.index()) {
            sum += confidence(neighbor, fixed);
          }
        }
      }
      return sum;
    }

    /** Positive for arteries, negative for veins, in pixels. */
    private static double confidence(Segment segment, Map<Integer, VesselLabel> fixed) {
      VesselLabel label = fixed.get(segment.index());
      if (label == null) {
        return segment.confidence().orElse(0);
      }
      return label == VesselLabel.ARTERY ? segment.pixelCount() : -segment.pixelCount();
    }
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(2, arguments, "CustomPropagation <map> <result.png>");
    RefinementResult result =
        GraphRefiner.with(RefinementOptions.defaults(), new NeighborVote())
            .refine(ImageFiles.readLabels(Path.of(arguments[0])));
    long changed = result.audits().stream().filter(audit -> audit.changed()).count();
    System.out.println(changed + " of " + result.audits().size() + " segments changed their label");
    ImageFiles.writePng(Path.of(arguments[1]), result.labels());
  }
}

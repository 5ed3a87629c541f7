// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.List;

/**
 * One label for each segment (SeqNet paper, section 2.2): the confidence is the sum of artery minus
 * vein probability over the pixels of the segment, a sum and not a mean, so that long segments have
 * a high confidence. Artery if it is above 0, else vein. A segment without pixels of its own is
 * judged by the pixels at its ends. Cost: linear in the pixels of all paths. Thread-safe.
 */
public final class LabelUnification {
  private LabelUnification() {}

  /**
   * Labels all segments.
   *
   * @return the graph with labels and confidences
   * @throws IllegalArgumentException if a map is not of the graph's size
   */
  public static VesselGraph unify(VesselGraph graph, ProbabilityMap artery, ProbabilityMap vein) {
    checkSize("artery map", artery, graph);
    checkSize("vein map", vein, graph);
    double[] confidences = new double[graph.segmentCount()];
    for (Segment segment : graph.segments()) {
      confidences[segment.index()] = confidence(segment, artery, vein);
    }
    return graph.withLabels(labels(confidences), confidences);
  }

  private static double confidence(Segment segment, ProbabilityMap artery, ProbabilityMap vein) {
    double sum = 0;
    for (int k = segment.firstOwn(), last = segment.lastOwn(); k <= last; k++) {
      int x = segment.x(k);
      int y = segment.y(k);
      sum += artery.get(x, y) - vein.get(x, y);
    }
    return sum;
  }

  /**
   * Labels all segments from an artery/vein map of any origin. The confidence is the number of
   * artery pixels minus the number of vein pixels along the segment; crossings and unknown pixels
   * count for neither. Artery if it is above 0, vein if below, unknown if it is 0.
   *
   * @return the graph with labels and confidences
   * @throws IllegalArgumentException if the map is not of the graph's size
   */
  public static VesselGraph unify(VesselGraph graph, ArteryVeinMap map) {
    if (map.width() != graph.width() || map.height() != graph.height()) {
      throw new IllegalArgumentException(
          "artery/vein map must be "
              + graph.width()
              + " x "
              + graph.height()
              + " pixels as the graph, got "
              + map.width()
              + " x "
              + map.height());
    }
    double[] confidences = new double[graph.segmentCount()];
    List<VesselLabel> labels = new ArrayList<>(confidences.length);
    for (Segment segment : graph.segments()) {
      int sum = 0;
      for (int k = segment.firstOwn(), last = segment.lastOwn(); k <= last; k++) {
        VesselLabel label = map.get(segment.x(k), segment.y(k));
        sum += label == VesselLabel.ARTERY ? 1 : label == VesselLabel.VEIN ? -1 : 0;
      }
      confidences[segment.index()] = sum;
      labels.add(sum > 0 ? VesselLabel.ARTERY : sum < 0 ? VesselLabel.VEIN : VesselLabel.UNKNOWN);
    }
    return graph.withLabels(labels, confidences);
  }

  /** Artery where the confidence is above 0, else vein. */
  static List<VesselLabel> labels(double[] confidences) {
    List<VesselLabel> labels = new ArrayList<>(confidences.length);
    for (double confidence : confidences) {
      labels.add(confidence > 0 ? VesselLabel.ARTERY : VesselLabel.VEIN);
    }
    return labels;
  }

  private static void checkSize(String what, ProbabilityMap map, VesselGraph graph) {
    if (map.width() != graph.width() || map.height() != graph.height()) {
      throw new IllegalArgumentException(
          what
              + " must be "
              + graph.width()
              + " x "
              + graph.height()
              + " pixels as the graph, got "
              + map.width()
              + " x "
              + map.height());
    }
  }
}

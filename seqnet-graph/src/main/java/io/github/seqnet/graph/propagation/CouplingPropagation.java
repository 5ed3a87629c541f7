// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The built-in propagation rules. Neighbors are found through nodes and a grid of end points, so
 * that the cost grows linearly with the number of segments. Immutable and thread-safe.
 */
final class CouplingPropagation implements LabelPropagation {
  /** The longer side of the images for which the lengths in the options are meant. */
  private static final double REFERENCE_SIDE = 576;

  private static final int STRONGEST = 3;

  private static final Comparator<Influence> STRONGEST_FIRST =
      Comparator.<Influence>comparingDouble(influence -> -Math.abs(influence.amount()))
          .thenComparingInt(Influence::segment);

  private final @Nullable PaperOptions paper;
  private final @Nullable StableOptions stable;

  CouplingPropagation(@Nullable PaperOptions paper, @Nullable StableOptions stable) {
    this.paper = paper;
    this.stable = stable;
  }

  @Override
  public String id() {
    return paper != null ? "paper" : "stable";
  }

  @Override
  public PropagationResult propagate(
      VesselGraph graph, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
    frozen.checkSize(graph.width(), graph.height());
    checkFixed(graph, fixed);
    State state = new State(graph, frozen, fixed);
    return paper != null ? runPaper(state) : runStable(state);
  }

  /** Refuses a segment that is not there, and a label that is neither artery nor vein. */
  static void checkFixed(VesselGraph graph, Map<Integer, VesselLabel> fixed) {
    for (Map.Entry<Integer, VesselLabel> entry : fixed.entrySet()) {
      if (entry.getKey() < 0 || entry.getKey() >= graph.segmentCount()) {
        throw new IllegalArgumentException(
            "fixed segment must be in 0.."
                + (graph.segmentCount() - 1)
                + ", got "
                + entry.getKey());
      }
      if (entry.getValue() != VesselLabel.ARTERY && entry.getValue() != VesselLabel.VEIN) {
        throw new IllegalArgumentException(
            "fixed label of segment "
                + entry.getKey()
                + " must be ARTERY or VEIN, got "
                + entry.getValue());
      }
    }
  }

  /** The confidence of a segment whose label the caller has set: as if all of its pixels agreed. */
  static double sure(Segment segment, VesselLabel label) {
    double pixels = Math.max(2, segment.pixelCount());
    return label == VesselLabel.ARTERY ? pixels : -pixels;
  }

  private PaperOptions paper() {
    return Objects.requireNonNull(paper);
  }

  private StableOptions stable() {
    return Objects.requireNonNull(stable);
  }

  private static double scale(VesselGraph graph) {
    return Math.max(1, Math.max(graph.width(), graph.height()) / REFERENCE_SIDE);
  }

  private PropagationResult runPaper(State state) {
    VesselGraph graph = state.graph;
    double scale = scale(graph);
    EndPairs pairs =
        new EndPairs(
            graph,
            paper().maximumDistancePx() * scale,
            (int) Math.round(paper().tangentPixels() * scale),
            false);
    Couplings couplings = new Couplings(graph.segmentCount());
    for (int p = 0; p < pairs.count; p++) {
      int a = pairs.first[p];
      int b = pairs.second[p];
      boolean touching = pairs.sharesNode(a, b);
      double common =
          term(pairs.bend(a, b), Math.toRadians(paper().maximumBendDeg()))
              * term(
                  Math.abs(pairs.caliber[a] - pairs.caliber[b]),
                  paper().maximumCaliberDifferencePx() * scale)
              * (touching ? 1 : term(pairs.distance(a, b), paper().maximumDistancePx() * scale));
      double most = Math.toRadians(paper().maximumGapBendDeg());
      couplings.add(a / 2, b / 2, common * (touching ? 1 : term(pairs.gapBend(a, b), most)));
      couplings.add(b / 2, a / 2, common * (touching ? 1 : term(pairs.gapBend(b, a), most)));
    }
    couplings.freeze();
    double[] c = state.confidences;
    double[] amounts = new double[couplings.size()];
    for (int sweep = 0; sweep < paper().sweeps(); sweep++) {
      for (int i = 0; i < c.length; i++) {
        if (state.hold[i] == SegmentAudit.Hold.FREE) {
          for (int k = couplings.from(i); k < couplings.from(i + 1); k++) {
            double amount = couplings.weight(k) * c[couplings.target(k)];
            c[i] = clamp(c[i] + amount);
            amounts[k] = clamp(amounts[k] + amount);
          }
        }
      }
      state.record();
    }
    return state.result(couplings, amounts, false);
  }

  /** Keeps sums finite, however many sweeps there are. */
  private static double clamp(double value) {
    return Math.max(-1e100, Math.min(1e100, value));
  }

  private static double term(double x, double m) {
    return x >= m ? 0 : (x - m) * (x - m) / (m * m);
  }

  private PropagationResult runStable(State state) {
    Couplings couplings = StableCouplings.of(state.graph, stable(), scale(state.graph));
    int n = state.graph.segmentCount();
    double[] field = new double[n];
    double[] mean = new double[n];
    double[] size = new double[n];
    for (int i = 0; i < n; i++) {
      size[i] = Math.max(2, state.graph.segment(i).pixelCount());
      field[i] = field(state.confidences[i] / size[i], size[i]);
      if (state.hold[i] == SegmentAudit.Hold.FIXED) {
        mean[i] = Math.signum(state.confidences[i]);
      } else if (state.hold[i] == SegmentAudit.Hold.FROZEN) {
        mean[i] = Math.tanh(field[i]);
      }
    }
    double[] next = mean.clone();
    double temperature = 4;
    boolean converged = false;
    int sweep = 0;
    while (!converged && sweep < stable().maximumSweeps()) {
      double most = 0;
      for (int i = 0; i < n; i++) {
        if (state.hold[i] == SegmentAudit.Hold.FREE) {
          double sum = field[i];
          for (int k = couplings.from(i); k < couplings.from(i + 1); k++) {
            sum += couplings.weight(k) * mean[couplings.target(k)];
          }
          next[i] = (mean[i] + Math.tanh(sum / temperature)) / 2;
          most = Math.max(most, Math.abs(next[i] - mean[i]));
        }
      }
      double[] swap = mean;
      mean = next;
      next = swap;
      sweep++;
      converged = temperature == 1 && most <= 1e-4;
      temperature = Math.max(1, temperature * 0.9);
      for (int i = 0; i < n; i++) {
        if (state.hold[i] == SegmentAudit.Hold.FREE) {
          state.confidences[i] = size[i] * mean[i];
        }
      }
      state.record();
    }
    double[] amounts = new double[couplings.size()];
    for (int k = 0; k < amounts.length; k++) {
      amounts[k] = couplings.weight(k) * mean[couplings.target(k)];
    }
    return state.result(couplings, amounts, converged);
  }

  /** The weight of a segment's own confidence, from its mean over the pixels and their number. */
  private double field(double mean, double pixels) {
    double bounded = Math.max(-1, Math.min(1, mean));
    double logOdds = atanh(0.98 * bounded) * Math.pow(pixels / 10, 0.25);
    double limit = stable().evidenceLimit();
    return Math.max(-limit, Math.min(limit, stable().evidence() * logOdds));
  }

  private static double atanh(double x) {
    return 0.5 * (Math.log1p(x) - Math.log1p(-x));
  }

  /** Whether half of a segment or more lies in a frozen region. */
  static boolean isInside(Segment segment, FrozenRegion frozen) {
    int inside = 0;
    int size = segment.pathSize();
    for (int k = 0; k < size; k++) {
      inside += frozen.contains(segment.x(k), segment.y(k)) ? 1 : 0;
    }
    return 2 * inside >= size;
  }

  /** The state that changes while labels are propagated. */
  private static final class State {
    private final VesselGraph graph;
    private final SegmentAudit.Hold[] hold;
    private final double[] before;
    private final double[] confidences;
    private final List<double[]> history = new ArrayList<>();

    State(VesselGraph graph, FrozenRegion frozen, Map<Integer, VesselLabel> fixed) {
      int n = graph.segmentCount();
      this.graph = graph;
      this.hold = new SegmentAudit.Hold[n];
      this.before = new double[n];
      for (Segment segment : graph.segments()) {
        int i = segment.index();
        before[i] =
            segment
                .confidence()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "segment " + i + " has no confidence to propagate"));
        hold[i] = isInside(segment, frozen) ? SegmentAudit.Hold.FROZEN : SegmentAudit.Hold.FREE;
      }
      this.confidences = before.clone();
      for (Map.Entry<Integer, VesselLabel> entry : fixed.entrySet()) {
        int i = entry.getKey();
        hold[i] = SegmentAudit.Hold.FIXED;
        confidences[i] = sure(graph.segment(i), entry.getValue());
      }
    }

    void record() {
      history.add(confidences.clone());
    }

    PropagationResult result(Couplings couplings, double[] amounts, boolean converged) {
      List<VesselLabel> labels = new ArrayList<>(LabelUnification.labels(confidences));
      List<SegmentAudit> audits = new ArrayList<>();
      for (int i = 0; i < hold.length; i++) {
        VesselLabel old = graph.segment(i).label();
        boolean stillUnknown = old == VesselLabel.UNKNOWN && confidences[i] == 0;
        if (hold[i] == SegmentAudit.Hold.FROZEN || stillUnknown) {
          labels.set(i, old);
        }
        List<Influence> influences =
            hold[i] == SegmentAudit.Hold.FREE ? strongest(couplings, amounts, i) : List.of();
        audits.add(
            new SegmentAudit(i, hold[i], old, labels.get(i), before[i], course(i), influences));
      }
      return new PropagationResult(
          graph.withLabels(labels, confidences), audits, history.size(), converged);
    }

    /** The confidences of a segment, step by step. */
    private List<Double> course(int segment) {
      List<Double> course = new ArrayList<>(history.size());
      for (double[] values : history) {
        course.add(values[segment]);
      }
      return course;
    }

    private static List<Influence> strongest(Couplings couplings, double[] amounts, int i) {
      Map<Integer, Double> sums = new HashMap<>();
      for (int k = couplings.from(i); k < couplings.from(i + 1); k++) {
        if (amounts[k] != 0) {
          sums.merge(couplings.target(k), amounts[k], Double::sum);
        }
      }
      List<Influence> influences = new ArrayList<>(sums.size());
      sums.forEach((segment, amount) -> influences.add(new Influence(segment, amount)));
      influences.sort(STRONGEST_FIRST);
      return List.copyOf(influences.subList(0, Math.min(STRONGEST, influences.size())));
    }
  }

  /** Weights between segments, by the one that is influenced: compressed sparse rows. */
  static final class Couplings {
    private final int segments;
    private int[] rows = new int[64];
    private int[] targets = new int[64];
    private double[] weights = new double[64];
    private int[] offsets = new int[0];
    private int count;

    Couplings(int segments) {
      this.segments = segments;
    }

    /** Adds a weight of the influence of {@code source} on {@code segment}. */
    void add(int segment, int source, double weight) {
      if (weight == 0) {
        return;
      }
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
        targets = Arrays.copyOf(targets, 2 * count);
        weights = Arrays.copyOf(weights, 2 * count);
      }
      rows[count] = segment;
      targets[count] = source;
      weights[count++] = weight;
    }

    /** Sorts by row, keeping the order in which weights were added within each. */
    void freeze() {
      offsets = new int[segments + 1];
      for (int k = 0; k < count; k++) {
        offsets[rows[k] + 1]++;
      }
      for (int i = 0; i < segments; i++) {
        offsets[i + 1] += offsets[i];
      }
      int[] next = offsets.clone();
      int[] sortedTargets = new int[count];
      double[] sortedWeights = new double[count];
      for (int k = 0; k < count; k++) {
        int at = next[rows[k]]++;
        sortedTargets[at] = targets[k];
        sortedWeights[at] = weights[k];
      }
      targets = sortedTargets;
      weights = sortedWeights;
      rows = new int[0];
    }

    int size() {
      return count;
    }

    int from(int segment) {
      return offsets[segment];
    }

    int target(int k) {
      return targets[k];
    }

    double weight(int k) {
      return weights[k];
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * The training loss: a weighted sum of terms. Cross-entropies of single outputs and artery/vein
 * contrasts are computed natively; any other {@link Loss} is computed in Java on the model's maps.
 * Immutable.
 *
 * <p>Pixels with weight 0 are ignored. An output without a term is computed only if another output
 * depends on it.
 *
 * @param outputs cross-entropy terms, at most one for each output of the network; may be empty if
 *     there are other losses
 * @param contrasts contrasts of artery and vein logits
 * @param vesselWeight the weight of a vessel pixel in terms of {@link Loss.Target#VESSEL}, above 0;
 *     a background pixel has weight 1
 * @param arteryVeinWeight the weight of a vessel pixel in terms of {@link Loss.Target#ARTERY} and
 *     {@link Loss.Target#VEIN}, above 0; a background pixel has weight 1
 * @param losses terms on the model's maps, computed for each micro-batch and averaged
 */
public record LossOptions(
    List<OutputTerm> outputs,
    List<ContrastTerm> contrasts,
    double vesselWeight,
    double arteryVeinWeight,
    List<WeightedLoss> losses)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The targets of the streams of a SeqNet, in order. */
  private static final List<Loss.Target> STREAMS =
      List.of(Loss.Target.VESSEL, Loss.Target.ARTERY, Loss.Target.VEIN);

  /**
   * The cross-entropy of one output.
   *
   * @param output the output's name in the network
   * @param target the class that the output predicts
   * @param factor the weight of the term in the sum, above 0
   */
  public record OutputTerm(String output, Loss.Target target, double factor)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * @throws IllegalArgumentException if the factor is not above 0 and finite
     */
    public OutputTerm {
      Objects.requireNonNull(output, "output");
      Objects.requireNonNull(target, "target");
      checkPositive("factor of " + output, factor);
    }
  }

  /**
   * The cross-entropy of the difference between artery and vein logits, over the pixels of arteries
   * and veins only, so that the background does not dominate it. Both outputs need an {@link
   * OutputTerm}.
   *
   * @param artery the name of the output that predicts arteries
   * @param vein the name of the output that predicts veins
   * @param factor the weight of the term in the sum, above 0
   */
  public record ContrastTerm(String artery, String vein, double factor) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * @throws IllegalArgumentException if the factor is not above 0 and finite
     */
    public ContrastTerm {
      Objects.requireNonNull(artery, "artery");
      Objects.requireNonNull(vein, "vein");
      checkPositive("factor of " + artery + " against " + vein, factor);
    }
  }

  /**
   * @throws IllegalArgumentException if there is no term, an output has two, a contrast is of an
   *     output without term, or a weight is not above 0
   */
  public LossOptions {
    outputs = List.copyOf(Objects.requireNonNull(outputs, "outputs"));
    contrasts = List.copyOf(Objects.requireNonNull(contrasts, "contrasts"));
    checkPositive("vesselWeight", vesselWeight);
    checkPositive("arteryVeinWeight", arteryVeinWeight);
    losses = List.copyOf(Objects.requireNonNull(losses, "losses"));
    if (outputs.isEmpty() && losses.isEmpty()) {
      throw new IllegalArgumentException("outputs or losses must hold a term, got none");
    }
    List<String> names = outputs.stream().map(OutputTerm::output).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("outputs must name each output once, got " + names);
    }
    for (ContrastTerm contrast : contrasts) {
      if (!names.contains(contrast.artery()) || !names.contains(contrast.vein())) {
        throw new IllegalArgumentException(
            "contrasts must be of outputs that have a term, got " + contrast);
      }
    }
  }

  /** Creates options with native terms only. */
  public LossOptions(
      List<OutputTerm> outputs,
      List<ContrastTerm> contrasts,
      double vesselWeight,
      double arteryVeinWeight) {
    this(outputs, contrasts, vesselWeight, arteryVeinWeight, List.of());
  }

  /** A loss on the maps of any model, without native terms. */
  public static LossOptions of(Loss loss) {
    return new LossOptions(List.of(), List.of(), 1, 1, List.of(new WeightedLoss(1, loss)));
  }

  /** Returns these options with one more loss on the model's maps. */
  public LossOptions plus(double weight, Loss loss) {
    List<WeightedLoss> more = new ArrayList<>(losses);
    more.add(new WeightedLoss(weight, loss));
    return new LossOptions(outputs, contrasts, vesselWeight, arteryVeinWeight, more);
  }

  private static void checkPositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be above 0 and finite, got " + value);
    }
  }

  /**
   * The loss of the published training: the plain sum of the cross-entropies of all outputs, every
   * pixel with the same weight.
   */
  public static LossOptions reference(SeqNetConfig config) {
    return new LossOptions(allOutputs(config), List.of(), 1, 1);
  }

  /**
   * All outputs, with a weight of 5 for vessel pixels of arteries and veins, plus 0.3 times the
   * contrast of each pair of outputs. With {@link #reference} the artery and vein streams stay near
   * chance level for thousands of crops, because the background dominates the loss.
   */
  public static LossOptions balanced(SeqNetConfig config) {
    return new LossOptions(allOutputs(config), contrastsOf(allOutputs(config)), 1, 5);
  }

  /**
   * As {@link #balanced}, on the first output of each stream only. This pre-trains the base U-Nets
   * for a third of the cost of the whole network. The artery and vein streams still see the
   * photograph masked with the final map of the segmentation stream, whose refinement U-Net keeps
   * its weights. Without iterations this loss equals {@link #balanced}.
   */
  public static LossOptions baseUnets(SeqNetConfig config) {
    int step = config.iterations() + 1;
    List<OutputTerm> all = allOutputs(config);
    List<OutputTerm> first = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      first.add(all.get(i));
    }
    return new LossOptions(first, contrastsOf(first), 1, 5);
  }

  /** Returns these options with only the terms of arteries and veins. */
  public LossOptions withoutVesselTerms() {
    return new LossOptions(
        outputs.stream().filter(term -> term.target() != Loss.Target.VESSEL).toList(),
        contrasts,
        vesselWeight,
        arteryVeinWeight,
        losses);
  }

  /** Returns these options with other weights of vessel pixels. */
  public LossOptions withPixelWeights(double vessel, double arteryVein) {
    return new LossOptions(outputs, contrasts, vessel, arteryVein, losses);
  }

  /** Returns these options with contrasts of this factor; 0 removes all contrasts. */
  public LossOptions withContrast(double factor) {
    List<ContrastTerm> terms =
        factor == 0
            ? List.of()
            : contrastsOf(outputs).stream()
                .map(term -> new ContrastTerm(term.artery(), term.vein(), factor))
                .toList();
    return new LossOptions(outputs, terms, vesselWeight, arteryVeinWeight, losses);
  }

  /** The factors of all terms: outputs, contrasts, then other losses. */
  double[] factors() {
    return DoubleStream.concat(
            DoubleStream.concat(
                outputs.stream().mapToDouble(OutputTerm::factor),
                contrasts.stream().mapToDouble(ContrastTerm::factor)),
            losses.stream().mapToDouble(WeightedLoss::weight))
        .toArray();
  }

  private static List<OutputTerm> allOutputs(SeqNetConfig config) {
    List<OutputTerm> terms = new ArrayList<>();
    int perStream = config.iterations() + 1;
    for (String output : SeqNetArchitecture.network(config).outputs().keySet()) {
      terms.add(new OutputTerm(output, STREAMS.get(terms.size() / perStream), 1));
    }
    return terms;
  }

  private static List<ContrastTerm> contrastsOf(List<OutputTerm> outputs) {
    List<OutputTerm> arteries =
        outputs.stream().filter(term -> term.target() == Loss.Target.ARTERY).toList();
    List<OutputTerm> veins =
        outputs.stream().filter(term -> term.target() == Loss.Target.VEIN).toList();
    List<ContrastTerm> contrasts = new ArrayList<>();
    for (int i = 0; i < Math.min(arteries.size(), veins.size()); i++) {
      contrasts.add(new ContrastTerm(arteries.get(i).output(), veins.get(i).output(), 0.3));
    }
    return contrasts;
  }
}

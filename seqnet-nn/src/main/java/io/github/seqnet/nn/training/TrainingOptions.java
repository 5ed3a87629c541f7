// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The options of a training. On a CPU, options, network, start weights and data determine the
 * result to the last bit, for any number of threads, unless a time limit ends or paces the
 * training. Immutable.
 *
 * @param loss the training loss
 * @param rate the learning rate over the training
 * @param steps the number of optimizer updates, at least 1
 * @param timeLimit the longest duration, summed over all runs of a resumed training; above zero;
 *     {@link #NO_TIME_LIMIT}. A learning-rate schedule ends with it
 * @param clipNorm the largest Euclidean norm of the gradient; larger gradients are scaled down to
 *     it; above 0; {@link #NO_CLIPPING}
 * @param averageDecay the decay d of the moving average of the weights, {@code a = d * a + (1 - d)
 *     * w} after each step, which is the result of the training; smaller in the first steps; 0..1
 *     without 1; {@link #NO_AVERAGE}
 * @param frozen name prefixes of the parameters that keep their values
 * @param standardized name prefixes of the parameters whose 3 x 3 kernels are trained with weight
 *     standardization (Qiao et al. 2019, arXiv:1903.10520): the mean of each output channel's
 *     kernel is removed, and its norm is a trained parameter. This keeps activations in range and
 *     helps streams with fresh weights. The trained network has plain kernels
 * @param seed the seed of dropout
 * @param microBatches the number of equal micro-batches that a batch is computed in, at least 1; it
 *     must divide the number of crops of a batch. More need less memory and use more threads;
 *     micro-batches of 2 to 6 crops are the fastest. Gradients are summed in a fixed order
 * @param validationInterval the number of steps between validations, at least 1
 * @param patience the training stops after this many validations without improvement, at least 1;
 *     {@link #NO_EARLY_STOPPING}
 * @param checkpointInterval the number of steps between checkpoints, at least 1. {@link Trainer}
 *     also saves one after each better validation and after {@link Trainer#checkpointTime}
 * @param normalizationMomentum the weight of a batch's mean and variance in the moving statistics
 *     of batch normalizations, above 0 and at most 1; {@value #NORMALIZATION_MOMENTUM} by default,
 *     as in PyTorch
 */
public record TrainingOptions(
    LossOptions loss,
    LearningRate rate,
    long steps,
    Duration timeLimit,
    double clipNorm,
    double averageDecay,
    List<String> frozen,
    List<String> standardized,
    long seed,
    int microBatches,
    long validationInterval,
    int patience,
    long checkpointInterval,
    double normalizationMomentum)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The default weight of a batch in the moving statistics of batch normalizations. */
  public static final double NORMALIZATION_MOMENTUM = 0.1;

  /** Disables gradient clipping. */
  public static final double NO_CLIPPING = Double.MAX_VALUE;

  /** Disables the moving average: the last weights are the result. */
  public static final double NO_AVERAGE = 0;

  /** Disables early stopping. */
  public static final int NO_EARLY_STOPPING = Integer.MAX_VALUE;

  /** Disables the time limit. */
  public static final Duration NO_TIME_LIMIT = Duration.ofDays(36_500);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public TrainingOptions {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(timeLimit, "timeLimit");
    frozen = List.copyOf(Objects.requireNonNull(frozen, "frozen"));
    standardized = List.copyOf(Objects.requireNonNull(standardized, "standardized"));
    checkAtLeastOne("steps", steps);
    checkAtLeastOne("microBatches", microBatches);
    checkAtLeastOne("validationInterval", validationInterval);
    checkAtLeastOne("patience", patience);
    checkAtLeastOne("checkpointInterval", checkpointInterval);
    if (timeLimit.isNegative() || timeLimit.isZero() || timeLimit.compareTo(NO_TIME_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "timeLimit must be above 0 and at most " + NO_TIME_LIMIT + ", got " + timeLimit);
    }
    if (!(clipNorm > 0 && clipNorm <= NO_CLIPPING)) {
      throw new IllegalArgumentException("clipNorm must be above 0, got " + clipNorm);
    }
    if (!(averageDecay >= 0 && averageDecay < 1)) {
      throw new IllegalArgumentException(
          "averageDecay must be in 0..1 without 1, got " + averageDecay);
    }
    if (!(normalizationMomentum > 0 && normalizationMomentum <= 1)) {
      throw new IllegalArgumentException(
          "normalizationMomentum must be above 0 and at most 1, got " + normalizationMomentum);
    }
    if (frozen.contains("")) {
      throw new IllegalArgumentException(
          "frozen must not contain an empty prefix, because it matches every parameter");
    }
  }

  private static void checkAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /**
   * The published training: plain sum of all cross-entropies, Adam with a constant rate of 1e-3, no
   * clipping, no average. An epoch of the published program is {@code 100 n / 24} steps for n
   * images, and it trains 200 of them.
   */
  public static TrainingOptions reference(SeqNetConfig config, long steps) {
    return plain(LossOptions.reference(config), steps);
  }

  private static TrainingOptions plain(LossOptions loss, long steps) {
    return new TrainingOptions(
        loss,
        LearningRate.constant(1e-3),
        steps,
        NO_TIME_LIMIT,
        NO_CLIPPING,
        NO_AVERAGE,
        List.of(),
        List.of(),
        0,
        4,
        500,
        NO_EARLY_STOPPING,
        200,
        NORMALIZATION_MOMENTUM);
  }

  /**
   * Options that train SeqNets and IterNets well in little time: {@link #of} with the {@link
   * LossOptions#balanced} loss.
   */
  public static TrainingOptions balanced(SeqNetConfig config, long steps) {
    return of(LossOptions.balanced(config), steps);
  }

  /**
   * Options for any model: cosine schedule with warm-up, gradients clipped at a norm of 5, moving
   * average of the weights.
   *
   * @param loss such as {@link LossOptions#of(Loss) LossOptions.of(DiceLoss.defaults())}
   * @param steps at least 1
   * @throws IllegalArgumentException if steps is below 1
   */
  public static TrainingOptions of(LossOptions loss, long steps) {
    return plain(loss, steps)
        .withRate(LearningRate.cosine(1.2e-3, CosineRate.usualWarmUp(steps)))
        .withClipNorm(5)
        .withAverageDecay(0.998);
  }

  /**
   * Trains the base U-Nets only, at a third of the cost, in preparation for {@link #balanced}: the
   * same options, on the first output of each stream.
   */
  public static TrainingOptions baseUnets(SeqNetConfig config, long steps) {
    return balanced(config, steps)
        .withLoss(LossOptions.baseUnets(config))
        .withRate(LearningRate.cosine(2e-3, CosineRate.usualWarmUp(steps)));
  }

  /** Returns these options with another loss. */
  public TrainingOptions withLoss(LossOptions other) {
    Draft draft = new Draft(this);
    draft.loss = other;
    return draft.build();
  }

  /** Returns these options with another learning rate. */
  public TrainingOptions withRate(LearningRate other) {
    Draft draft = new Draft(this);
    draft.rate = other;
    return draft.build();
  }

  /** Returns these options with another number of steps. */
  public TrainingOptions withSteps(long other) {
    Draft draft = new Draft(this);
    draft.steps = other;
    return draft.build();
  }

  /** Returns these options with another time limit. */
  public TrainingOptions withTimeLimit(Duration other) {
    Draft draft = new Draft(this);
    draft.timeLimit = other;
    return draft.build();
  }

  /** Returns these options with gradients clipped at another norm. */
  public TrainingOptions withClipNorm(double other) {
    Draft draft = new Draft(this);
    draft.clipNorm = other;
    return draft.build();
  }

  /** Returns these options with another moving average. */
  public TrainingOptions withAverageDecay(double other) {
    Draft draft = new Draft(this);
    draft.averageDecay = other;
    return draft.build();
  }

  /** Returns these options with other parameters frozen, such as {@code segmentation.}. */
  public TrainingOptions withFrozen(List<String> prefixes) {
    Draft draft = new Draft(this);
    draft.frozen = prefixes;
    return draft.build();
  }

  /**
   * Returns these options with other kernels trained in standardized form, such as {@code artery.}.
   */
  public TrainingOptions withStandardized(List<String> prefixes) {
    Draft draft = new Draft(this);
    draft.standardized = prefixes;
    return draft.build();
  }

  /** Returns these options with another seed. */
  public TrainingOptions withSeed(long other) {
    Draft draft = new Draft(this);
    draft.seed = other;
    return draft.build();
  }

  /** Returns these options with batches in another number of parts. */
  public TrainingOptions withMicroBatches(int other) {
    Draft draft = new Draft(this);
    draft.microBatches = other;
    return draft.build();
  }

  /** Returns these options with another rhythm of validations, and early stopping. */
  public TrainingOptions withValidation(long interval, int validations) {
    Draft draft = new Draft(this);
    draft.validationInterval = interval;
    draft.patience = validations;
    return draft.build();
  }

  /** Returns these options with another rhythm of checkpoints. */
  public TrainingOptions withCheckpointInterval(long other) {
    Draft draft = new Draft(this);
    draft.checkpointInterval = other;
    return draft.build();
  }

  /** Returns these options with another momentum of the statistics of batch normalizations. */
  public TrainingOptions withNormalizationMomentum(double other) {
    Draft draft = new Draft(this);
    draft.normalizationMomentum = other;
    return draft.build();
  }

  /** A modifiable copy. */
  private static final class Draft {
    private LossOptions loss;
    private LearningRate rate;
    private long steps;
    private Duration timeLimit;
    private double clipNorm;
    private double averageDecay;
    private List<String> frozen;
    private List<String> standardized;
    private long seed;
    private int microBatches;
    private long validationInterval;
    private int patience;
    private long checkpointInterval;
    private double normalizationMomentum;

    Draft(TrainingOptions from) {
      loss = from.loss;
      rate = from.rate;
      steps = from.steps;
      timeLimit = from.timeLimit;
      clipNorm = from.clipNorm;
      averageDecay = from.averageDecay;
      frozen = from.frozen;
      standardized = from.standardized;
      seed = from.seed;
      microBatches = from.microBatches;
      validationInterval = from.validationInterval;
      patience = from.patience;
      checkpointInterval = from.checkpointInterval;
      normalizationMomentum = from.normalizationMomentum;
    }

    TrainingOptions build() {
      return new TrainingOptions(
          loss,
          rate,
          steps,
          timeLimit,
          clipNorm,
          averageDecay,
          frozen,
          standardized,
          seed,
          microBatches,
          validationInterval,
          patience,
          checkpointInterval,
          normalizationMomentum);
    }
  }
}

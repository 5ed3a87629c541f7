package io.github.seqnet.nn.training;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * The options of a training. On a CPU, options, network, start weights and data determine the
 * result to the last bit, for any number of threads, unless a time limit ends or paces the
 * training. Immutable.
 *
 * @param loss the training loss
 * @param rate the learning rate over the training
 * @param steps after how many steps the training ends, at least 1
 * @param timeLimit after how long it ends at the latest, all runs of a resumed training together; a
 *     falling rate reaches its end there
 * @param clipNorm gradients with a larger Euclidean norm are scaled down to it, above 0; {@link
 *     #NO_CLIPPING}
 * @param averageDecay with d above 0, the result is a moving average of the weights, {@code a = d *
 *     a + (1 - d) * w} after each step, with a smaller d in the first steps; below 1; {@link
 *     #NO_AVERAGE}
 * @param frozen what the names of the parameters begin with that keep their values
 * @param standardized what the names of the parameters begin with whose 3 x 3 kernels are trained
 *     in standardized form: each output channel's kernel without its mean, of a trained length. It
 *     keeps activations in range through the depth of the network, which helps streams that start
 *     anew (Qiao et al. 2019, arXiv:1903.10520); the network that comes out is a plain one
 * @param seed of dropout
 * @param microBatches in how many parts of the same size a batch is computed, at least 1: more need
 *     less memory and feed more threads. It must divide the number of crops in a batch; parts of 2
 *     to 6 crops are the fastest. Their gradients are added up in a fixed order
 * @param validationInterval after how many steps the network is validated, at least 1
 * @param patience after how many validations without a better one the training ends, at least 1;
 *     {@link #NO_EARLY_STOPPING}
 * @param checkpointInterval after how many steps the state is saved, at least 1; it is saved after
 *     each better validation and after {@link Trainer#checkpointTime}, too
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

  /** Gradients of any size are followed. */
  public static final double NO_CLIPPING = Double.MAX_VALUE;

  /** The weights themselves are the result. */
  public static final double NO_AVERAGE = 0;

  /** The training runs to its end, however the validations go. */
  public static final int NO_EARLY_STOPPING = Integer.MAX_VALUE;

  /** The training takes as long as its steps do. */
  public static final Duration NO_TIME_LIMIT = Duration.ofDays(36_500);

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public TrainingOptions {
    frozen = List.copyOf(frozen);
    standardized = List.copyOf(standardized);
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

  /** These options with another loss. */
  public TrainingOptions withLoss(LossOptions other) {
    Draft draft = new Draft(this);
    draft.loss = other;
    return draft.build();
  }

  /** These options with another learning rate. */
  public TrainingOptions withRate(LearningRate other) {
    Draft draft = new Draft(this);
    draft.rate = other;
    return draft.build();
  }

  /** These options with another number of steps. */
  public TrainingOptions withSteps(long other) {
    Draft draft = new Draft(this);
    draft.steps = other;
    return draft.build();
  }

  /** These options with another time limit. */
  public TrainingOptions withTimeLimit(Duration other) {
    Draft draft = new Draft(this);
    draft.timeLimit = other;
    return draft.build();
  }

  /** These options with gradients clipped at another norm. */
  public TrainingOptions withClipNorm(double other) {
    Draft draft = new Draft(this);
    draft.clipNorm = other;
    return draft.build();
  }

  /** These options with another moving average. */
  public TrainingOptions withAverageDecay(double other) {
    Draft draft = new Draft(this);
    draft.averageDecay = other;
    return draft.build();
  }

  /** These options with other parameters frozen, such as {@code segmentation.}. */
  public TrainingOptions withFrozen(List<String> prefixes) {
    Draft draft = new Draft(this);
    draft.frozen = prefixes;
    return draft.build();
  }

  /** These options with other kernels trained in standardized form, such as {@code artery.}. */
  public TrainingOptions withStandardized(List<String> prefixes) {
    Draft draft = new Draft(this);
    draft.standardized = prefixes;
    return draft.build();
  }

  /** These options with another seed. */
  public TrainingOptions withSeed(long other) {
    Draft draft = new Draft(this);
    draft.seed = other;
    return draft.build();
  }

  /** These options with batches in another number of parts. */
  public TrainingOptions withMicroBatches(int other) {
    Draft draft = new Draft(this);
    draft.microBatches = other;
    return draft.build();
  }

  /** These options with another rhythm of validations, and early stopping. */
  public TrainingOptions withValidation(long interval, int validations) {
    Draft draft = new Draft(this);
    draft.validationInterval = interval;
    draft.patience = validations;
    return draft.build();
  }

  /** These options with another rhythm of checkpoints. */
  public TrainingOptions withCheckpointInterval(long other) {
    Draft draft = new Draft(this);
    draft.checkpointInterval = other;
    return draft.build();
  }

  /** These options with another momentum of the statistics of batch normalizations. */
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

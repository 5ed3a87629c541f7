package io.github.seqnet.nn.training;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.weights.ModelFormatException;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model with Adam (Kingma and Ba 2015, arXiv:1412.6980): any {@link ModelSpecification}
 * with any {@link Loss}.
 *
 * <p>A training lives in a folder: {@value #CHECKPOINT} is its state, {@value #BEST} the network
 * with the best validation, {@value #LAST} the network at the end, {@value #STEPS} and {@value
 * #VALIDATIONS} the log.
 *
 * <p>Killed at any moment and resumed, a training goes on from its last checkpoint and ends with
 * the bits it would have ended with: each step depends on the state, the options and the number of
 * the step alone, whatever the number of threads. That holds on a CPU, on one machine (other
 * processors have other vector units, which round differently), without a time limit, and with data
 * that depend on the number of the batch alone.
 *
 * <p>Not thread-safe; a trainer may train several times, one after the other.
 */
public final class Trainer {
  /** The file of the state. */
  public static final String CHECKPOINT = "last.checkpoint";

  /** The file of the network with the best validation. */
  public static final String BEST = "best.seqnet";

  /** The file of the network at the end. */
  public static final String LAST = "last.seqnet";

  /** The file of the log of steps. */
  public static final String STEPS = "steps.csv";

  /** The file of the log of validations. */
  public static final String VALIDATIONS = "validations.csv";

  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final ModelSpecification model;
  private final Network network;
  private final TrainingOptions options;
  private final WeightStandardization standardization;
  private final TrainingData data;
  private final List<String> dataSets;
  private Optional<NetworkWeights> start = Optional.empty();
  private Optional<Validation> validation = Optional.empty();
  private final List<TrainingListener> listeners = new ArrayList<>();
  private ProgressListener listener = ProgressListener.NONE;
  private int threads = ComputeBackend.defaultThreads();
  private String license = "";
  private String notes = "";
  private Duration checkpointTime = Duration.ofMinutes(10);
  private boolean begun;

  /**
   * Trains a SeqNet or an IterNet.
   *
   * @throws IllegalArgumentException as the other constructor
   */
  public Trainer(
      SeqNetConfig config, TrainingOptions options, TrainingData data, List<String> dataSets) {
    this(config.specification(), options, data, dataSets);
  }

  /**
   * Trains any model.
   *
   * @param model the network and where its maps are
   * @param options how it is trained
   * @param data what it is trained on
   * @param dataSets the names of the data sets and which of their images are used, for the record
   * @throws IllegalArgumentException if the loss names an output that the network does not have, no
   *     parameter begins with a prefix in the options, nothing is left to be trained, or the
   *     learning rate would rise to the end
   */
  public Trainer(
      ModelSpecification model, TrainingOptions options, TrainingData data, List<String> dataSets) {
    this.model = model;
    this.options = options;
    this.data = data;
    this.dataSets = List.copyOf(dataSets);
    network = model.network();
    standardization = new WeightStandardization(network, this::isStandardized);
    options.loss().outputs().forEach(term -> network.output(term.output()));
    network.requireParameters("frozen", options.frozen());
    network.requireParameters("standardized", options.standardized());
    if (network.parameters().values().stream()
        .noneMatch(parameter -> isTrained(parameter) && !parameter.isStatistic())) {
      throw new IllegalArgumentException("frozen must leave parameters to train");
    }
    if (options.rate().warmUpSteps() >= options.steps()) {
      throw new IllegalArgumentException(
          "warmUpSteps must be below the %d steps, got %d"
              .formatted(options.steps(), options.rate().warmUpSteps()));
    }
  }

  /** What the training is made on, as it must be when it is resumed. */
  private String dataText() {
    return data.description().isEmpty()
        ? dataSets.toString()
        : dataSets + ", " + data.description();
  }

  /** Starts from given weights instead of fresh ones. */
  public Trainer startFrom(NetworkWeights weights) {
    start = Optional.of(weights);
    return this;
  }

  /** Validates with this. */
  public Trainer validation(Validation other) {
    validation = Optional.of(other);
    return this;
  }

  /** Adds a listener; listeners are called in the order in which they were added. */
  public Trainer listener(TrainingListener added) {
    listeners.add(Objects.requireNonNull(added, "added"));
    return this;
  }

  /**
   * Reports progress to this, in steps, and ends when it is cancelled, with the state saved: after
   * the step that is running, and its validation.
   */
  public Trainer progressListener(ProgressListener other) {
    listener = other;
    return this;
  }

  /**
   * Computes with so many threads; by default one for each core.
   *
   * @throws IllegalArgumentException if there is not at least one
   */
  public Trainer threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + count);
    }
    threads = count;
    return this;
  }

  /**
   * Also saves a checkpoint when this much time has passed since the last one; by default ten
   * minutes. The result of the training does not change.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public Trainer checkpointTime(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("checkpointTime must be above 0, got " + time);
    }
    checkpointTime = time;
    return this;
  }

  /**
   * Puts terms of use and notes into the models that are saved; a checkpoint does not keep them.
   * Models say by themselves on which data sets, with which options and batches and for how many
   * steps they were trained.
   */
  public Trainer terms(String modelLicense, String modelNotes) {
    license = modelLicense;
    notes = modelNotes;
    return this;
  }

  /**
   * Trains from the beginning. What fails before its first step is done leaves no checkpoint.
   *
   * @param folder where the training lives; made if there is none
   * @throws IOException if a file cannot be written, or the folder holds a training already
   * @throws TrainingDivergedException if the loss is no number any more
   * @throws SeqnetException if the thread is interrupted, whose interrupt status stays set, or a
   *     batch cannot be made
   */
  public TrainingReport train(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(CHECKPOINT);
    if (Files.exists(file)) {
      throw new IOException(
          file + ": there is a training already; resume it or name another folder");
    }
    NetworkWeights weights = start.orElseGet(() -> NetworkWeights.initial(network, options.seed()));
    NetworkWeights fitting = NetworkWeights.of(network, weights.toMap());
    float[] parameters = standardization.start(FlatParameters.of(network, fitting));
    float[] zeros = new float[parameters.length];
    Checkpoint first =
        new Checkpoint(
            OptionsText.of(model),
            OptionsText.of(options),
            dataText(),
            0,
            Duration.ZERO,
            OptionalDouble.empty(),
            0,
            parameters,
            zeros,
            zeros,
            parameters);
    first.write(file);
    begun = false;
    try {
      return run(folder, first);
    } catch (IOException | RuntimeException | Error e) {
      if (!begun) {
        // If the options do not fit the data, there is nothing to resume, and the folder stays
        // usable.
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  /**
   * Resumes from the last checkpoint. A finished training returns its report again. The intervals
   * of checkpoints and validations and the patience may change. If the learning rate does not
   * depend on the progress, so may the number of steps and the time limit.
   *
   * @param folder where the training lives
   * @throws IOException if there is no checkpoint, the network with the best validation is missing,
   *     or a file cannot be read or written
   * @throws IllegalArgumentException if the checkpoint is of another network, of other options or
   *     other data; names what differs
   * @throws ModelFormatException if the checkpoint is none, of an unknown version, or damaged
   * @throws TrainingDivergedException if the loss is no number any more
   * @throws SeqnetException as {@link #train}
   */
  public TrainingReport resume(Path folder) throws IOException {
    Path file = folder.resolve(CHECKPOINT);
    Checkpoint checkpoint = Checkpoint.read(file);
    requireSame(file, "network", checkpoint.model(), OptionsText.of(model));
    requireSameOptions(file, OptionsText.completed(checkpoint.options()));
    requireSame(file, "data", checkpoint.data(), dataText());
    Path best = folder.resolve(BEST);
    if (checkpoint.bestScore().isPresent() && !Files.exists(best)) {
      throw new IOException(
          best + ": is missing; the training had a best network at its checkpoint");
    }
    return run(folder, checkpoint);
  }

  private static void requireSame(Path file, String what, String saved, String given) {
    requireNone(
        file,
        what,
        TextDifference.of(saved, given).stream().map(TextDifference::toString).toList());
  }

  private void requireSameOptions(Path file, Map<String, String> saved) {
    Map<String, String> given = OptionsText.of(options);
    Set<String> names = new LinkedHashSet<>(given.keySet());
    names.addAll(saved.keySet());
    List<String> different = new ArrayList<>();
    for (String name : names) {
      if (!mayDiffer(name)) {
        TextDifference.of(
                saved.getOrDefault(name, "missing"), given.getOrDefault(name, "an unknown option"))
            .forEach(difference -> different.add(difference.within(name).toString()));
      }
    }
    requireNone(file, "options", different);
  }

  private static void requireNone(Path file, String what, List<String> different) {
    if (!different.isEmpty()) {
      throw new IllegalArgumentException(
          file + " is of a training with other " + what + ": " + String.join("; ", different));
    }
  }

  /** Whether an option changes no bit of any step. */
  private boolean mayDiffer(String option) {
    return switch (option) {
      case "validationInterval", "patience", "checkpointInterval" -> true;
      case "steps", "timeLimit" -> !options.rate().dependsOnProgress();
      default -> false;
    };
  }

  private boolean isStandardized(Parameter parameter) {
    return isTrained(parameter)
        && options.standardized().stream().anyMatch(prefix -> parameter.name().startsWith(prefix));
  }

  private boolean isTrained(Parameter parameter) {
    return options.frozen().stream().noneMatch(prefix -> parameter.name().startsWith(prefix));
  }

  private TrainingReport run(Path folder, Checkpoint from) throws IOException {
    LOG.info("training {} from step {} of {} in {}", model, from.step(), options.steps(), folder);
    try (TrainingLog log =
            new TrainingLog(folder.resolve(STEPS), folder.resolve(VALIDATIONS), from.step());
        TrainingEngine engine =
            new TrainingEngine(
                model, options.loss(), this::isTrained, options.microBatches(), threads)) {
      TrainingReport report = new Run(folder, from, log, engine).run();
      LOG.info("training ended at step {}: {}", report.steps(), report.reason());
      return report;
    }
  }

  /** The state of a training while it runs. */
  private final class Run {
    private final Path folder;
    private final TrainingLog log;
    private final TrainingEngine engine;
    private final float[] parameters;
    private final float[] mean;
    private final float[] square;
    private final float[] average;
    private final float[] plainGradient;
    private final MovingStatistics statistics;
    private final long firstStep;
    private final Duration before;
    private final long started = System.nanoTime();
    private long step;
    private long savedAt = System.nanoTime();
    private OptionalDouble bestScore;
    private int sinceBest;

    Run(Path folder, Checkpoint from, TrainingLog log, TrainingEngine engine) {
      this.folder = folder;
      this.log = log;
      this.engine = engine;
      parameters = from.parameters();
      mean = from.mean();
      square = from.square();
      average = from.average();
      plainGradient = new float[Math.toIntExact(network.parameterCount())];
      statistics =
          new MovingStatistics(
              network,
              Trainer.this::isTrained,
              options.normalizationMomentum(),
              options.microBatches());
      firstStep = from.step();
      before = from.elapsed();
      step = from.step();
      bestScore = from.bestScore();
      sinceBest = from.validationsSinceBest();
    }

    TrainingReport run() throws IOException {
      Optional<TrainingReport.Reason> end = ended();
      if (end.isEmpty()) {
        try (TrainingData.Feed feed = data.open(step)) {
          while (end.isEmpty()) {
            step(next(feed));
            end = ended();
            boolean last = end.isPresent();
            boolean better = false;
            if (validation.isPresent() && (step % options.validationInterval() == 0 || last)) {
              better = validate(validation.get());
              end = end.or(this::ended);
              last = end.isPresent();
            }
            listener.progress("train", step, options.steps());
            if (!last && listener.cancelled()) {
              end = Optional.of(TrainingReport.Reason.CANCELLED);
              last = true;
            }
            // The best network and the state that knows of it belong together.
            boolean due =
                step % options.checkpointInterval() == 0
                    || System.nanoTime() - savedAt >= checkpointTime.toNanos();
            if (due || better || last) {
              save();
            }
          }
        }
      }
      TrainedModel model = model();
      WeightFile.write(folder.resolve(LAST), model);
      Path best = folder.resolve(BEST);
      TrainedModel bestModel = bestScore.isPresent() ? WeightFile.read(best) : model;
      return new TrainingReport(end.orElseThrow(), step, elapsed(), model, bestModel, bestScore);
    }

    private Batch next(TrainingData.Feed feed) {
      try {
        return feed.next();
      } catch (CancellationException e) {
        throw new SeqnetException("interrupted while waiting for a batch", e);
      }
    }

    private Optional<TrainingReport.Reason> ended() {
      if (step >= options.steps()) {
        return Optional.of(TrainingReport.Reason.STEPS_DONE);
      }
      if (sinceBest >= options.patience()) {
        return Optional.of(TrainingReport.Reason.EARLY_STOPPED);
      }
      if (elapsed().compareTo(options.timeLimit()) >= 0) {
        return Optional.of(TrainingReport.Reason.TIME_LIMIT);
      }
      return Optional.empty();
    }

    private void step(Batch batch) throws IOException {
      long number = step + 1;
      double rate = options.rate().at(number, progress());
      long seed = options.seed() ^ (number * 0x9E3779B97F4A7C15L);
      double[] terms = engine.run(standardization.plain(parameters), batch, seed, plainGradient);
      double loss = total(terms);
      if (!Double.isFinite(loss)) {
        throw new TrainingDivergedException(number, "loss", loss);
      }
      statistics.takeFrom(plainGradient);
      float[] gradient = standardization.gradient(parameters, plainGradient);
      double norm = norm(gradient);
      if (!Double.isFinite(norm)) {
        throw new TrainingDivergedException(number, "norm of the gradient", norm);
      }
      float scale = norm > options.clipNorm() ? (float) (options.clipNorm() / norm) : 1f;
      double decay = Math.min(options.averageDecay(), (1.0 + number) / (10.0 + number));
      engine.inParts(
          parameters.length,
          (from, to) -> {
            Adam.update(parameters, mean, square, gradient, scale, rate, number, from, to);
            if (decay > 0) {
              Adam.average(average, parameters, decay, from, to);
            }
          });
      statistics.update(parameters, average);
      step = number;
      begun = true;
      Map<String, Double> losses = names(terms);
      tell(
          l ->
              l.stepDone(
                  new TrainingListener.StepDone(
                      step, options.steps(), loss, losses, rate, norm, elapsed(), remaining())));
    }

    /** The Euclidean norm, added up in an order that does not depend on the threads. */
    private double norm(float[] vector) {
      double[] squares = new double[vector.length / TrainingEngine.PART + 1];
      engine.inParts(
          vector.length,
          (from, to) -> squares[from / TrainingEngine.PART] = Adam.squares(vector, from, to));
      return Math.sqrt(Arrays.stream(squares).sum());
    }

    /** The part of the training that is done, which a falling rate follows. */
    private double progress() {
      double bySteps = (double) step / options.steps();
      if (options.timeLimit().equals(TrainingOptions.NO_TIME_LIMIT)) {
        return bySteps;
      }
      return Math.max(bySteps, (double) elapsed().toNanos() / options.timeLimit().toNanos());
    }

    private double total(double[] terms) {
      LossOptions loss = options.loss();
      double total = 0;
      for (int i = 0; i < terms.length; i++) {
        total += loss.factors()[i] * terms[i];
      }
      return total;
    }

    private Map<String, Double> names(double[] terms) {
      Map<String, Double> named = new LinkedHashMap<>();
      int i = 0;
      for (LossOptions.OutputTerm term : options.loss().outputs()) {
        named.put(term.output(), terms[i++]);
      }
      for (LossOptions.ContrastTerm term : options.loss().contrasts()) {
        named.put(term.artery() + "-" + term.vein(), terms[i++]);
      }
      for (WeightedLoss term : options.loss().losses()) {
        named.put(term.loss().descriptor().toString(), terms[i++]);
      }
      return named;
    }

    /** Says whether the network is the best so far. */
    private boolean validate(Validation measure) throws IOException {
      TrainedModel model = model();
      Validation.Result result = measure.validate(model);
      boolean best = bestScore.isEmpty() || result.score() > bestScore.getAsDouble();
      if (best) {
        WeightFile.write(folder.resolve(BEST), model);
        bestScore = OptionalDouble.of(result.score());
        sinceBest = 0;
      } else {
        sinceBest++;
      }
      tell(l -> l.validated(new TrainingListener.Validated(step, result, best, elapsed())));
      return best;
    }

    private void save() throws IOException {
      Path file = folder.resolve(CHECKPOINT);
      new Checkpoint(
              OptionsText.of(model),
              OptionsText.of(options),
              dataText(),
              step,
              elapsed(),
              bestScore,
              sinceBest,
              parameters,
              mean,
              square,
              average)
          .write(file);
      savedAt = System.nanoTime();
      tell(l -> l.saved(new TrainingListener.Saved(step, file)));
    }

    private TrainedModel model() {
      boolean averaged = options.averageDecay() > 0;
      float[] plain = standardization.plain(averaged ? average : parameters);
      NetworkWeights weights = FlatParameters.toWeights(network, plain);
      String text = notes.isEmpty() ? "" : notes + "; ";
      Provenance provenance =
          Provenance.now(
              dataSets,
              RecipeText.of(options, data),
              OptionalLong.of(options.seed()),
              text + "after " + step + " steps");
      return new TrainedModel(model, weights, provenance, license);
    }

    private Duration elapsed() {
      return before.plusNanos(System.nanoTime() - started);
    }

    private Duration remaining() {
      long made = step - firstStep;
      Duration ran = Duration.ofNanos(System.nanoTime() - started);
      Duration bySteps =
          Duration.ofNanos((long) ((double) ran.toNanos() / made * (options.steps() - step)));
      Duration byTime = options.timeLimit().minus(elapsed());
      Duration least = bySteps.compareTo(byTime) < 0 ? bySteps : byTime;
      return least.isNegative() ? Duration.ZERO : least;
    }

    /** The log first: a failing listener changes nothing. */
    private void tell(Consumer<TrainingListener> event) throws IOException {
      try {
        event.accept(log);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (TrainingListener listener : listeners) {
        try {
          event.accept(listener);
        } catch (RuntimeException e) {
          LOG.warn("a training listener failed at step {}", step, e);
        }
      }
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains step after step until an end is reached; validates, logs and saves checkpoints. */
final class TrainingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  private final Trainer trainer;
  private final TrainingOptions options;
  private final TrainingFolder folder;
  private final TrainingState state;
  private final TrainingLog log;
  private final TrainingEngine engine;
  private final float[] plainGradient;
  private final MovingStatistics statistics;
  private final long firstStep;
  private final Duration before;
  private final long started = System.nanoTime();
  private long savedAt = System.nanoTime();

  TrainingLoop(
      Trainer trainer,
      TrainingFolder folder,
      Checkpoint from,
      TrainingLog log,
      TrainingEngine engine) {
    this.trainer = trainer;
    this.options = trainer.options;
    this.folder = folder;
    this.log = log;
    this.engine = engine;
    state = new TrainingState(from);
    plainGradient = new float[Math.toIntExact(trainer.network.parameterCount())];
    statistics =
        new MovingStatistics(
            trainer.network,
            trainer::isTrained,
            options.normalizationMomentum(),
            options.microBatches());
    firstStep = from.step();
    before = from.elapsed();
  }

  TrainingReport run() throws IOException {
    Optional<TrainingReport.Reason> end = ended();
    if (end.isEmpty()) {
      try (TrainingData.Feed feed = trainer.data.open(state.step)) {
        while (end.isEmpty()) {
          step(next(feed));
          end = ended();
          boolean last = end.isPresent();
          boolean better = false;
          if (trainer.validation.isPresent()
              && (state.step % options.validationInterval() == 0 || last)) {
            better = validate(trainer.validation.get());
            end = end.or(this::ended);
            last = end.isPresent();
          }
          trainer.listener.progress("train", state.step, options.steps());
          if (!last && trainer.listener.cancelled()) {
            end = Optional.of(TrainingReport.Reason.CANCELLED);
            last = true;
          }
          // The best network and the state that knows of it belong together.
          boolean due =
              state.step % options.checkpointInterval() == 0
                  || System.nanoTime() - savedAt >= trainer.checkpointTime.toNanos();
          if (due || better || last) {
            save();
          }
        }
      }
    }
    TrainedModel model = model();
    WeightFile.write(folder.last(), model);
    TrainedModel bestModel = state.bestScore.isPresent() ? WeightFile.read(folder.best()) : model;
    return new TrainingReport(
        end.orElseThrow(), state.step, elapsed(), model, bestModel, state.bestScore);
  }

  private Batch next(TrainingData.Feed feed) {
    try {
      return feed.next();
    } catch (CancellationException e) {
      throw new SeqnetException("interrupted while waiting for a batch", e);
    }
  }

  private Optional<TrainingReport.Reason> ended() {
    if (state.step >= options.steps()) {
      return Optional.of(TrainingReport.Reason.STEPS_DONE);
    }
    if (state.validationsSinceBest >= options.patience()) {
      return Optional.of(TrainingReport.Reason.EARLY_STOPPED);
    }
    if (elapsed().compareTo(options.timeLimit()) >= 0) {
      return Optional.of(TrainingReport.Reason.TIME_LIMIT);
    }
    return Optional.empty();
  }

  private void step(Batch batch) throws IOException {
    long number = state.step + 1;
    double rate = options.rate().at(number, progress());
    long seed = options.seed() ^ (number * 0x9E3779B97F4A7C15L);
    double[] terms =
        engine.run(trainer.standardization.plain(state.parameters), batch, seed, plainGradient);
    double loss = total(terms);
    if (!Double.isFinite(loss)) {
      throw new TrainingDivergedException(number, "loss", loss);
    }
    statistics.takeFrom(plainGradient);
    float[] gradient = trainer.standardization.gradient(state.parameters, plainGradient);
    double norm = norm(gradient);
    if (!Double.isFinite(norm)) {
      throw new TrainingDivergedException(number, "norm of the gradient", norm);
    }
    float scale = norm > options.clipNorm() ? (float) (options.clipNorm() / norm) : 1f;
    double decay = Math.min(options.averageDecay(), (1.0 + number) / (10.0 + number));
    engine.inParts(
        state.parameters.length,
        (from, to) -> {
          Adam.update(
              state.parameters, state.mean, state.square, gradient, scale, rate, number, from, to);
          if (decay > 0) {
            Adam.average(state.average, state.parameters, decay, from, to);
          }
        });
    statistics.update(state.parameters, state.average);
    state.step = number;
    trainer.begun = true;
    Map<String, Double> losses = names(terms);
    tell(
        l ->
            l.stepDone(
                new TrainingListener.StepDone(
                    state.step,
                    options.steps(),
                    loss,
                    losses,
                    rate,
                    norm,
                    elapsed(),
                    remaining())));
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
    double bySteps = (double) state.step / options.steps();
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

  /** Validates the model and returns whether it is the best so far. */
  private boolean validate(Validation measure) throws IOException {
    TrainedModel model = model();
    Validation.Result result = measure.validate(model);
    boolean best = state.isBest(result.score());
    if (best) {
      WeightFile.write(folder.best(), model);
    }
    state.validated(result.score());
    tell(l -> l.validated(new TrainingListener.Validated(state.step, result, best, elapsed())));
    return best;
  }

  private void save() throws IOException {
    Path file = folder.checkpoint();
    state.checkpoint(trainer.model, options, trainer.dataText(), elapsed()).write(file);
    savedAt = System.nanoTime();
    tell(l -> l.saved(new TrainingListener.Saved(state.step, file)));
  }

  private TrainedModel model() {
    boolean averaged = options.averageDecay() > 0;
    float[] plain = trainer.standardization.plain(averaged ? state.average : state.parameters);
    NetworkWeights weights = FlatParameters.toWeights(trainer.network, plain);
    String text = trainer.notes.isEmpty() ? "" : trainer.notes + "; ";
    Provenance provenance =
        Provenance.now(
            trainer.dataSets,
            RecipeText.of(options, trainer.data),
            OptionalLong.of(options.seed()),
            text + "after " + state.step + " steps");
    return new TrainedModel(trainer.model, weights, provenance, trainer.license);
  }

  private Duration elapsed() {
    return before.plusNanos(System.nanoTime() - started);
  }

  private Duration remaining() {
    long made = state.step - firstStep;
    Duration ran = Duration.ofNanos(System.nanoTime() - started);
    Duration bySteps =
        Duration.ofNanos((long) ((double) ran.toNanos() / made * (options.steps() - state.step)));
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
    for (TrainingListener listener : trainer.listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("a training listener failed at step {}", state.step, e);
      }
    }
  }
}

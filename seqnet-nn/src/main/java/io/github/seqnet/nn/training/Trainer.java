// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.weights.ModelFormatException;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
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

  final ModelSpecification model;
  final Network network;
  final TrainingOptions options;
  final WeightStandardization standardization;
  final TrainingData data;
  final List<String> dataSets;
  private Optional<NetworkWeights> start = Optional.empty();
  Optional<Validation> validation = Optional.empty();
  final List<TrainingListener> listeners = new ArrayList<>();
  ProgressListener listener = ProgressListener.NONE;
  private int threads = ComputeBackend.defaultThreads();
  String license = "";
  String notes = "";
  Duration checkpointTime = Duration.ofMinutes(10);
  boolean begun;

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
    this.dataSets = List.copyOf(Objects.requireNonNull(dataSets, "dataSets"));
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

  /** The training data and options, which must be equal when the training is resumed. */
  String dataText() {
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
   * Returns this trainer with another number of threads; the default is one per core.
   *
   * @throws IllegalArgumentException if the number is below 1
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
   * Trains from the beginning. A failure before the end of the first step leaves no checkpoint.
   *
   * @param folder the folder of the training; created if missing
   * @throws IOException if a file cannot be written, or the folder already contains a training
   * @throws TrainingDivergedException if the loss is not finite
   * @throws SeqnetException if the thread is interrupted (its interrupt status stays set), or a
   *     batch cannot be created
   */
  public TrainingReport train(Path folder) throws IOException {
    TrainingFolder home = new TrainingFolder(folder);
    home.create();
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
    first.write(home.checkpoint());
    begun = false;
    try {
      return run(home, first);
    } catch (IOException | RuntimeException | Error e) {
      if (!begun) {
        // If the options do not fit the data, there is nothing to resume, and the folder stays
        // usable.
        Files.deleteIfExists(home.checkpoint());
      }
      throw e;
    }
  }

  /**
   * Resumes from the last checkpoint. A finished training returns its report again. The intervals
   * of checkpoints and validations and the patience may change. If the learning rate does not
   * depend on the progress, the number of steps and the time limit may change too.
   *
   * @param folder the folder of the training
   * @throws IOException if there is no checkpoint, the network with the best validation is missing,
   *     or a file cannot be read or written
   * @throws IllegalArgumentException if the checkpoint belongs to another network, other options or
   *     other data; names what differs
   * @throws ModelFormatException if the checkpoint is malformed, damaged, or of an unknown version
   * @throws TrainingDivergedException if the loss is not finite
   * @throws SeqnetException if the thread is interrupted (its interrupt status stays set), or a
   *     batch cannot be created
   */
  public TrainingReport resume(Path folder) throws IOException {
    TrainingFolder home = new TrainingFolder(folder);
    Checkpoint checkpoint = home.read();
    ResumeCheck.requireSame(home.checkpoint(), checkpoint, model, options, dataText());
    home.requireBest(checkpoint);
    return run(home, checkpoint);
  }

  private boolean isStandardized(Parameter parameter) {
    return isTrained(parameter)
        && options.standardized().stream().anyMatch(prefix -> parameter.name().startsWith(prefix));
  }

  boolean isTrained(Parameter parameter) {
    return options.frozen().stream().noneMatch(prefix -> parameter.name().startsWith(prefix));
  }

  private TrainingReport run(TrainingFolder folder, Checkpoint from) throws IOException {
    LOG.info(
        "training {} from step {} of {} in {}", model, from.step(), options.steps(), folder.path());
    try (TrainingLog log = folder.log(from.step());
        TrainingEngine engine =
            new TrainingEngine(
                model, options.loss(), this::isTrained, options.microBatches(), threads)) {
      TrainingReport report = new TrainingLoop(this, folder, from, log, engine).run();
      LOG.info("training ended at step {}: {}", report.steps(), report.reason());
      return report;
    }
  }
}

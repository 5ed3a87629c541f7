package io.github.seqnet.examples.cli;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.SeqNetOptions;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import io.github.seqnet.nn.weights.DefaultModel;
import io.github.seqnet.nn.weights.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The network that a command uses. */
final class ModelOption extends SharedOptions {
  /** What is written for the embedded model where a file would be named. */
  static final String EMBEDDED = "embedded";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A .seqnet file, or a Keras HDF5 checkpoint. Default: the embedded model. A network of"
              + " vessels only (IterNet) will do for predict, evaluate and bench forward.")
  private Path weights;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads the network runs on. Default: one for each core.")
  private Integer threads;

  /** For picocli. */
  ModelOption() {}

  /**
   * Loads the network.
   *
   * @throws CommandException if it cannot be read
   * @throws ParameterException if there is to be no thread
   */
  SeqNet load() {
    checkNumbers();
    return open(model());
  }

  /**
   * Reads the weights of a network that tells arteries from veins.
   *
   * @throws CommandException if they cannot be read
   * @throws ParameterException if the network tells no arteries from veins
   */
  TrainedModel arteryVeinModel() {
    TrainedModel read = model();
    if (read.config().streams() == Streams.SEGMENTATION) {
      throw usage("--weights: " + weights + " tells no arteries from veins, which this needs");
    }
    return read;
  }

  /**
   * Looks at the number of threads.
   *
   * @throws ParameterException if it is below 1
   */
  void checkNumbers() {
    numbers().atLeastOne("--threads", Optional.ofNullable(threads));
  }

  /** A network of these weights on as many threads as asked for. */
  SeqNet open(TrainedModel weightsRead) {
    SeqNetOptions options = SeqNetOptions.defaults();
    return SeqNet.of(weightsRead, threads == null ? options : options.withThreads(threads));
  }

  /**
   * Loads a network beside this one, on as many threads.
   *
   * @param name a weight file, or {@link #EMBEDDED}
   * @throws CommandException if it cannot be read
   */
  SeqNet load(String name) {
    return open(name.equals(EMBEDDED) ? DefaultModel.load() : read(Path.of(name)));
  }

  /** Which weights these are, for the record. */
  String description() {
    return description(weights == null ? EMBEDDED : weights.toString());
  }

  /** Which weights those of a name are, for the record. */
  static String description(String name) {
    return name.equals(EMBEDDED) ? "embedded model" : name;
  }

  /**
   * Reads the weights.
   *
   * @throws CommandException if they cannot be read
   */
  TrainedModel model() {
    return weights == null ? DefaultModel.load() : read(weights);
  }

  /**
   * Reads a weight file of either kind, told apart by its content.
   *
   * @throws CommandException if it cannot be read
   */
  static TrainedModel read(Path file) {
    try {
      return TrainedModel.read(file);
    } catch (IOException | SeqnetException e) {
      throw new CommandException(FailureText.oneLine(file, e), e);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.file.Sha256;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.TrainedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The network that a command uses. */
public final class ModelOption extends SharedOptions {
  private static final String DESCRIPTION = "embedded model";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A model file: .seqnet, safetensors, Keras HDF5 or .keras, or the name of an embedded"
              + " model unless a file has that name: 'research', the default, also named"
              + " 'embedded', or 'open', trained on data under CC BY 4.0 alone. predict, evaluate"
              + " and bench forward also accept a model that predicts vessels only.")
  private Path weights;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of threads of the network. Default: one per core.")
  private Integer threads;

  /** Created by picocli. */
  ModelOption() {}

  /**
   * Loads the network.
   *
   * @throws CommandException if it cannot be read
   * @throws ParameterException if the number of threads is below 1
   */
  public VesselModel load() {
    checkNumbers();
    return open(model());
  }

  /**
   * Reads the weights of a network that classifies arteries and veins.
   *
   * @throws CommandException if they cannot be read
   * @throws ParameterException if the network does not classify arteries and veins
   */
  public TrainedModel arteryVeinModel() {
    TrainedModel read = model();
    if (!read.specification().separatesArteriesAndVeins()) {
      throw usage(
          "--weights: "
              + weights
              + " does not classify arteries and veins, which this option requires");
    }
    return read;
  }

  /**
   * Looks at the number of threads.
   *
   * @throws ParameterException if it is below 1
   */
  public void checkNumbers() {
    numbers().atLeastOne("--threads", Optional.ofNullable(threads));
  }

  /** Opens a model at its own working size, on as many threads as asked for. */
  public VesselModel open(TrainedModel weightsRead) {
    VesselModelOptions options = VesselModelOptions.defaults();
    return VesselModel.of(weightsRead, threads == null ? options : options.withThreads(threads));
  }

  /**
   * Loads a network beside this one, on as many threads.
   *
   * @throws CommandException if it cannot be read
   */
  public VesselModel load(Path other) {
    return open(read(other));
  }

  /** Which weights these are, for the record. */
  public String description() {
    return weights == null ? DESCRIPTION : description(weights);
  }

  private static String description(EmbeddedModel model) {
    return model == EmbeddedModel.DEFAULT ? DESCRIPTION : DESCRIPTION + " '" + model.id() + "'";
  }

  /** Which weights those of a file are, for the record. */
  public static String description(Path file) {
    return EmbeddedModel.named(file).map(ModelOption::description).orElse(file.toString());
  }

  /**
   * The SHA-256 of the weights, as {@link #sha256(Path)}.
   *
   * @throws CommandException if they cannot be read
   */
  public String sha256() {
    return weights == null ? embeddedSha256() : sha256(weights);
  }

  /**
   * The SHA-256 of a weight file, or of an embedded model as a file, in hexadecimal digits.
   *
   * @throws CommandException if it cannot be read
   */
  public static String sha256(Path file) {
    try (InputStream in = EmbeddedModel.open(file)) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw new CommandException(FailureText.oneLine(file, e), e);
    }
  }

  private static String embeddedSha256() {
    try (InputStream in = EmbeddedModel.DEFAULT.open()) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw new CommandException(DESCRIPTION + ": " + FailureText.oneLine(e), e);
    }
  }

  /**
   * Reads the weights.
   *
   * @throws CommandException if they cannot be read
   */
  TrainedModel model() {
    return weights == null ? EmbeddedModel.DEFAULT.load() : read(weights);
  }

  /**
   * Reads a weight file of either kind, told apart by its content, or an embedded model.
   *
   * @throws CommandException if it cannot be read
   */
  public static TrainedModel read(Path file) {
    try {
      return EmbeddedModel.read(file);
    } catch (IOException | SeqnetException e) {
      throw new CommandException(FailureText.oneLine(file, e), e);
    }
  }

  /** Warns where the network will be slow. */
  public static void warnIfSlow(Messages messages) {
    VesselModel.backend().warning().ifPresent(messages::warning);
  }
}

package io.github.seqnet.cli.model;

import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.OutputFile;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code seqnet export-weights}. */
@Command(
    name = "export-weights",
    description =
        "Convert a .seqnet file to HDF5 as Keras 2 writes it, for load_weights. Preprocessing and"
            + " provenance are kept in attributes, which import-weights reads.")
public final class ExportWeightsCommand extends Subcommand {
  @Parameters(
      index = "0",
      paramLabel = "IN.seqnet",
      description =
          "The file to read; 'embedded', where no file has that name, is the embedded model.")
  private Path input;

  @Parameters(index = "1", paramLabel = "OUT.hdf5", description = "The checkpoint to write.")
  private Path output;

  /** For picocli. */
  ExportWeightsCommand() {}

  @Override
  protected int run() throws IOException {
    if (!ModelOption.isEmbedded(input)) {
      OutputFile.checkOther(input, output);
    }
    if (output.toString().endsWith(".seqnet")) {
      throw usage(output + ": what is written is HDF5; import-weights makes .seqnet files");
    }
    TrainedModel model = ModelOption.read(input);
    KerasFile.write(output, model);
    messages().line(output + ": " + ModelDescription.of(model.specification()));
    if (!model.specification().preprocessing().equals(Preprocessing.NONE)) {
      messages()
          .warning(
              "this network was trained on prepared photographs ("
                  + model.specification().preprocessing().descriptor()
                  + "), and Keras prepares none: do that yourself, as the class Preprocessing of"
                  + " seqnet-core does, before you give them to the network there");
    }
    return ExitCode.DONE;
  }
}

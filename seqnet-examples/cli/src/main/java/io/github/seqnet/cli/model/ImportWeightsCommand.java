// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.model;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.OutputFile;
import io.github.seqnet.cli.option.PreprocessingNames;
import io.github.seqnet.nn.weights.ImportedWeights;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.LayerMapping;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code seqnet import-weights}. */
@Command(
    name = "import-weights",
    description =
        "Convert a Keras HDF5 checkpoint of SeqNet or IterNet to a .seqnet file."
            + " Preprocessing and provenance that export has written to the checkpoint are kept.")
public final class ImportWeightsCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "IN.hdf5", description = "The checkpoint to read.")
  private Path input;

  @Parameters(index = "1", paramLabel = "OUT.seqnet", description = "The file to write.")
  private Path output;

  @Option(names = "--show", description = "Print which layer of the file gives which parameters.")
  private boolean show;

  @Option(
      names = "--preprocessing",
      paramLabel = "NAME",
      converter = PreprocessingNames.class,
      completionCandidates = PreprocessingNames.class,
      description =
          "Preprocessing of the training: ${COMPLETION-CANDIDATES}. Default: that of the"
              + " file, else none.")
  private Preprocessing preprocessing;

  /** Created by picocli. */
  ImportWeightsCommand() {}

  @Override
  protected int run() throws IOException {
    OutputFile.checkOther(input, output);
    ImportedWeights imported;
    try {
      imported = KerasFile.read(input);
    } catch (IOException | SeqnetException e) {
      throw new CommandException(FailureText.oneLine(input, e), e);
    }
    if (preprocessing != null) {
      imported = prepared(imported);
    }
    if (show) {
      for (LayerMapping entry : imported.mapping()) {
        messages().line(entry.toString());
      }
    }
    WeightFile.write(output, imported.model(input.getFileName().toString()));
    messages()
        .line(
            output
                + ": "
                + ModelDescription.of(imported.config())
                + ", "
                + imported.mapping().size()
                + " layers, from "
                + imported.layout().description());
    return ExitCode.DONE;
  }

  private ImportedWeights prepared(ImportedWeights imported) {
    Preprocessing said = imported.preprocessing().orElse(preprocessing);
    if (!said.equals(preprocessing)) {
      throw usage(
          "--preprocessing: "
              + input
              + " says "
              + said.descriptor()
              + ", not "
              + preprocessing.descriptor());
    }
    return imported.withPreprocessing(preprocessing);
  }
}

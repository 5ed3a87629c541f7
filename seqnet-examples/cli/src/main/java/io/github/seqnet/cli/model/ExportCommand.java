// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.model;

import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.OutputFile;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.OnnxFile;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code seqnet export}. */
@Command(
    name = "export",
    aliases = "export-weights",
    description =
        "Convert a model for other programs: to ONNX, for onnxruntime and others, or to HDF5 as"
            + " Keras 2 writes it, for load_weights.")
public final class ExportCommand extends Subcommand {
  @Parameters(
      index = "0",
      paramLabel = "IN",
      description =
          "The file to read, or where no file has that name 'embedded' or 'open', the models that"
              + " come with the program.")
  private Path input;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path output;

  /** The format to write. */
  enum Format {
    ONNX,
    KERAS
  }

  /** Reads a format. */
  static final class FormatNames extends NamedConstants<Format> {
    FormatNames() {
      super(Format.class);
    }
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatNames.class,
      completionCandidates = FormatNames.class,
      description =
          "${COMPLETION-CANDIDATES}. Default: onnx if the name of the file ends with .onnx, else"
              + " keras.")
  private Format format;

  /** Created by picocli. */
  ExportCommand() {}

  @Override
  protected int run() throws IOException {
    if (EmbeddedModel.named(input).isEmpty()) {
      OutputFile.checkOther(input, output);
    }
    if (output.toString().endsWith(".seqnet")) {
      throw usage(output + ": what is written is HDF5 or ONNX; import-weights makes .seqnet files");
    }
    TrainedModel model = ModelOption.read(input);
    boolean onnx = format == null ? output.toString().endsWith(".onnx") : format == Format.ONNX;
    if (onnx) {
      OnnxFile.write(model, output);
    } else {
      KerasFile.write(output, model);
    }
    messages().line(output + ": " + ModelDescription.of(model.specification()));
    if (model.correction().isPresent()) {
      messages()
          .warning(
              "the network that corrects artery and vein maps is not exported: only .seqnet files"
                  + " can hold it");
    }
    if (model.partner().isPresent()) {
      messages()
          .warning(
              "the partner, a second network, is not exported: only .seqnet files can hold"
                  + " it");
    }
    if (!model.specification().preprocessing().equals(Preprocessing.NONE)) {
      messages()
          .warning(
              "other programs do not prepare photographs: this network expects "
                  + model.specification().preprocessing().descriptor()
                  + "; prepare its input with the class Preprocessing of seqnet-core");
    }
    return ExitCode.DONE;
  }
}

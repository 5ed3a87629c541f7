// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.model;

import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.command.Versions;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.weights.DefaultModel;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import java.util.Locale;
import picocli.CommandLine.Command;

/** The command {@code seqnet info}. */
@Command(
    name = "info",
    description = "Print versions, backend, threads, memory, image readers and model.")
public final class InfoCommand extends Subcommand {
  /** Created by picocli. */
  InfoCommand() {}

  @Override
  protected int run() {
    Messages messages = messages();
    TrainedModel model = DefaultModel.load();
    Provenance provenance = model.provenance();
    line("SeqNet", Versions.seqnet());
    line("ND4J", Versions.nd4j());
    line("backend", VesselModel.backend().name());
    line("oneDNN", VesselModel.backend().oneDnn() ? "yes" : "no");
    line(
        "threads",
        InferenceEngine.defaultThreads()
            + " of "
            + Runtime.getRuntime().availableProcessors()
            + " cores");
    line(
        "Java",
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name"));
    line(
        "platform",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    line("heap", "at most " + mebibytes(Runtime.getRuntime().maxMemory()));
    line("off-heap", "at most " + mebibytes(InferenceEngine.defaultMemoryLimit()) + " a network");
    line("TIFF reader", ImageFiles.tiffReader());
    line("model", ModelDescription.of(model.specification()));
    line(
        "correction",
        model
            .correction()
            .map(correction -> ModelDescription.of(correction.specification()))
            .orElse("none"));
    line(
        "partner",
        model
            .partner()
            .map(partner -> ModelDescription.of(partner.specification()))
            .orElse("none"));
    line("trained on", String.join("; ", provenance.dataSets()));
    ModelOption.warnIfSlow(messages);
    return ExitCode.DONE;
  }

  private void line(String name, String value) {
    messages().line(String.format(Locale.ROOT, "%-12s %s", name, value));
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}

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
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.TrainedModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
    line("off-heap", "at most " + mebibytes(InferenceEngine.defaultMemoryLimit()) + " a model");
    line("TIFF reader", ImageFiles.tiffReader());
    for (EmbeddedModel embedded : EmbeddedModel.values()) {
      describe(embedded);
    }
    ModelOption.warnIfSlow(messages);
    return ExitCode.DONE;
  }

  private void describe(EmbeddedModel embedded) {
    TrainedModel model = embedded.load();
    boolean isDefault = embedded == EmbeddedModel.DEFAULT;
    line("model", embedded.id() + (isDefault ? " (default)" : ""));
    line("network", ModelDescription.of(model.specification()));
    line("correction", description(model.correction()));
    line("partner", description(model.partner()));
    line("trained on", String.join("; ", dataSets(model)));
  }

  /** The data sets of a model and its further networks, each once; their names end at a colon. */
  private static Collection<String> dataSets(TrainedModel model) {
    Map<String, String> sets = new LinkedHashMap<>();
    Stream.of(Optional.of(model), model.correction(), model.partner())
        .flatMap(Optional::stream)
        .flatMap(network -> network.provenance().dataSets().stream())
        .forEach(set -> sets.putIfAbsent(set.replaceFirst(":.*", ""), set));
    return sets.values();
  }

  private static String description(Optional<TrainedModel> model) {
    return model.map(network -> ModelDescription.of(network.specification())).orElse("none");
  }

  private void line(String name, String value) {
    messages().line(String.format(Locale.ROOT, "%-12s %s", name, value));
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}

package io.github.seqnet.cli;

import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.internal.ComputeBackend;
import io.github.seqnet.nn.weights.DefaultModel;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code seqnet info}. */
@Command(
    name = "info",
    description = "Say what runs here: versions, backend, threads, memory, image readers, model.")
final class InfoCommand extends Main.Subcommand {
  /** For picocli. */
  InfoCommand() {}

  @Override
  int run() {
    Messages messages = messages();
    TrainedModel model = DefaultModel.load();
    Provenance provenance = model.provenance();
    line("SeqNet", Versions.seqnet());
    line("ND4J", Versions.nd4j());
    line("backend", ComputeBackend.name());
    line("oneDNN", ComputeBackend.hasOneDnn() ? "yes" : "no");
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
    line("model", ImportWeightsCommand.describe(model.specification()));
    line("trained on", String.join("; ", provenance.dataSets()));
    warnings(messages);
    return ExitCode.DONE;
  }

  /** Warns where the network will be slow. */
  static void warnings(Messages messages) {
    if (!VesselModel.backend().accelerated()) {
      messages.warning(ComputeBackend.SLOW);
    }
  }

  private void line(String name, String value) {
    messages().line(String.format(Locale.ROOT, "%-12s %s", name, value));
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}

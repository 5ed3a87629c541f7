// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.bench;

import io.github.seqnet.cli.command.MemoryUse;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.JsonFile;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.statistics.Quantiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Option;

/** Options and methods that both benchmark commands share. */
abstract class Benchmark extends Subcommand {
  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "Number of timed runs, after one run of warm-up; default ${DEFAULT-VALUE}.")
  private int repeats;

  /** Something to measure. */
  @FunctionalInterface
  interface Run {
    void run() throws IOException, InterruptedException, ExecutionException;
  }

  /** Checks the number of repeats before the work. */
  final void checkRepeats() {
    numbers().atLeastOne("--repeats", Optional.of(repeats));
  }

  /**
   * Runs once to warm up and then the requested number of times; returns the sorted times in
   * seconds.
   */
  final double[] time(Run work) throws IOException, InterruptedException, ExecutionException {
    work.run();
    double[] seconds = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      long start = System.nanoTime();
      work.run();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds;
  }

  static double median(double[] sorted) {
    return Quantiles.ofSorted(sorted, 0.5);
  }

  /** Prints a result as JSON; base width and iterations are those of a SeqNet or IterNet. */
  final void print(Map<String, Object> result, VesselModel network) throws IOException {
    SeqNetConfig.of(network.model().specification())
        .ifPresent(
            config -> {
              result.put("baseWidth", config.baseWidth());
              result.put("iterations", config.iterations());
            });
    result.put("threads", network.options().threads());
    result.put("repeats", repeats);
    result.put("backend", VesselModel.backend().name());
    result.put("oneDnn", VesselModel.backend().oneDnn());
    MemoryUse memory = MemoryUse.now();
    result.put("peakHeapBytes", memory.peakHeapBytes());
    result.put("peakMemoryBytes", memory.peakProcessBytes());
    messages().line(JsonFile.line(result));
  }
}

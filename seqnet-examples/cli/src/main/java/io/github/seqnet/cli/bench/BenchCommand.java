// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.bench;

import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.cli.option.WindowOption;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seqnet bench}: how fast the network is here, as one line of JSON. */
@Command(
    name = "bench",
    description = "Measure the speed of a network on this machine.",
    subcommands = {
      BenchCommand.Forward.class,
      BenchCommand.Image.class,
      BenchStrategiesCommand.class,
      BenchTrainCommand.class
    })
public final class BenchCommand {
  /** Created by picocli. */
  BenchCommand() {}

  /** The command {@code seqnet bench forward}. */
  @Command(
      name = "forward",
      description = "Time forward passes of windows of 128 x 128 pixels, three final outputs.")
  static final class Forward extends Benchmark {
    /** Enough batches for each thread that their ends do not matter. */
    private static final int BATCHES_PER_THREAD = 4;

    private static final int WINDOW = WindowStrategy.REFERENCE_WINDOW;

    @Option(
        names = "--base-width",
        paramLabel = "K",
        defaultValue = "32",
        description = "The network's base width, with random weights; default ${DEFAULT-VALUE}.")
    private int baseWidth;

    @Option(
        names = "--batch",
        paramLabel = "N",
        defaultValue = "8",
        description = "Windows in one pass; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
        names = "--weights",
        paramLabel = "FILE",
        description = "A weight file, a checkpoint or 'embedded' instead of random weights.")
    private Path weights;

    @Option(
        names = "--threads",
        paramLabel = "N",
        description = "Number of concurrent forward passes. Default: one per core.")
    private Integer threads;

    @Option(
        names = "--callers",
        paramLabel = "N",
        description =
            "Number of application threads that call the network concurrently. Default: the"
                + " number of concurrent passes.")
    private Integer callers;

    /** Created by picocli. */
    Forward() {}

    @Override
    protected int run() throws IOException, InterruptedException, ExecutionException {
      checkNumbers();
      int count = threads == null ? InferenceEngine.defaultThreads() : threads;
      VesselModelOptions options = VesselModelOptions.defaults().withThreads(count);
      try (VesselModel network = VesselModel.of(model(), options)) {
        List<String> outputs =
            network.model().specification().maps().stream()
                .map(OutputMap::output)
                .distinct()
                .toList();
        float[] input = input();
        int calling = callers == null ? options.threads() : callers;
        int passes = Math.max(calling, options.threads()) * BATCHES_PER_THREAD;
        int windows = passes * batch;
        ExecutorService pool = Executors.newFixedThreadPool(calling);
        try {
          double[] seconds =
              time(
                  () -> {
                    List<Future<?>> running = new ArrayList<>();
                    for (int i = 0; i < passes; i++) {
                      running.add(
                          pool.submit(
                              () -> network.forward(input, batch, WINDOW, WINDOW, outputs)));
                    }
                    for (Future<?> pass : running) {
                      pass.get();
                    }
                  });
          Map<String, Object> result = new LinkedHashMap<>();
          result.put("medianSecondsPerWindow", median(seconds) / windows);
          result.put("minSecondsPerWindow", seconds[0] / windows);
          result.put("windows", windows);
          result.put("batch", batch);
          result.put("callers", calling);
          print(result, network);
        } finally {
          pool.shutdownNow();
        }
      }
      return ExitCode.DONE;
    }

    private void checkNumbers() {
      checkRepeats();
      numbers().within("--base-width", 1, 256, Optional.of(baseWidth));
      numbers().atLeastOne("--batch", Optional.of(batch));
      numbers().atLeastOne("--threads", Optional.ofNullable(threads));
      numbers().atLeastOne("--callers", Optional.ofNullable(callers));
    }

    private TrainedModel model() {
      if (weights != null) {
        TrainedModel model = ModelOption.read(weights);
        if (isGiven("--base-width")) {
          checkWidth(model);
        }
        return model;
      }
      SeqNetConfig config = SeqNetConfig.seqNet(baseWidth, 3);
      return new TrainedModel(
          config,
          NetworkWeights.initial(SeqNetArchitecture.network(config), 1),
          Provenance.now(List.of(), "untrained", OptionalLong.of(1), ""),
          "");
    }

    private void checkWidth(TrainedModel model) {
      SeqNetConfig config =
          SeqNetConfig.of(model.specification())
              .orElseThrow(() -> usage("--base-width: the weights are not of a SeqNet or IterNet"));
      if (baseWidth != config.baseWidth()) {
        throw usage("--base-width: the weights are of width " + config.baseWidth());
      }
    }

    private float[] input() {
      SplittableRandom random = new SplittableRandom(1);
      float[] input = new float[batch * WINDOW * WINDOW * 3];
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) random.nextDouble();
      }
      return input;
    }
  }

  /** The command {@code seqnet bench image}. */
  @Command(
      name = "image",
      description = "Measure the prediction time of an image, without reading it.")
  static final class Image extends Benchmark {
    @Option(
        names = {"-i", "--input"},
        required = true,
        paramLabel = "FILE",
        description = "The photograph.")
    private Path input;

    @Mixin private ModelOption model;
    @Mixin private WindowOption windows;

    /** Created by picocli. */
    Image() {}

    @Override
    protected int run() throws IOException, InterruptedException, ExecutionException {
      checkRepeats();
      windows.check();
      model.checkNumbers();
      TrainedModel trained = model.arteryVeinModel();
      RgbImage photograph = ImageFiles.readRgb(input);
      try (VesselModel network = model.open(trained)) {
        WindowStrategy strategy = windows.strategy(network);
        double[] seconds = time(() -> network.predict(photograph, strategy, ProgressListener.NONE));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("medianSecondsPerImage", median(seconds));
        result.put("minSecondsPerImage", seconds[0]);
        result.put("mode", NamedConstants.name(windows.mode()));
        result.put("framing", strategy.framing().id());
        result.put("workingSizes", strategy.workingSizes().toString());
        result.put("windows", strategy.windowCount());
        result.put("window", strategy.window());
        result.put("stride", strategy.stride());
        result.put("augmentations", strategy.augmentations());
        result.put("width", photograph.width());
        result.put("height", photograph.height());
        print(result, network);
      }
      return ExitCode.DONE;
    }
  }
}

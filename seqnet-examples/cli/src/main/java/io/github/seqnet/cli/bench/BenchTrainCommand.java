// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.bench;

import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.MemoryUse;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.JsonFile;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingListener;
import io.github.seqnet.nn.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seqnet bench train}: how fast a training step is here, as one line of JSON. */
@Command(
    name = "train",
    description =
        "Time training steps of the published recipe on random crops of 128 x 128 pixels:"
            + " forward, twelve cross-entropies, backward, Adam; no dropout.")
final class BenchTrainCommand extends Subcommand {
  private static final int CROP = 128;

  /** Micro-batches of more crops than this are slower. */
  private static final int FASTEST = 6;

  /** The first steps make the plans and warm up. */
  private static final int WARM_UP = 2;

  @Option(
      names = "--base-width",
      paramLabel = "K",
      defaultValue = "8",
      description = "The network's base width; default ${DEFAULT-VALUE}.")
  private int baseWidth;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "24",
      description = "Crops in one step; default ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--micro-batches",
      paramLabel = "N",
      description =
          "Number of micro-batches. Default: the smallest number with at most 6 crops each"
              + " that keeps all threads busy.")
  private Integer microBatches;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of threads. Default: one per core.")
  private Integer threads;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "Number of timed steps, after two steps of warm-up; default ${DEFAULT-VALUE}.")
  private int repeats;

  /** Created by picocli. */
  BenchTrainCommand() {}

  @Override
  protected int run() throws IOException {
    numbers().within("--base-width", 1, 256, Optional.of(baseWidth));
    numbers().atLeastOne("--batch", Optional.of(batch));
    numbers().atLeastOne("--micro-batches", Optional.ofNullable(microBatches));
    numbers().atLeastOne("--threads", Optional.ofNullable(threads));
    numbers().atLeastOne("--repeats", Optional.of(repeats));
    int count = threads == null ? InferenceEngine.defaultThreads() : threads;
    int parts = microBatches == null ? partsFor(count) : microBatches;
    List<Double> ends = new ArrayList<>();
    try (TemporaryFolder folder = TemporaryFolder.make("seqnet-bench")) {
      Trainer trainer = trainer(parts).threads(count);
      trainer.listener(
          new TrainingListener() {
            @Override
            public void stepDone(StepDone done) {
              ends.add(done.elapsed().toNanos() / 1e9);
            }
          });
      trainer.train(folder.path());
    }
    double[] seconds = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      seconds[i] = (ends.get(WARM_UP + i) - ends.get(WARM_UP + i - 1)) / batch;
    }
    Arrays.sort(seconds);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("medianSecondsPerCrop", Benchmark.median(seconds));
    result.put("minSecondsPerCrop", seconds[0]);
    result.put("batch", batch);
    result.put("microBatches", parts);
    result.put("baseWidth", baseWidth);
    result.put("threads", count);
    result.put("repeats", repeats);
    result.put("backend", VesselModel.backend().name());
    result.put("oneDnn", VesselModel.backend().oneDnn());
    result.put("peakMemoryBytes", MemoryUse.now().peakProcessBytes());
    messages().line(JsonFile.line(result));
    return ExitCode.DONE;
  }

  private int partsFor(int threads) {
    int parts = Math.max(1, Math.min(threads, batch));
    while (parts < batch && (batch % parts != 0 || batch / parts > FASTEST)) {
      parts++;
    }
    return parts;
  }

  private Trainer trainer(int parts) {
    if (batch % parts != 0) {
      throw usage("--micro-batches must divide --batch, got " + parts + " and " + batch);
    }
    SeqNetConfig config = SeqNetConfig.seqNet(baseWidth, 3).withDropout(0);
    TrainingOptions options =
        TrainingOptions.reference(config, WARM_UP + repeats).withMicroBatches(parts);
    Batch crops = crops();
    TrainingData data =
        first ->
            new TrainingData.Feed() {
              @Override
              public Batch next() {
                return crops;
              }

              @Override
              public void close() {}
            };
    return new Trainer(config, options, data, List.of("random"));
  }

  private Batch crops() {
    SplittableRandom random = new SplittableRandom(1);
    int pixels = batch * CROP * CROP;
    float[] image = new float[3 * pixels];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble();
    }
    float[] vessel = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      vessel[i] = random.nextInt(10) == 0 ? 1 : 0;
    }
    float[] ones = new float[pixels];
    Arrays.fill(ones, 1);
    return Batch.wrap(batch, CROP, image, vessel, vessel, vessel, ones, ones);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.bench;

import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.option.DataOption;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.evaluation.Evaluation;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.pipeline.VesselPipeline;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.tiling.Tiling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seqnet bench strategies}: what fewer and larger windows cost and change. */
@Command(
    name = "strategies",
    description =
        "Compare window strategies on labeled images: time, memory, accuracy, and"
            + " difference from windows of 128 at a small stride. Prints a Markdown table.")
final class BenchStrategiesCommand extends Subcommand {
  private static final List<String> METRICS =
      List.of(
          "segmentation.auc",
          "segmentation.dice",
          "av.all_gt.accuracy",
          "av.center_line_discovered.accuracy");

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "SET:FOLDER",
      description = "Labeled images, as for evaluate; their training images.")
  private List<String> data;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Number of images, counted from the first. Default: all.")
  private Integer count;

  @Option(
      names = "--baseline-stride",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "The stride of the windows of 128 that the others are compared with; default"
              + " ${DEFAULT-VALUE}.")
  private int baselineStride;

  @Option(
      names = "--windows",
      split = ",",
      paramLabel = "WINDOW/STRIDE/TAPER[/VIEWS]",
      defaultValue =
          "128/32/0,128/64/0,128/64/32,256/64/32,256/160/32,320/256/32,320/256/32/8,576/576/0",
      description = "Strategies to compare; default ${DEFAULT-VALUE}.")
  private List<String> windows;

  @Mixin private ModelOption model;

  /** Created by picocli. */
  BenchStrategiesCommand() {}

  /** The results of one strategy. */
  private record Row(
      WindowStrategy strategy,
      double seconds,
      long processBytes,
      Evaluation evaluation,
      List<VesselMaps> maps) {}

  @Override
  protected int run() {
    numbers().atLeastOne("--images", Optional.ofNullable(count));
    model.checkNumbers();
    List<WindowStrategy> strategies = strategies();
    TrainedModel weights = model.arteryVeinModel();
    List<LabeledImage> images = images();
    Row baseline = measure(weights, strategies.get(0), images);
    messages()
        .line(
            "| window | stride | taper | augmentations | windows | work, stride 3 = 1 | seconds |"
                + " process MB | "
                + String.join(" | ", METRICS)
                + " | mean distance |");
    messages().line("| ---: ".repeat(9 + METRICS.size()) + "|");
    messages().line(line(baseline, baseline));
    for (WindowStrategy strategy : strategies.subList(1, strategies.size())) {
      messages().line(line(measure(weights, strategy, images), baseline));
    }
    return ExitCode.DONE;
  }

  /** The baseline, then the others. */
  private List<WindowStrategy> strategies() {
    numbers()
        .within(
            "--baseline-stride", 1, WindowStrategy.REFERENCE_WINDOW, Optional.of(baselineStride));
    List<WindowStrategy> strategies = new ArrayList<>();
    strategies.add(WindowStrategy.reference(baselineStride));
    windows.forEach(text -> strategies.add(strategy(text)));
    return strategies;
  }

  private WindowStrategy strategy(String text) {
    if (!text.matches("\\d{1,9}(/\\d{1,9}){2,3}")) {
      throw usage("--windows must be WINDOW/STRIDE/TAPER[/VIEWS], got '" + text + "'");
    }
    int[] parts = Stream.of(text.split("/")).mapToInt(Integer::parseInt).toArray();
    try {
      return new WindowStrategy(
          WindowStrategy.REFERENCE_SIZE,
          parts[0],
          parts[1],
          parts[2],
          parts.length == 3 ? 1 : parts[3]);
    } catch (IllegalArgumentException e) {
      throw usage("--windows " + text + ": " + e.getMessage());
    }
  }

  private List<LabeledImage> images() {
    Dataset set = DataOption.open(data, Split.TRAINING);
    int wanted = count == null ? set.size() : Math.min(count, set.size());
    return set.samples().subList(0, wanted).stream().map(DataOption::load).toList();
  }

  private Row measure(TrainedModel weights, WindowStrategy strategy, List<LabeledImage> images) {
    Evaluator evaluator =
        new Evaluator(
            EvaluationOptions.defaults().withIntervals(0, 0.95, 0),
            mask -> Thinning.thin(mask, ThinningMethod.ZHANG_SUEN));
    List<VesselMaps> maps = new ArrayList<>();
    try (VesselModel network = model.open(weights)) {
      VesselPipeline pipeline =
          VesselPipeline.of((image, listener) -> network.predict(image, strategy, listener));
      // Makes the plans, so that only their use is timed.
      network.predict(images.get(0).image(), strategy, ProgressListener.NONE);
      long nanos = 0;
      for (LabeledImage image : images) {
        long start = System.nanoTime();
        maps.add(
            pipeline
                .analyze(image.image(), image.fieldOfView().mask(), ProgressListener.NONE)
                .maps());
        nanos += System.nanoTime() - start;
        evaluator.add(image, maps.get(maps.size() - 1));
      }
      return new Row(
          strategy, nanos / 1e9 / images.size(), Pointer.physicalBytes(), evaluator.result(), maps);
    }
  }

  private static String line(Row row, Row baseline) {
    WindowStrategy s = row.strategy;
    long count =
        (long) new Tiling(s.workingSize(), s.workingSize(), s.window(), s.stride()).count()
            * s.augmentations();
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "| %d | %d | %d | %d | %d | 1/%.0f | %.2f | %d |",
                s.window(),
                s.stride(),
                s.taper(),
                s.augmentations(),
                count,
                referencePixels() / ((double) count * s.window() * s.window()),
                row.seconds,
                row.processBytes >> 20));
    for (String metric : METRICS) {
      double value = row.evaluation.value(metric).value().orElse(Double.NaN);
      line.append(String.format(Locale.ROOT, " %.4f |", value));
    }
    return line.append(String.format(Locale.ROOT, " %.4f |", distance(row.maps, baseline.maps)))
        .toString();
  }

  /** The pixels of all windows of the published program. */
  private static double referencePixels() {
    int side = WindowStrategy.REFERENCE_SIZE;
    int window = WindowStrategy.REFERENCE_WINDOW;
    Tiling reference = new Tiling(side, side, window, WindowStrategy.REFERENCE_STRIDE);
    return (double) reference.count() * window * window;
  }

  /** The mean absolute difference of all three maps of all images. */
  private static double distance(List<VesselMaps> first, List<VesselMaps> second) {
    double sum = 0;
    long values = 0;
    for (int i = 0; i < first.size(); i++) {
      List<ProbabilityMap> a = maps(first.get(i));
      List<ProbabilityMap> b = maps(second.get(i));
      for (int map = 0; map < a.size(); map++) {
        float[] x = a.get(map).toArray();
        float[] y = b.get(map).toArray();
        for (int p = 0; p < x.length; p++) {
          sum += Math.abs(x[p] - y[p]);
        }
        values += x.length;
      }
    }
    return sum / values;
  }

  private static List<ProbabilityMap> maps(VesselMaps maps) {
    return List.of(maps.vessel(), maps.artery(), maps.vein());
  }
}

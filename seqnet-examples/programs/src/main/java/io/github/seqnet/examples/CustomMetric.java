// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.evaluation.Accumulation;
import io.github.seqnet.evaluation.Comparison;
import io.github.seqnet.evaluation.EvaluatedImage;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.evaluation.Metric;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.pipeline.VesselPipeline;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Adds a metric: predicted artery pixels per annotated artery pixel, 1 at best. The evaluator
 * reports it with confidence intervals, per image, and with p-values, like every built-in metric.
 * This program compares the embedded model before and after the post-processing of {@link
 * CustomRefiner}.
 *
 * <p>Arguments: a data set such as {@code drive:data/DRIVE@training}.
 */
public final class CustomMetric implements Metric<double[]> {
  private static final Accumulation<double[]> SUMS = Accumulation.sums(2, CustomMetric::count);

  @Override
  public String id() {
    return "custom.artery_area_ratio";
  }

  @Override
  public Accumulation<double[]> accumulation() {
    return SUMS;
  }

  private static void count(EvaluatedImage image, double[] sums) {
    byte[] fieldOfView = image.fieldOfView().toArray();
    byte[] predicted = image.predictedLabels().toArray();
    byte[] annotated = image.trueLabels().toArray();
    for (int i = 0; i < fieldOfView.length; i++) {
      if (fieldOfView[i] != 0 && image.labelsArteriesAndVeins()) {
        sums[0] += predicted[i] == VesselLabel.ARTERY.code() ? 1 : 0;
        sums[1] += annotated[i] == VesselLabel.ARTERY.code() ? 1 : 0;
      }
    }
  }

  @Override
  public double value(double[] sums) {
    return sums[0] / sums[1];
  }

  /** Evaluates the embedded model with and without post-processing. */
  static Comparison compare(Dataset dataset) throws IOException {
    List<Metric<?>> metrics = List.of(new CustomMetric());
    EvaluationOptions options = EvaluationOptions.defaults();
    Evaluator refined = new Evaluator(options, UnaryOperator.identity(), metrics);
    Evaluator unrefined = new Evaluator(options, UnaryOperator.identity(), metrics);
    try (VesselModel network = SeqNet.pretrained()) {
      for (Sample sample : dataset.samples()) {
        LabeledImage image = sample.load();
        VesselMaps maps = VesselPipeline.of(network).analyze(image.image()).maps();
        unrefined.add(image, maps);
        refined.add(image, maps, new CustomRefiner(5, 0.5).refine(maps, image::image));
      }
    }
    return refined.comparedWith(unrefined);
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(1, arguments, "CustomMetric <set:folder>");
    Comparison comparison = compare(Dataset.parse(arguments[0], Split.ALL));
    System.out.print(comparison.toMarkdown());
    System.out.print(comparison.imagesToCsv());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.train;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.option.DataOption;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.evaluation.Evaluation;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.training.Validation;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Validates a network on whole images at its working size. The score is the Dice of the vessels
 * plus the accuracy of arteries and veins over all that are annotated.
 */
final class WholeImageValidation implements Validation {
  private static final List<String> METRICS =
      List.of(
          "segmentation.auc", "segmentation.dice", "av.all_gt.accuracy", "av.discovered.accuracy");

  private final List<LabeledImage> images;
  private final VesselModelOptions options;

  private WholeImageValidation(List<LabeledImage> images, VesselModelOptions options) {
    this.images = images;
    this.options = options;
  }

  /**
   * Reads the images to validate on, as the model sees them.
   *
   * @throws CommandException if one cannot be read
   */
  static WholeImageValidation load(Dataset set, ModelSpecification model, int threads) {
    List<LabeledImage> images =
        set.samples().stream()
            .map(DataOption::load)
            .map(i -> i.framed(model.framing(), model.workingSize(), Preprocessing.NONE))
            .toList();
    return new WholeImageValidation(images, VesselModelOptions.defaults().withThreads(threads));
  }

  @Override
  public Result validate(TrainedModel model) {
    boolean arteries = model.specification().separatesArteriesAndVeins();
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults().withIntervals(0, 0.95, 0));
    try (VesselModel network = VesselModel.of(model, options)) {
      for (LabeledImage image : images) {
        VesselMaps maps =
            arteries
                ? network.predict(image.image())
                : VesselMaps.vesselsOnly(
                    network.segment(image.image(), network.strategy(), ProgressListener.NONE));
        evaluator.add(image, Resampler.resize(maps, image.width(), image.height()));
      }
    }
    Evaluation evaluation = evaluator.result();
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String name : METRICS) {
      if (arteries || name.startsWith("segmentation.")) {
        evaluation.value(name).value().ifPresent(value -> metrics.put(name, value));
      }
    }
    double score = metrics.getOrDefault("segmentation.dice", 0.0);
    double accuracy = metrics.getOrDefault("av.all_gt.accuracy", 0.0);
    return new Result(score + accuracy, metrics);
  }
}

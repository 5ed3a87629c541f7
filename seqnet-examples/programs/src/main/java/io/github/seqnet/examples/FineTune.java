// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.weights.ImportedWeights;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Fine-tunes a Keras checkpoint on data of one's own: the segmentation stream keeps its weights,
 * the artery and vein streams learn on.
 *
 * <p>Arguments: the checkpoint, a data set such as {@code plain:my-images}, the folder of the
 * training, the number of steps.
 */
public final class FineTune {
  private FineTune() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(
        4, arguments, "FineTune <checkpoint.hdf5> <set:folder> <training folder> <steps>");
    ImportedWeights imported = KerasFile.read(Path.of(arguments[0]));
    SeqNetConfig config = imported.config();
    Dataset data = Dataset.parse(arguments[1], Split.ALL);
    TrainingOptions options =
        TrainingOptions.balanced(config, Long.parseLong(arguments[3]))
            .withFrozen(List.of("segmentation."));
    List<TrainingImage> images =
        TrainingImage.load(
            data, WindowStrategy.REFERENCE_SIZE, config.preprocessing(), 2, ProgressListener.NONE);
    CropSampler crops =
        new CropSampler(
            images, CropOptions.defaults().withBatch(4, 1), AugmentationOptions.defaults(), 1);
    new Trainer(config, options, TrainingData.of(crops, 1), List.of(data.name()))
        .startFrom(imported.weights())
        .train(Path.of(arguments[2]));
  }
}

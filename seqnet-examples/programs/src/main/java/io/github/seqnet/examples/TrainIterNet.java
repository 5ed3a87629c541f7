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
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains a variant: an IterNet alone (vessels, no arteries and veins), narrower and with fewer
 * iterations than the published one. Data sets with vessel labels only will do. For three streams
 * of another size take {@link SeqNetConfig#seqNet} instead.
 *
 * <p>Arguments: a data set such as {@code stare:STARE}, the folder of the training, the number of
 * steps.
 */
public final class TrainIterNet {
  private TrainIterNet() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(3, arguments, "TrainIterNet <set:folder> <training folder> <steps>");
    SeqNetConfig config =
        SeqNetConfig.iterNet(4, 2)
            .withDropout(0.05)
            .withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);
    Dataset data = Dataset.parse(arguments[0], Split.ALL);
    TrainingOptions options =
        TrainingOptions.balanced(config, Long.parseLong(arguments[2])).withSeed(7);
    List<TrainingImage> images =
        TrainingImage.load(
            data, WindowStrategy.REFERENCE_SIZE, config.preprocessing(), 2, ProgressListener.NONE);
    CropSampler crops =
        new CropSampler(
            images, CropOptions.defaults().withBatch(4, 1), AugmentationOptions.defaults(), 7);
    new Trainer(config, options, TrainingData.of(crops, 1), List.of(data.name()))
        .train(Path.of(arguments[1]));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.CropTransform;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.training.TrainingReport;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Trains with small crops and batches, for the programs whose subject is something else. */
final class SmallTraining {
  private SmallTraining() {}

  static TrainingReport run(
      ModelSpecification model,
      TrainingOptions options,
      Dataset data,
      List<CropTransform> transforms,
      Path folder)
      throws IOException {
    List<TrainingImage> images =
        TrainingImage.load(
            data, model.workingSize(), model.preprocessing(), 2, ProgressListener.NONE);
    CropOptions crops = CropOptions.defaults().withSize(64).withBatch(4, 1);
    CropSampler sampler =
        new CropSampler(images, crops, AugmentationOptions.defaults(), transforms, 1);
    return new Trainer(model, options, TrainingData.of(sampler, 1), List.of(data.name()))
        .train(folder);
  }
}

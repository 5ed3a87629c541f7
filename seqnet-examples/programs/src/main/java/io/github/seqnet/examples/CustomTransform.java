// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.Descriptor;
import io.github.seqnet.augmentation.CropTransform;
import io.github.seqnet.augmentation.TrainingCrop;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Adds a crop transform: turns crops by 0, 90, 180 or 270 degrees. Trains an IterNet with it.
 *
 * <p>Arguments: a data set such as {@code stare:STARE}, the folder of the training, the number of
 * steps.
 */
public record CustomTransform() implements CropTransform {
  private static final long serialVersionUID = 1L;

  @Override
  public Descriptor descriptor() {
    return Descriptor.of("quarter-turns");
  }

  @Override
  public void apply(TrainingCrop crop, SplittableRandom random) {
    int size = crop.size();
    for (int turns = random.nextInt(4); turns > 0; turns--) {
      crop.rearrange(pixel -> pixel % size * size + size - 1 - pixel / size);
    }
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(3, arguments, "CustomTransform <set:folder> <training folder> <steps>");
    SeqNetConfig config = SeqNetConfig.iterNet(4, 2);
    TrainingOptions options = TrainingOptions.balanced(config, Long.parseLong(arguments[2]));
    Dataset data = Dataset.parse(arguments[0], Split.ALL);
    List<CropTransform> transforms = List.of(new CustomTransform());
    SmallTraining.run(config.specification(), options, data, transforms, Path.of(arguments[1]));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.Descriptor;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Adds a loss: soft Dice with squared probabilities in the denominator (Milletari et al. 2016,
 * doi:10.1109/3DV.2016.79). Trains an IterNet with it, beside its usual cross-entropy.
 *
 * <p>Arguments: a data set such as {@code stare:STARE}, the folder of the training, the number of
 * steps.
 */
public record CustomLoss() implements Loss {
  private static final long serialVersionUID = 1L;

  @Override
  public Descriptor descriptor() {
    return Descriptor.of("squared-dice");
  }

  @Override
  public double evaluate(LossInput input, LossGradients gradients) {
    double total = 0;
    for (Target map : input.maps()) {
      float[] p = input.probabilities(map);
      float[] t = input.groundTruth(map);
      float[] w = input.weights(map);
      double overlap = 1;
      double sum = 1;
      for (int i = 0; i < p.length; i++) {
        overlap += 2.0 * w[i] * p[i] * t[i];
        sum += (double) w[i] * (p[i] * p[i] + t[i] * t[i]);
      }
      total += 1 - overlap / sum;
      float[] g = gradients.of(map);
      for (int i = 0; i < p.length; i++) {
        g[i] += (float) (2 * w[i] * (p[i] * overlap / sum - t[i]) / sum);
      }
    }
    return total;
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(3, arguments, "CustomLoss <set:folder> <training folder> <steps>");
    SeqNetConfig config = SeqNetConfig.iterNet(4, 2);
    LossOptions loss = LossOptions.balanced(config).plus(0.5, new CustomLoss());
    TrainingOptions options = TrainingOptions.of(loss, Long.parseLong(arguments[2]));
    Dataset data = Dataset.parse(arguments[0], Split.ALL);
    SmallTraining.run(config.specification(), options, data, List.of(), Path.of(arguments[1]));
  }
}

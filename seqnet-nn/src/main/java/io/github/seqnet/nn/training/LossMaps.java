// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.augmentation.Batch;
import java.util.List;

/**
 * The targets and weights of all terms for each pixel of a batch. Weights hold everything that a
 * term is multiplied with: its factor, the pixel's weight, and the division by the sum of the
 * weights in the whole batch.
 */
final class LossMaps {
  private final LossOptions loss;
  private final Batch batch;
  private final float[] vesselWeights;
  private final float[] classWeights;
  private final float[] contrastWeights;

  LossMaps(LossOptions loss, Batch batch) {
    this.loss = loss;
    this.batch = batch;
    int pixels = batch.vessel().length;
    vesselWeights = new float[pixels];
    classWeights = new float[pixels];
    contrastWeights = new float[pixels];
    double vesselSum = 0;
    double classSum = 0;
    double contrastSum = 0;
    for (int i = 0; i < pixels; i++) {
      boolean vessel = batch.vessel()[i] > 0.5f;
      vesselWeights[i] = batch.weight()[i] * (float) (vessel ? loss.vesselWeight() : 1);
      classWeights[i] =
          batch.arteryVeinWeight()[i] * (float) (vessel ? loss.arteryVeinWeight() : 1);
      boolean one = batch.artery()[i] > 0.5f != batch.vein()[i] > 0.5f;
      contrastWeights[i] = one ? batch.arteryVeinWeight()[i] : 0;
      vesselSum += vesselWeights[i];
      classSum += classWeights[i];
      contrastSum += contrastWeights[i];
    }
    scale(vesselWeights, vesselSum);
    scale(classWeights, classSum);
    scale(contrastWeights, contrastSum);
  }

  private static void scale(float[] weights, double sum) {
    double factor = sum > 0 ? 1 / sum : 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * factor);
    }
  }

  /**
   * Writes the maps of part of the batch, output terms first, then contrasts.
   *
   * @param from the first pixel
   * @param pixels how many
   * @param target written: {@code [term, pixel]}
   * @param weight written: {@code [term, pixel]}
   */
  void write(int from, int pixels, float[] target, float[] weight) {
    List<LossOptions.OutputTerm> outputs = loss.outputs();
    for (int row = 0; row < outputs.size(); row++) {
      LossOptions.OutputTerm term = outputs.get(row);
      float[] targets =
          switch (term.target()) {
            case VESSEL -> batch.vessel();
            case ARTERY -> batch.artery();
            case VEIN -> batch.vein();
          };
      float[] weights = term.target() == Loss.Target.VESSEL ? vesselWeights : classWeights;
      write(targets, weights, term.factor(), from, pixels, target, weight, row);
    }
    for (int c = 0; c < loss.contrasts().size(); c++) {
      double factor = loss.contrasts().get(c).factor();
      int row = outputs.size() + c;
      write(batch.artery(), contrastWeights, factor, from, pixels, target, weight, row);
    }
  }

  private static void write(
      float[] targets,
      float[] weights,
      double factor,
      int from,
      int pixels,
      float[] target,
      float[] weight,
      int row) {
    System.arraycopy(targets, from, target, row * pixels, pixels);
    float scale = (float) factor;
    for (int i = 0; i < pixels; i++) {
      weight[row * pixels + i] = weights[from + i] * scale;
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.internal.training.OutputLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes losses on the maps of a model, one micro-batch at a time: reads the maps from the
 * network's outputs and carries the gradients back to their channels. Used by one thread.
 */
final class MapLosses implements OutputLoss {
  /** The targets of a model's maps, in order. */
  private static final List<Loss.Target> MAPS =
      List.of(Loss.Target.VESSEL, Loss.Target.ARTERY, Loss.Target.VEIN);

  private final ModelSpecification model;
  private final List<WeightedLoss> losses;
  private final int microBatches;
  private final List<String> outputs;
  private final double[] values;
  private @Nullable Batch batch;
  private int number;

  /**
   * @param microBatches in how many a batch is computed: values and gradients are divided by it
   */
  MapLosses(ModelSpecification model, List<WeightedLoss> losses, int microBatches) {
    this.model = model;
    this.losses = losses;
    this.microBatches = microBatches;
    outputs = model.maps().stream().map(OutputMap::output).distinct().toList();
    values = new double[losses.size()];
  }

  /** Selects the part of the batch that is computed next. */
  void begin(Batch next, int microBatch) {
    batch = next;
    number = microBatch;
  }

  /** The terms of the last micro-batch, after those that were computed natively. */
  double[] append(double[] nativeTerms) {
    double[] terms = Arrays.copyOf(nativeTerms, nativeTerms.length + values.length);
    System.arraycopy(values, 0, terms, nativeTerms.length, values.length);
    return terms;
  }

  @Override
  public List<String> outputs() {
    return outputs;
  }

  @Override
  public void compute(float[][] outputValues, float[][] logits, float[][] gradients) {
    Batch current = Objects.requireNonNull(batch, "batch");
    int count = current.count() / microBatches;
    LossInput input = new LossInput(count, current.size(), current.size());
    int pixels = input.pixels();
    int from = number * pixels;
    List<OutputMap> maps = model.maps();
    for (int m = 0; m < maps.size(); m++) {
      OutputMap map = maps.get(m);
      int output = outputs.indexOf(map.output());
      int channels = channels(map);
      float[] probabilities = map.read(outputValues[output], channels);
      boolean ofSigmoid = logits[output] != outputValues[output];
      boolean same = channels == 1 && !map.complemented() && ofSigmoid;
      Loss.Target target = MAPS.get(m);
      input.with(
          target,
          probabilities,
          same ? logits[output] : LossInput.logitsOf(probabilities),
          Arrays.copyOfRange(groundTruth(current, target), from, from + pixels),
          Arrays.copyOfRange(weights(current, target), from, from + pixels));
    }
    LossGradients sum = LossGradients.zeros(input);
    for (int i = 0; i < losses.size(); i++) {
      WeightedLoss weighted = losses.get(i);
      LossGradients own = LossGradients.zeros(input);
      double factor = weighted.weight() / microBatches;
      values[i] = factor * weighted.loss().evaluate(input, own);
      sum.add(own, factor);
    }
    for (int m = 0; m < maps.size(); m++) {
      OutputMap map = maps.get(m);
      float[] to = gradients[outputs.indexOf(map.output())];
      carryBack(map, channels(map), sum.of(MAPS.get(m)), to);
    }
  }

  private static void carryBack(OutputMap map, int channels, float[] gradient, float[] to) {
    float sign = map.complemented() ? -1 : 1;
    for (int i = 0; i < gradient.length; i++) {
      for (int channel : map.channels()) {
        to[i * channels + channel] += sign * gradient[i];
      }
    }
  }

  private int channels(OutputMap map) {
    return model.network().output(map.output()).channels();
  }

  private static float[] groundTruth(Batch batch, Loss.Target target) {
    return switch (target) {
      case VESSEL -> batch.vessel();
      case ARTERY -> batch.artery();
      case VEIN -> batch.vein();
    };
  }

  private static float[] weights(Batch batch, Loss.Target target) {
    return target == Loss.Target.VESSEL ? batch.weight() : batch.arteryVeinWeight();
  }
}

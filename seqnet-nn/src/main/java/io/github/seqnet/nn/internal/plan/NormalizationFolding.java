// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.FoldedNetwork;
import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Turns a batch normalization with fixed statistics into a factor and a bias for each channel. */
public final class NormalizationFolding {
  private NormalizationFolding() {}

  /** The weights of a folded network, from those of the network itself. */
  public static NetworkWeights fold(FoldedNetwork folded, NetworkWeights weights) {
    if (folded.folds().isEmpty()) {
      return weights;
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : folded.network().parameters().values()) {
      values.put(parameter.name(), weights.values(parameter.name()));
    }
    for (FoldedNetwork.Fold fold : folded.folds()) {
      float[] factors = factors(fold.normalization(), weights);
      float[] offsets = biases(fold.normalization(), weights);
      float[] kernel = array(values, fold.convolution().parameters().get(0));
      float[] bias = array(values, fold.convolution().parameters().get(1));
      // An up-convolution's kernel is [2, 2, out, in], of all others the last axis is the output.
      int run = fold.convolution() instanceof Layer.UpConvolution up ? up.input().channels() : 1;
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] *= factors[i / run % factors.length];
      }
      for (int c = 0; c < bias.length; c++) {
        bias[c] = bias[c] * factors[c] + offsets[c];
      }
    }
    return NetworkWeights.of(folded.network(), values);
  }

  private static float[] array(Map<String, float[]> values, Parameter parameter) {
    return Objects.requireNonNull(values.get(parameter.name()), parameter.name());
  }

  /** {@code scale / sqrt(variance + epsilon)}. */
  static float[] factors(Layer.BatchNormalization normalization, NetworkWeights weights) {
    float[] scale = weights.values(normalization.scale().name());
    float[] variance = weights.values(normalization.variance().name());
    float[] factors = new float[scale.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = (float) (scale[c] / Math.sqrt(variance[c] + normalization.epsilon()));
    }
    return factors;
  }

  /** {@code bias - mean * factor}. */
  static float[] biases(Layer.BatchNormalization normalization, NetworkWeights weights) {
    float[] scale = weights.values(normalization.scale().name());
    float[] variance = weights.values(normalization.variance().name());
    float[] mean = weights.values(normalization.mean().name());
    float[] biases = weights.values(normalization.bias().name());
    for (int c = 0; c < biases.length; c++) {
      double factor = scale[c] / Math.sqrt(variance[c] + normalization.epsilon());
      biases[c] = (float) (biases[c] - mean[c] * factor);
    }
    return biases;
  }
}

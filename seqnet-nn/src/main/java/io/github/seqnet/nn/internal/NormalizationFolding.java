package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.weights.NetworkWeights;

/** Turns a batch normalization with fixed statistics into a factor and a bias for each channel. */
final class NormalizationFolding {
  private NormalizationFolding() {}

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

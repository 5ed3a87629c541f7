// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.FoldedNetwork;
import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a network in which batch normalizations with fixed statistics are part of the
 * convolutions before them, as a factor and a bias for each channel. Computes them when they are
 * asked for, so that there is no second copy of the weights. Thread-safe.
 */
public final class FoldedWeights {
  private final NetworkWeights weights;
  // By the name of the kernel or the bias; each belongs to one convolution.
  private final Map<String, FoldedNetwork.Fold> kernels = new HashMap<>();
  private final Map<String, FoldedNetwork.Fold> biases = new HashMap<>();

  /** The weights of a network whose normalizations stay as they are. */
  FoldedWeights(NetworkWeights weights) {
    this(List.of(), weights);
  }

  /**
   * The weights of a folded network.
   *
   * @param weights those of the network itself
   */
  public FoldedWeights(FoldedNetwork folded, NetworkWeights weights) {
    this(folded.folds(), weights);
  }

  private FoldedWeights(List<FoldedNetwork.Fold> folds, NetworkWeights weights) {
    this.weights = weights;
    for (FoldedNetwork.Fold fold : folds) {
      kernels.put(fold.convolution().parameters().get(0).name(), fold);
      biases.put(fold.convolution().parameters().get(1).name(), fold);
    }
  }

  /** A copy of the values of one parameter, in C order. */
  float[] values(String parameter) {
    float[] values = weights.values(parameter);
    FoldedNetwork.Fold ofKernel = kernels.get(parameter);
    if (ofKernel != null) {
      float[] factors = factors(ofKernel.normalization());
      // An up-convolution's kernel is [2, 2, out, in], of all others the last axis is the output.
      int run =
          ofKernel.convolution() instanceof Layer.UpConvolution up ? up.input().channels() : 1;
      for (int i = 0; i < values.length; i++) {
        values[i] *= factors[i / run % factors.length];
      }
    }
    FoldedNetwork.Fold ofBias = biases.get(parameter);
    if (ofBias != null) {
      float[] factors = factors(ofBias.normalization());
      float[] offsets = offsets(ofBias.normalization());
      for (int c = 0; c < values.length; c++) {
        values[c] = values[c] * factors[c] + offsets[c];
      }
    }
    return values;
  }

  /** {@code scale / sqrt(variance + epsilon)}. */
  float[] factors(Layer.BatchNormalization normalization) {
    float[] scale = weights.values(normalization.scale().name());
    float[] variance = weights.values(normalization.variance().name());
    float[] factors = new float[scale.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = (float) (scale[c] / Math.sqrt(variance[c] + normalization.epsilon()));
    }
    return factors;
  }

  /** {@code bias - mean * factor}. */
  float[] offsets(Layer.BatchNormalization normalization) {
    float[] scale = weights.values(normalization.scale().name());
    float[] variance = weights.values(normalization.variance().name());
    float[] mean = weights.values(normalization.mean().name());
    float[] offsets = weights.values(normalization.bias().name());
    for (int c = 0; c < offsets.length; c++) {
      double factor = scale[c] / Math.sqrt(variance[c] + normalization.epsilon());
      offsets[c] = (float) (offsets[c] - mean[c] * factor);
    }
    return offsets;
  }
}

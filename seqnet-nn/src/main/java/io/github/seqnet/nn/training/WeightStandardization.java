// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Trains 3 x 3 kernels through their standardized form (Qiao et al. 2019, arXiv:1903.10520; without
 * batch statistics as Brock et al. 2021, arXiv:2101.08692): for each output channel the kernel is
 * {@code gain * c / |c|}, where {@code c} is the trained kernel minus its mean. Activations keep
 * their scale through the depth of the network, which helps streams that start from random weights.
 * The network itself is unchanged: what it computes with are plain kernels, and those are what a
 * training gives.
 *
 * <p>The trained vector is the network's flat parameters followed by one gain for each output
 * channel of each standardized kernel. Immutable; all arrays belong to the caller.
 */
final class WeightStandardization {
  /**
   * The gain that preserves the variance from the input of one ReLU to the next: sqrt(2 / (1 - 1 /
   * pi)).
   */
  private static final double GAIN = Math.sqrt(2 / (1 - 1 / Math.PI));

  /** The mean, beside the length, that rounding leaves of a channel without one. */
  private static final double CENTERED = 1e-5;

  /** Keeps a constant kernel from dividing by zero. */
  private static final double EPSILON = 1e-8;

  private final List<Kernel> kernels = new ArrayList<>();
  private final int plainLength;
  private final int length;

  /** A kernel whose values are {@code fan} rows of {@code channels} columns. */
  private record Kernel(int offset, int fan, int channels, int gains) {}

  /**
   * @param chosen which parameters to standardize; only 3 x 3 kernels among them are
   */
  WeightStandardization(Network network, Predicate<Parameter> chosen) {
    plainLength = Math.toIntExact(network.parameterCount());
    int offset = 0;
    int gains = plainLength;
    for (Parameter parameter : network.parameters().values()) {
      List<Integer> shape = parameter.shape();
      if (shape.size() == 4 && shape.get(0) == 3 && chosen.test(parameter)) {
        int channels = shape.get(3);
        kernels.add(new Kernel(offset, parameter.length() / channels, channels, gains));
        gains += channels;
      }
      offset += parameter.length();
    }
    length = gains;
  }

  /** The length of the trained vector. */
  int length() {
    return length;
  }

  /**
   * The trained vector to start from: the network's parameters and their gains. A channel that has
   * no mean is one of an earlier training of this kind and keeps its length, so that nothing
   * changes; any other starts with the gain that keeps variances.
   */
  float[] start(float[] plain) {
    float[] trained = new float[length];
    System.arraycopy(plain, 0, trained, 0, plainLength);
    for (Kernel kernel : kernels) {
      double[] mean = columnMeans(kernel, plain);
      double[] norm = norms(kernel, plain, mean);
      for (int o = 0; o < kernel.channels; o++) {
        boolean centered = Math.abs(mean[o]) < CENTERED * norm[o];
        trained[kernel.gains + o] = (float) (centered ? norm[o] : GAIN);
      }
    }
    return trained;
  }

  /**
   * The network's parameters for a trained vector; the vector itself if no parameter is
   * standardized.
   */
  float[] plain(float[] trained) {
    if (kernels.isEmpty()) {
      return trained;
    }
    float[] plain = new float[plainLength];
    System.arraycopy(trained, 0, plain, 0, plainLength);
    for (Kernel kernel : kernels) {
      double[] mean = columnMeans(kernel, trained);
      double[] norm = norms(kernel, trained, mean);
      for (int row = 0; row < kernel.fan; row++) {
        int at = kernel.offset + row * kernel.channels;
        for (int o = 0; o < kernel.channels; o++) {
          plain[at + o] =
              (float) (trained[kernel.gains + o] * (trained[at + o] - mean[o]) / norm[o]);
        }
      }
    }
    return plain;
  }

  /**
   * The gradient of the trained vector: the one given, if no kernel is standardized.
   *
   * @param trained the trained vector
   * @param plainGradient the gradient of the network's parameters there
   */
  float[] gradient(float[] trained, float[] plainGradient) {
    if (kernels.isEmpty()) {
      return plainGradient;
    }
    float[] gradient = new float[length];
    System.arraycopy(plainGradient, 0, gradient, 0, plainLength);
    for (Kernel kernel : kernels) {
      double[] mean = columnMeans(kernel, trained);
      double[] norm = norms(kernel, trained, mean);
      double[] gradientMean = columnMeans(kernel, plainGradient);
      double[] along = new double[kernel.channels];
      for (int row = 0; row < kernel.fan; row++) {
        int at = kernel.offset + row * kernel.channels;
        for (int o = 0; o < kernel.channels; o++) {
          along[o] += plainGradient[at + o] * (trained[at + o] - mean[o]) / norm[o];
        }
      }
      for (int row = 0; row < kernel.fan; row++) {
        int at = kernel.offset + row * kernel.channels;
        for (int o = 0; o < kernel.channels; o++) {
          double unit = (trained[at + o] - mean[o]) / norm[o];
          gradient[at + o] =
              (float)
                  (trained[kernel.gains + o]
                      * (plainGradient[at + o] - gradientMean[o] - unit * along[o])
                      / norm[o]);
        }
      }
      for (int o = 0; o < kernel.channels; o++) {
        gradient[kernel.gains + o] = (float) along[o];
      }
    }
    return gradient;
  }

  private static double[] columnMeans(Kernel kernel, float[] values) {
    double[] means = new double[kernel.channels];
    for (int row = 0; row < kernel.fan; row++) {
      int at = kernel.offset + row * kernel.channels;
      for (int o = 0; o < kernel.channels; o++) {
        means[o] += values[at + o];
      }
    }
    for (int o = 0; o < kernel.channels; o++) {
      means[o] /= kernel.fan;
    }
    return means;
  }

  private static double[] norms(Kernel kernel, float[] trained, double[] mean) {
    double[] squares = new double[kernel.channels];
    for (int row = 0; row < kernel.fan; row++) {
      int at = kernel.offset + row * kernel.channels;
      for (int o = 0; o < kernel.channels; o++) {
        double centered = trained[at + o] - mean[o];
        squares[o] += centered * centered;
      }
    }
    for (int o = 0; o < kernel.channels; o++) {
      squares[o] = Math.sqrt(squares[o] + EPSILON);
    }
    return squares;
  }
}

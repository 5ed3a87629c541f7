// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The weights of a network: float32 values for each parameter. Immutable and safe to share between
 * threads; equal by names and bits.
 */
public final class NetworkWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final double UP_PART = 0.3;
  private static final double MAP_PART = 0.1;

  private final Map<String, float[]> values;

  private NetworkWeights(Map<String, float[]> values) {
    this.values = values;
  }

  /**
   * Copies the values of every parameter of a network.
   *
   * @param values the values of each parameter by its name, in C order
   * @throws IllegalArgumentException if a parameter is missing, has the wrong number of values or
   *     one that is not finite, or if there are names the network does not have
   */
  public static NetworkWeights of(Network network, Map<String, float[]> values) {
    Map<String, float[]> copy = new LinkedHashMap<>();
    values.forEach((name, array) -> copy.put(name, array.clone()));
    return wrap(network, copy);
  }

  /**
   * Creates weights backed by the arrays, without copying them. The caller must not modify them
   * afterwards.
   */
  static NetworkWeights wrap(Network network, Map<String, float[]> values) {
    requireFit(network, values);
    Map<String, float[]> ordered = new LinkedHashMap<>();
    for (String name : network.parameters().keySet()) {
      float[] array = Objects.requireNonNull(values.get(name), name);
      for (int i = 0; i < array.length; i++) {
        if (!Float.isFinite(array[i])) {
          throw new IllegalArgumentException(
              "weights of " + name + " hold " + array[i] + " at position " + i);
        }
      }
      ordered.put(name, array);
    }
    return new NetworkWeights(ordered);
  }

  /**
   * Checks that these are the weights of a network.
   *
   * @throws IllegalArgumentException if a parameter is missing or has the wrong number of values,
   *     or if there are names the network does not have
   */
  public void requireFit(Network network) {
    requireFit(network, values);
  }

  private static void requireFit(Network network, Map<String, float[]> values) {
    for (Parameter parameter : network.parameters().values()) {
      float[] array = values.get(parameter.name());
      if (array == null) {
        throw new IllegalArgumentException("weights of " + parameter.name() + " are missing");
      }
      if (array.length != parameter.length()) {
        throw new IllegalArgumentException(
            "weights of "
                + parameter.name()
                + " must be "
                + parameter.length()
                + " values of shape "
                + parameter.shape()
                + ", got "
                + array.length);
      }
    }
    for (String name : values.keySet()) {
      if (!network.parameters().containsKey(name)) {
        throw new IllegalArgumentException("the network has no parameter named " + name);
      }
    }
  }

  /** The array of one parameter, not copied; it must not be modified. */
  float[] array(String parameter) {
    float[] array = values.get(parameter);
    if (array == null) {
      throw new IllegalArgumentException("no weights are named " + parameter);
    }
    return array;
  }

  /**
   * Returns random initial weights. Kernels are normal with variance {@code 2 / fan-in} (He et al.
   * 2015, doi:10.1109/ICCV.2015.123), biases are 0. Up-convolutions, whose fan-in is their input
   * channels and which no ReLU follows, get 0.3 of that deviation, so that skip connections
   * dominate at first. The output layers get 0.1 of it, so that the maps begin near 0.5. With these
   * two factors, artery and vein streams begin to learn earlier.
   *
   * @param seed determines every value; each parameter has its own random stream, so that adding a
   *     layer does not change the others
   */
  public static NetworkWeights initial(Network network, long seed) {
    Map<String, Double> deviations = initialDeviations(network);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters().values()) {
      float[] array = new float[parameter.length()];
      Double deviation = deviations.get(parameter.name());
      if (deviation != null) {
        var random = new SplittableRandom(seed ^ ((long) parameter.name().hashCode() << 32));
        for (int i = 0; i < array.length; i++) {
          array[i] = (float) (random.nextGaussian() * deviation);
        }
      }
      if (parameter.kind() == Parameter.Kind.SCALE || parameter.kind() == Parameter.Kind.VARIANCE) {
        Arrays.fill(array, 1);
      }
      values.put(parameter.name(), array);
    }
    return new NetworkWeights(values);
  }

  /** The deviation of each kernel by its name. */
  private static Map<String, Double> initialDeviations(Network network) {
    Set<Tensor> logits = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Sigmoid || layer instanceof Layer.Softmax) {
        logits.addAll(layer.inputs());
      }
    }
    Map<String, Double> deviations = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Convolution c) {
        int fanIn = c.input().channels() * c.kernelSize() * c.kernelSize();
        double part = logits.contains(c.output()) ? MAP_PART : 1;
        deviations.put(c.kernel().name(), part * Math.sqrt(2.0 / fanIn));
      } else if (layer instanceof Layer.StridedConvolution c) {
        int fanIn = c.input().channels() * c.kernelSize() * c.kernelSize();
        deviations.put(c.kernel().name(), Math.sqrt(2.0 / fanIn));
      } else if (layer instanceof Layer.DepthwiseConvolution c) {
        deviations.put(c.kernel().name(), Math.sqrt(2.0 / (c.kernelSize() * c.kernelSize())));
      } else if (layer instanceof Layer.UpConvolution up) {
        deviations.put(up.kernel().name(), UP_PART * Math.sqrt(2.0 / up.input().channels()));
      }
    }
    return deviations;
  }

  /**
   * Returns these weights with fresh values, as {@link #initial} gives, for parameters whose names
   * begin with one of the prefixes: to train a stream from scratch, or to keep the weights of a
   * network that was extended.
   *
   * @throws IllegalArgumentException if the weights are not those of the network, or no parameter
   *     begins with a prefix
   */
  public NetworkWeights withFresh(Network network, List<String> prefixes, long seed) {
    network.requireParameters("fresh", prefixes);
    Map<String, float[]> mixed = toMap();
    initial(network, seed)
        .values
        .forEach(
            (name, fresh) -> {
              if (prefixes.stream().anyMatch(name::startsWith)) {
                mixed.put(name, fresh);
              }
            });
    return of(network, mixed);
  }

  /**
   * Averages several weights of one network, for example those at the ends of several rounds of
   * training. The average often generalizes better than any of them (Izmailov et al., "Averaging
   * Weights Leads to Wider Optima and Better Generalization", 2018, arXiv:1803.05407). This holds
   * for weights that derive from each other by further training; the average of independently
   * trained networks is useless.
   *
   * @throws IllegalArgumentException if there are none, or some are not those of the network
   */
  public static NetworkWeights mean(Network network, List<NetworkWeights> several) {
    if (several.isEmpty()) {
      throw new IllegalArgumentException("there must be weights to take the mean of");
    }
    several.forEach(weights -> requireFit(network, weights.values));
    Map<String, float[]> means = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters().values()) {
      double[] sums = new double[parameter.length()];
      for (NetworkWeights weights : several) {
        float[] array = weights.array(parameter.name());
        Arrays.setAll(sums, i -> sums[i] + array[i]);
      }
      float[] mean = new float[sums.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (sums[i] / several.size());
      }
      means.put(parameter.name(), mean);
    }
    return wrap(network, means);
  }

  /**
   * These weights rounded to half precision (IEEE 754 binary16, 11 significant bits).
   *
   * @throws IllegalArgumentException if the absolute value of a weight exceeds 65 504; names its
   *     parameter
   */
  public NetworkWeights toHalfPrecision() {
    Map<String, float[]> rounded = new LinkedHashMap<>();
    values.forEach(
        (name, array) -> {
          float[] halves = new float[array.length];
          try {
            for (int i = 0; i < array.length; i++) {
              halves[i] = HalfPrecision.decode(HalfPrecision.encode(array[i]));
            }
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter " + name + ": " + e.getMessage(), e);
          }
          rounded.put(name, halves);
        });
    return new NetworkWeights(rounded);
  }

  /**
   * A copy of the values of one parameter, in C order.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] values(String parameter) {
    return array(parameter).clone();
  }

  /** A copy of all values by name, in the network's order. */
  public Map<String, float[]> toMap() {
    Map<String, float[]> copy = new LinkedHashMap<>();
    values.forEach((name, array) -> copy.put(name, array.clone()));
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof NetworkWeights weights)
        || !weights.values.keySet().equals(values.keySet())) {
      return false;
    }
    for (Map.Entry<String, float[]> entry : values.entrySet()) {
      if (!Arrays.equals(entry.getValue(), weights.values.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (Map.Entry<String, float[]> entry : values.entrySet()) {
      hash = 31 * hash + entry.getKey().hashCode() ^ Arrays.hashCode(entry.getValue());
    }
    return hash;
  }
}

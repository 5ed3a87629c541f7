// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a network as one flat array, parameter by parameter. */
final class FlatParameters {
  private FlatParameters() {}

  static float[] of(Network network, NetworkWeights weights) {
    float[] flat = new float[Math.toIntExact(network.parameterCount())];
    int offset = 0;
    for (Parameter parameter : network.parameters().values()) {
      float[] values = weights.values(parameter.name());
      System.arraycopy(values, 0, flat, offset, values.length);
      offset += values.length;
    }
    return flat;
  }

  static NetworkWeights toWeights(Network network, float[] flat) {
    Map<String, float[]> values = new LinkedHashMap<>();
    int offset = 0;
    for (Parameter parameter : network.parameters().values()) {
      int end = offset + parameter.length();
      values.put(parameter.name(), Arrays.copyOfRange(flat, offset, end));
      offset = end;
    }
    return NetworkWeights.of(network, values);
  }
}

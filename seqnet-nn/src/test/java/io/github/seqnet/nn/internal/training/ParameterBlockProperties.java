// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.buffer.DataType;

class ParameterBlockProperties {
  private static final Network NETWORK =
      SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 1).withDropout(0));
  private static final int LENGTH = Math.toIntExact(NETWORK.parameterCount());

  @Property(tries = 30, seed = "50")
  void sumsOfPartsAreThoseOfTheWhole(
      @ForAll @IntRange(min = 1, max = 4) int count,
      @ForAll @IntRange(min = 1, max = 20_000) int part) {
    List<ParameterBlock.Summand> summands = new ArrayList<>();
    float[] sum = new float[LENGTH];
    try (ParameterBlock block = new ParameterBlock(NETWORK, DataType.FLOAT)) {
      for (int copy = 0; copy < count; copy++) {
        block.put(values(copy + 1));
        // The last one is not copied.
        summands.add(
            copy + 1 < count ? block.copyTo(new float[block.blockLength()]) : block.summand());
      }
      for (int first = 0; first < LENGTH; first += part) {
        block.sum(summands, sum, first, Math.min(LENGTH, first + part));
      }
    }
    // 1 + 2 + ... times the values; biases of up-convolutions stand twice.
    float[] expected = values(count * (count + 1) / 2);
    Set<String> twice = new HashSet<>();
    for (Layer layer : NETWORK.layers()) {
      if (layer instanceof Layer.UpConvolution up) {
        twice.add(up.bias().name());
      }
    }
    int i = 0;
    for (Parameter parameter : NETWORK.parameters().values()) {
      for (int end = i + parameter.length(); i < end; i++) {
        expected[i] *= twice.contains(parameter.name()) ? 2 : 1;
      }
    }
    assertArrayEquals(expected, sum);
  }

  /** Small whole numbers, whose sums are exact. */
  private static float[] values(int factor) {
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = factor * (i % 1009 - 500);
    }
    return values;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkWeightsTest {
  private final Network network = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 1));

  @Test
  void theMeanIsThatOfEachValue() {
    NetworkWeights first = NetworkWeights.initial(network, 1);
    NetworkWeights second = NetworkWeights.initial(network, 2);
    NetworkWeights third = NetworkWeights.initial(network, 3);
    NetworkWeights mean = NetworkWeights.mean(network, List.of(first, second, third));
    for (String name : network.parameters().keySet()) {
      float[] expected = first.values(name);
      for (int i = 0; i < expected.length; i++) {
        double sum = (double) expected[i] + second.values(name)[i] + third.values(name)[i];
        expected[i] = (float) (sum / 3);
      }
      assertArrayEquals(expected, mean.values(name), name);
    }
    assertEquals(second, NetworkWeights.mean(network, List.of(second)));
    assertEquals(second, NetworkWeights.mean(network, List.of(second, second)));
  }

  @Test
  void thereIsNoMeanOfNoneOrOfOtherNetworks() {
    assertThrows(IllegalArgumentException.class, () -> NetworkWeights.mean(network, List.of()));
    NetworkWeights other =
        NetworkWeights.initial(SeqNetArchitecture.network(SeqNetConfig.iterNet(3, 1)), 1);
    List<NetworkWeights> mixed = List.of(NetworkWeights.initial(network, 1), other);
    assertThrows(IllegalArgumentException.class, () -> NetworkWeights.mean(network, mixed));
  }
}

package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.NetworkWeights;
import org.junit.jupiter.api.Test;

class InferenceEngineTest {
  private static final Network NETWORK = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 1));

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    for (int width : new int[] {1, 4}) {
      Network other = SeqNetArchitecture.network(SeqNetConfig.iterNet(width, 1));
      NetworkWeights weights = NetworkWeights.initial(other, 1);
      Throwable e =
          assertThrows(
              IllegalArgumentException.class, () -> new InferenceEngine(NETWORK, weights, 1));
      assertTrue(e.getMessage().startsWith("weights of "), e.toString());
    }
  }
}

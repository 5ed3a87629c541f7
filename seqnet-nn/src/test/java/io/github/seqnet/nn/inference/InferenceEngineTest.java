package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Arrays;
import java.util.List;
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

  @Test
  void outputsAtReducedSizeHaveTheirOwnLength() {
    NetworkBuilder builder = new NetworkBuilder("pooled", 3);
    Tensor tensor = builder.input();
    for (int i = 0; i < 2; i++) {
      tensor = builder.maxPooling(tensor);
    }
    builder.output("coarse", builder.sigmoid(builder.convolution("p", tensor, 3, 2)));
    Network network = builder.build();
    try (InferenceEngine engine =
        new InferenceEngine(network, NetworkWeights.initial(network, 1), 1)) {
      float[] coarse =
          engine.run(new float[2 * 32 * 64 * 3], 2, 32, 64, List.of("coarse")).get("coarse");
      float[] expected = new float[2 * 8 * 16 * 2];
      // Of a black image, without biases.
      Arrays.fill(expected, 0.5f);
      assertArrayEquals(expected, coarse);
    }
  }
}

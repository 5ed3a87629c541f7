// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.architecture.FoldedNetwork;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NormalizationFoldingTest {
  @Test
  void foldsIntoEveryKindOfConvolutionAndKeepsTheOutputs() {
    NetworkBuilder b = new NetworkBuilder("image", 3);
    Tensor x = b.batchNormalization("n1", b.convolution("c1", b.input(), 3, 4));
    x = b.batchNormalization("n2", b.convolution("c2", x, 3, 5, 2, 1));
    x = b.batchNormalization("n3", b.depthwiseConvolution("c3", x, 3, 1, 1));
    x = b.batchNormalization("n4", b.upConvolution("c4", x, 4));
    // Not folded: read twice, shared, after something else.
    Tensor twice = b.convolution("c5", x, 1, 4);
    x = b.addition(List.of(twice, b.batchNormalization("n5", twice)));
    x = b.batchNormalization("n6", b.convolution("c6", x, 3, 4));
    x = b.batchNormalization("n7", b.convolution("c6", x, 3, 4));
    x = b.batchNormalization("n8", b.relu(x));
    b.output("y", x);
    Network network = b.build();
    FoldedNetwork folded = FoldedNetwork.of(network);
    assertEquals(
        List.of("n1.scale", "n2.scale", "n3.scale", "n4.scale"),
        folded.folds().stream().map(fold -> fold.normalization().scale().name()).toList());
    SplittableRandom random = new SplittableRandom(2);
    Map<String, float[]> values = new HashMap<>();
    for (Parameter parameter : network.parameters().values()) {
      float[] array = new float[parameter.length()];
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) random.nextDouble(0.2, 0.8) - (parameter.isStatistic() ? 0 : 0.4f);
      }
      values.put(parameter.name(), array);
    }
    NetworkWeights weights = NetworkWeights.of(network, values);
    float[] image = new float[6 * 8 * 3];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble();
    }
    float[] expected = new float[6 * 8 * 4];
    try (DeviceWeights device = new DeviceWeights(weights);
        ForwardPlan plan = new ForwardPlan(network, device, 1, 6, 8, List.of("y"))) {
      plan.run(image);
      plan.copyOutput("y", expected);
    }
    try (InferenceEngine engine = new InferenceEngine(network, weights, 1)) {
      assertArrayEquals(expected, engine.run(image, 1, 6, 8, List.of("y")).get("y"), 1e-5f);
    }
  }

  @Test
  void leavesNetworksWithoutNormalizationAsTheyAre() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(1, 1));
    assertEquals(network, FoldedNetwork.of(network).network());
  }
}

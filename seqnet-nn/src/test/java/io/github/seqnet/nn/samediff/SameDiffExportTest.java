// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.samediff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The independent check of the library's own plans: SameDiff computes the same. */
class SameDiffExportTest {
  static List<SeqNetConfig> configurations() {
    return List.of(
        SeqNetConfig.seqNet(2, 3),
        SeqNetConfig.seqNet(3, 1),
        SeqNetConfig.seqNet(2, 0),
        SeqNetConfig.iterNet(4, 2));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void agreesWithTheInferencePlan(SeqNetConfig config) {
    Network network = SeqNetArchitecture.network(config);
    NetworkWeights weights = NetworkWeights.initial(network, 5);
    float[] input = new float[2 * 48 * 32 * 3];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextDouble();
    }
    List<String> names = List.copyOf(network.outputs().keySet());
    SameDiff graph = SameDiffExport.export(network, weights);
    Map<String, INDArray> expected =
        graph.output(
            Map.of("image", Nd4j.createFromArray(input).reshape('c', 2, 48, 32, 3)), names);
    try (InferenceEngine engine = new InferenceEngine(network, weights, 1)) {
      Map<String, float[]> actual = engine.run(input, 2, 48, 32, names);
      for (String name : names) {
        float[] reference = expected.get(name).dup('c').data().asFloat();
        for (int i = 0; i < reference.length; i++) {
          assertEquals(reference[i], actual.get(name)[i], 1e-5, name);
        }
      }
    }
  }
}

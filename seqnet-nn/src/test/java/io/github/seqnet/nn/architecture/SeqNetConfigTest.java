// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import io.github.seqnet.preprocess.Preprocessing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeqNetConfigTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, 65})
  void rejectsIterationsOutOfRange(int iterations) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SeqNetConfig.seqNet(8, iterations));
    assertEquals("iterations must be in 0..64, got " + iterations, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, SEGMENTATION",
    "3, 0, 0.1, SEGMENTATION_ARTERY_VEIN",
    "2, 0, 0, SEGMENTATION_ARTERY_VEIN",
    "2, 1, 0.1, SEGMENTATION",
    "1, 64, 0.1, SEGMENTATION_ARTERY_VEIN"
  })
  void recognizesItsNetwork(int width, int iterations, double dropout, Streams streams) {
    SeqNetConfig config =
        new SeqNetConfig(
            width, iterations, dropout, streams, Preprocessing.ILLUMINATION_CORRECTION);
    assertEquals(Optional.of(config), SeqNetConfig.of(config.specification()));
  }

  @Test
  void networkWithoutIterationsHasBaseUnetsOnly() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(2, 0));
    assertEquals(
        List.of(SeqNetArchitecture.VESSEL, SeqNetArchitecture.ARTERY, SeqNetArchitecture.VEIN),
        List.copyOf(network.outputs().keySet()));
    for (String name : network.parameters().keySet()) {
      assertTrue(name.matches("[a-z]+\\.(e[1-5]|d[1-4]|out_final)\\..*"), name);
    }
    assertEquals(3 * 2 * (18 + 4 + 1), network.parameters().size());
    Network single = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 0));
    assertEquals(
        List.of(SeqNetArchitecture.ITERNET_VESSEL), List.copyOf(single.outputs().keySet()));
  }

  @Test
  void doesNotRecognizeAnotherNetworkWithItsNames() {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor hidden =
        builder.relu(builder.convolution("segmentation.e1.conv1", builder.input(), 3, 4));
    Tensor last = builder.convolution("segmentation.out_final", hidden, 1, 1);
    builder.output(SeqNetArchitecture.ITERNET_VESSEL, builder.sigmoid(last));
    ModelSpecification specification =
        ModelSpecification.of(builder.build(), OutputMap.of(SeqNetArchitecture.ITERNET_VESSEL));
    assertEquals(Optional.empty(), SeqNetConfig.of(specification));
  }
}

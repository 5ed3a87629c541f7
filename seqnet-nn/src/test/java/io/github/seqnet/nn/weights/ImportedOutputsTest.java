// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.inference.InferenceEngine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checkpoints of the repository give the outputs that Keras gave: each layer is in place. */
final class ImportedOutputsTest {
  /** Both sum in float32 in their own order: rounding, no more. */
  private static final float TOLERANCE = 1e-5f;

  @ParameterizedTest
  @CsvSource({
    "seqnet-k1-t2.keras3.h5, seqnet-k1-t2.io.h5",
    "seqnet-k1-t2.weights.h5, seqnet-k1-t2.io.h5",
    "seqnet-k1-t2.keras2-weights.hdf5, seqnet-k1-t2.io.h5",
    "iternet-k4.keras2-full.hdf5, iternet-k4.io.h5"
  })
  void everyOutputIsThatOfKeras(String checkpoint, String examples) throws IOException {
    ImportedWeights imported = KerasFile.read(KerasFileTest.resource(checkpoint));
    Network network = SeqNetArchitecture.network(imported.config());
    ReferenceOutputs reference = ReferenceOutputs.read(KerasFileTest.resource(examples), "");
    List<Integer> shape = reference.input().shape();
    assertEquals(network.outputs().keySet(), reference.outputs().keySet());
    try (InferenceEngine engine = new InferenceEngine(network, imported.weights(), 1)) {
      Map<String, float[]> outputs =
          engine.run(
              reference.input().toArray(),
              shape.get(0),
              shape.get(1),
              shape.get(2),
              network.outputs().keySet());
      reference
          .outputs()
          .forEach(
              (name, values) ->
                  assertArrayEquals(values.toArray(), outputs.get(name), TOLERANCE, name));
    }
  }
}

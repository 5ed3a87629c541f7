// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.weights.ImportedWeights;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.testing.Shared;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Imported checkpoints give the outputs that the reference network gave under Keras. */
class ReferenceOutputsTest {
  /** Both sum in float32 in their own order: rounding, no more. */
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "seqnet-k4.keras3.h5, seqnet-k4.io.h5, 12",
    "seqnet-k4.keras2-full.hdf5, seqnet-k4.io.h5, 12",
    "seqnet-k4.keras2-weights-offset.hdf5, seqnet-k4.io.h5, 12",
    "iternet-k4.keras2-full.hdf5, iternet-k4.io.h5, 4",
  })
  void agreesOnEveryOutput(String checkpoint, String examples, int outputs) throws Exception {
    ImportedWeights imported = KerasFile.read(Shared.path("fixtures/" + checkpoint));
    Network network = SeqNetArchitecture.network(imported.config());
    assertEquals(outputs, network.outputs().size());
    Path file = Shared.path("fixtures/" + examples);
    try (InferenceEngine engine = new InferenceEngine(network, imported.weights(), 2);
        HdfFile hdf = new HdfFile(file)) {
      for (String suffix : new String[] {"", "_64x96"}) {
        if (hdf.getChildren().containsKey("x" + suffix)) {
          check(engine, hdf.getDatasetByPath("x" + suffix), (Group) hdf.getByPath("y" + suffix));
        }
      }
    }
  }

  private static void check(InferenceEngine engine, Dataset input, Group expected) {
    int[] shape = input.getDimensions();
    Set<String> names = engine.network().outputs().keySet();
    assertEquals(names, expected.getChildren().keySet());
    Map<String, float[]> results =
        engine.run((float[]) input.getDataFlat(), shape[0], shape[1], shape[2], names);
    for (String name : names) {
      float[] reference = (float[]) ((Dataset) expected.getChild(name)).getDataFlat();
      double difference = 0;
      for (int i = 0; i < reference.length; i++) {
        difference = Math.max(difference, Math.abs(reference[i] - results.get(name)[i]));
      }
      double worst = difference;
      assertEquals(reference.length, results.get(name).length);
      assertTrue(worst <= TOLERANCE, () -> name + " differs by " + worst);
    }
  }
}

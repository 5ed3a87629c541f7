package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.testing.Shared;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KerasFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seqnet-k4.keras3.h5",
        "seqnet-k4.keras2-full.hdf5",
        "seqnet-k4.keras2-weights-offset.hdf5"
      })
  void allLayoutsOfOneNetworkHoldTheSameWeights(String name) throws IOException {
    ImportedWeights reference = KerasFile.read(Shared.path("fixtures/seqnet-k4.keras2-full.hdf5"));
    ImportedWeights imported = KerasFile.read(Shared.path("fixtures/" + name));
    assertEquals(SeqNetConfig.seqNet(4, 3), imported.config());
    assertEquals(reference.weights(), imported.weights());
  }

  @Test
  void theOrderOfTheReferenceFileIsKept() throws IOException {
    Path reference = Shared.path("fixtures/seqnet-k4.keras2-full.hdf5");
    ImportedWeights imported = KerasFile.read(reference);
    Path exported = folder.resolve("exported.hdf5");
    KerasFile.write(exported, imported.config(), imported.weights());
    assertArrayEquals(weightedLayers(reference, "/model_weights"), weightedLayers(exported, "/"));
  }

  @Test
  void iterNetIsImportedAndKeepsItsNames() throws IOException {
    Path reference = Shared.path("fixtures/iternet-k4.keras2-full.hdf5");
    ImportedWeights imported = KerasFile.read(reference);
    assertEquals(SeqNetConfig.iterNet(4, 3), imported.config());
    Path exported = folder.resolve("exported.hdf5");
    KerasFile.write(exported, imported.config(), imported.weights());
    assertArrayEquals(weightedLayers(reference, "/model_weights"), weightedLayers(exported, "/"));
    assertEquals(imported.weights(), KerasFile.read(exported).weights());
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, SEGMENTATION_ARTERY_VEIN",
    "6, 2, SEGMENTATION_ARTERY_VEIN",
    "1, 1, SEGMENTATION_ARTERY_VEIN",
    "3, 4, SEGMENTATION",
    "2, 1, SEGMENTATION",
    "1, 12, SEGMENTATION"
  })
  void whatIsExportedIsImportedBitForBit(int width, int iterations, SeqNetConfig.Streams streams)
      throws IOException {
    SeqNetConfig config = new SeqNetConfig(width, iterations, 0.1, streams);
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 7);
    Path file = folder.resolve("weights.hdf5");
    KerasFile.write(file, config, weights);
    ImportedWeights imported = KerasFile.read(file);
    assertEquals(config, imported.config());
    assertEquals(weights, imported.weights());
    assertEquals(KerasLayout.WEIGHTS_ONLY, imported.layout());
    assertEquals(
        SeqNetArchitecture.network(config).parameters().size(), 2 * imported.mapping().size());
  }

  private static String[] weightedLayers(Path file, String group) {
    try (HdfFile hdf = new HdfFile(file)) {
      String[] all =
          (String[])
              (group.equals("/") ? hdf : hdf.getByPath(group))
                  .getAttribute("layer_names")
                  .getData();
      Stream<String> weighted =
          Arrays.stream(all)
              .filter(
                  name ->
                      name.matches("out1.*|.*_final_out|model2_final_.*")
                          || name.matches("(model2_)?conv2d(_transpose)?_.*"));
      return weighted.toArray(String[]::new);
    }
  }
}

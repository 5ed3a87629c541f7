// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.testing.Shared;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
    "2, 0, SEGMENTATION_ARTERY_VEIN",
    "3, 0, SEGMENTATION",
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

  /** As {@code .weights.h5} of Keras 3: layers by class and position. */
  @ParameterizedTest
  @CsvSource({
    "2, 0, SEGMENTATION_ARTERY_VEIN",
    "1, 2, SEGMENTATION_ARTERY_VEIN",
    "3, 0, SEGMENTATION",
    "2, 3, SEGMENTATION"
  })
  void readsLayersByPosition(int width, int iterations, SeqNetConfig.Streams streams)
      throws IOException {
    SeqNetConfig config = new SeqNetConfig(width, iterations, 0.1, streams);
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 7);
    Path named = folder.resolve("named.hdf5");
    KerasFile.write(named, config, weights);
    Path file = folder.resolve("model.weights.h5");
    writeByPosition(named, file, KerasNames.allByDepth(config).size());
    ImportedWeights imported = KerasFile.read(file);
    assertEquals(KerasLayout.POSITIONAL, imported.layout());
    assertEquals(config, imported.config());
    assertEquals(weights, imported.weights());
  }

  @ParameterizedTest
  @CsvSource({
    "SEGMENTATION_ARTERY_VEIN, 'has 56 conv2d layers; SeqNet of 0 iterations has 3 x 19'",
    "SEGMENTATION, 'has 18 conv2d layers; IterNet of 0 iterations has 1 x 19'"
  })
  void namesTheNumberOfLayersByPosition(SeqNetConfig.Streams streams, String reason)
      throws IOException {
    SeqNetConfig config = new SeqNetConfig(1, 0, 0.1, streams);
    Path named = folder.resolve("named.hdf5");
    KerasFile.write(named, config, NetworkWeights.initial(SeqNetArchitecture.network(config), 7));
    Path file = folder.resolve("model.weights.h5");
    int layers = KerasNames.allByDepth(config).size();
    writeByPosition(named, file, layers - 1);
    assertEquals(file + ": " + reason, failure(file));
    writeByPosition(named, file, 10);
    assertTrue(failure(file).startsWith(file + ": is not a checkpoint of SeqNet"), failure(file));
    assertTrue(failure(file).endsWith("or 4 with 0 iterations): it has 0"), failure(file));
  }

  private static String failure(Path file) {
    return assertThrows(ModelFormatException.class, () -> KerasFile.read(file)).getMessage();
  }

  /** Copies the first layers of a weights-only file under the names that Keras 3 numbers. */
  private static void writeByPosition(Path named, Path file, int count) throws IOException {
    Files.deleteIfExists(file);
    try (HdfFile from = new HdfFile(named);
        WritableHdfFile to = HdfFile.write(file)) {
      WritableGroup layers = to.putGroup("layers");
      int convolutions = 0;
      int ups = 0;
      for (String name : List.of(weightedLayers(named, "/")).subList(0, count)) {
        boolean up = name.contains("transpose");
        int number = up ? ups++ : convolutions++;
        String kind = up ? "conv2d_transpose" : "conv2d";
        WritableGroup vars =
            layers.putGroup(number == 0 ? kind : kind + "_" + number).putGroup("vars");
        Group group = (Group) from.getByPath("/" + name + "/" + name);
        vars.putDataset("0", group.getDatasetByPath("kernel:0").getData());
        vars.putDataset("1", group.getDatasetByPath("bias:0").getData());
      }
    }
  }

  @Test
  void aModelIsTheSameAgain() throws IOException {
    SeqNetConfig config =
        SeqNetConfig.iterNet(1, 2)
            .withDropout(0)
            .withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);
    // Longer than an attribute may be; characters of four bytes lie across the cuts.
    String eyes = "x" + "\ud83d\udc41".repeat(40_000);
    Provenance provenance =
        new Provenance(
            List.of("DRIVE: 20 training images", "", eyes + "1"),
            "two\r\nlines, \u00e4\u00f6\u00fc, back\\slash ",
            OptionalLong.of(Long.MIN_VALUE),
            "0.1.0",
            "17.0.15",
            "Linux/amd64",
            Instant.parse("2026-11-23T07:00:00Z"),
            "");
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 7);
    TrainedModel model = new TrainedModel(config, weights, provenance, eyes);
    Path file = folder.resolve("weights.hdf5");
    KerasFile.write(file, model);
    assertEquals(model, TrainedModel.read(file));
    ImportedWeights imported = KerasFile.read(file);
    assertEquals(Optional.of(Preprocessing.ILLUMINATION_CORRECTION), imported.preprocessing());
    assertThrows(
        IllegalArgumentException.class, () -> imported.withPreprocessing(Preprocessing.NONE));
    Provenance seedless = Provenance.imported("a.hdf5");
    KerasFile.write(file, new TrainedModel(config, weights, seedless, ""));
    assertEquals(seedless, TrainedModel.read(file).provenance());
  }

  /** Keras takes {@code layer_names}, {@code backend} and {@code keras_version} by their names. */
  @Test
  void whatKerasLooksAtIsTheSameWithAndWithoutProvenance() throws IOException {
    TrainedModel model =
        WeightFileTest.model(SeqNetConfig.iterNet(1, 1), Provenance.imported("a.hdf5"));
    Path bare = folder.resolve("bare.hdf5");
    Path whole = folder.resolve("whole.hdf5");
    KerasFile.write(bare, SeqNetConfig.iterNet(1, 1), model.weights());
    KerasFile.write(whole, model);
    assertArrayEquals(weightedLayers(bare, "/"), weightedLayers(whole, "/"));
    try (HdfFile hdf = new HdfFile(whole)) {
      assertEquals("tensorflow", hdf.getAttribute("backend").getData());
      assertEquals("2.3.1", hdf.getAttribute("keras_version").getData());
      List<String> others =
          hdf.getAttributes().keySet().stream()
              .filter(name -> !name.startsWith("seqnet_"))
              .sorted()
              .toList();
      // The first is jhdf's own.
      assertEquals(List.of("_jHDF", "backend", "keras_version", "layer_names"), others);
      assertEquals("none", hdf.getAttribute("seqnet_preparation").getData());
    }
  }

  @Test
  void aCheckpointOfAnotherProgramSaysNothingOfItsOrigin() throws IOException {
    ImportedWeights imported = KerasFile.read(resource("seqnet-k1-t2.keras2-weights.hdf5"));
    assertEquals(Optional.empty(), imported.preprocessing());
    assertEquals(Optional.empty(), imported.provenance());
    TrainedModel model =
        imported.withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION).model("a.hdf5");
    assertEquals(Preprocessing.ILLUMINATION_CORRECTION, model.specification().preprocessing());
    assertEquals("imported from a.hdf5", model.provenance().notes());
    assertEquals("", model.license());
  }

  @ParameterizedTest
  @CsvSource({
    "seqnet-k1-t2.keras3.h5, FULL_MODEL",
    "seqnet-k1-t2.weights.h5, POSITIONAL",
    "seqnet-k1-t2.keras2-weights.hdf5, WEIGHTS_ONLY"
  })
  void anyWidthAndNumberOfIterationsIsInferred(String name, KerasLayout layout) throws IOException {
    ImportedWeights imported = KerasFile.read(resource(name));
    assertEquals(SeqNetConfig.seqNet(1, 2), imported.config());
    assertEquals(layout, imported.layout());
    assertEquals(KerasFile.read(resource("seqnet-k1-t2.keras3.h5")).weights(), imported.weights());
  }

  @Test
  void theMappingSaysWhichLayerBecameWhichParameters() throws IOException {
    ImportedWeights imported = KerasFile.read(resource("seqnet-k1-t2.keras2-weights.hdf5"));
    Map<String, String> layers = new HashMap<>();
    for (LayerMapping entry : imported.mapping()) {
      layers.put(entry.kernel().name(), entry.layer());
    }
    // Ranks of the reference: e1 0-1, m1 18-19, fuse 28 to 28 + T - 1, then the artery stream.
    assertEquals("conv2d_201", layers.get("segmentation.e1.conv1.kernel"));
    assertEquals("conv2d_219", layers.get("segmentation.m1.conv1.kernel"));
    assertEquals("conv2d_230", layers.get("segmentation.fuse_1.kernel"));
    assertEquals("conv2d_231", layers.get("artery.e1.conv1.kernel"));
    assertEquals("conv2d_transpose_213", layers.get("vein.d4.up.kernel"));
    assertEquals("out1_cls_vei2", layers.get("vein.out_1.kernel"));
    assertEquals("seg_final_out", layers.get("segmentation.out_final.kernel"));
    assertEquals(
        "conv2d_201 -> segmentation.e1.conv1.kernel [3, 3, 3, 1], segmentation.e1.conv1.bias [1]",
        imported.mapping().get(0).toString());
  }

  @Test
  void iterNetOfTheRepositoryIsImported() throws IOException {
    ImportedWeights imported = KerasFile.read(resource("iternet-k4.keras2-full.hdf5"));
    assertEquals(SeqNetConfig.iterNet(4, 3), imported.config());
  }

  @Test
  void referenceOutputsHaveTheNamesOfTheNetwork() {
    ReferenceOutputs reference = ReferenceOutputs.read(resource("seqnet-k1-t2.io.h5"), "");
    assertEquals(List.of(1, 32, 48, 3), reference.input().shape());
    assertEquals(
        SeqNetArchitecture.network(SeqNetConfig.seqNet(1, 2)).outputs().keySet(),
        reference.outputs().keySet());
    assertEquals(
        SeqNetArchitecture.network(SeqNetConfig.iterNet(4, 3)).outputs().keySet().size(),
        ReferenceOutputs.read(resource("iternet-k4.io.h5"), "").outputs().size());
  }

  static Path resource(String name) {
    try {
      return Path.of(KerasFileTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
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

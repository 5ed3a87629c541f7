// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.testing.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of other programs, opened by content, give the outputs that these programs gave. */
class ModelFilesTest {
  private static final float TOLERANCE = 1e-5f;

  @TempDir private Path folder;

  private static void check(Path file, Path examples, String suffix) throws IOException {
    ReferenceOutputs reference = ReferenceOutputs.read(examples, suffix);
    List<Integer> shape = reference.input().shape();
    try (VesselModel model = VesselModel.load(file)) {
      assertEquals(model.network().outputs().keySet(), reference.outputs().keySet());
      Map<String, float[]> outputs =
          model.forward(
              reference.input().toArray(),
              shape.get(0),
              shape.get(1),
              shape.get(2),
              reference.outputs().keySet());
      reference
          .outputs()
          .forEach(
              (name, values) ->
                  assertArrayEquals(values.toArray(), outputs.get(name), TOLERANCE, name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_64x96"})
  void stateDictOfPyTorchGivesTheReferenceOutputs(String suffix) throws IOException {
    check(
        Shared.path("fixtures/pytorch/seqnet-k4.torch.safetensors"),
        Shared.path("fixtures/seqnet-k4.io.h5"),
        suffix);
  }

  private Path archive(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("model.keras");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  /** What a model does with a photograph: predictions are the same after export and import. */
  @ParameterizedTest
  @ValueSource(strings = {"seqnet", "hdf5", "keras", "safetensors"})
  void everyFormatKeepsHowAModelSeesPhotographs(String format) throws IOException {
    SeqNetConfig config =
        SeqNetConfig.seqNet(1, 1)
            .withDropout(0.25)
            .withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);
    ModelSpecification specification =
        config
            .specification()
            .withFraming(Framing.FIELD_OF_VIEW)
            .withWorkingSizes(List.of(64, 96))
            .withCaliber(2.75);
    TrainedModel model =
        new TrainedModel(
            specification,
            NetworkWeights.initial(specification.network(), 5),
            Provenance.imported("test"),
            "license of\nthe weights");
    Path file = folder.resolve("model." + format);
    switch (format) {
      case "seqnet" -> WeightFile.write(file, model);
      case "safetensors" -> SafetensorsModels.write(model, file);
      case "hdf5" -> KerasFile.write(file, model);
      default -> {
        Path inner = folder.resolve("inner.h5");
        KerasFile.write(inner, model);
        file = archive(Map.of("model.weights.h5", Files.readAllBytes(inner)));
      }
    }
    assertEquals(model, TrainedModel.read(file));
  }

  @Test
  void kerasArchiveGivesTheOutputsOfKeras() throws IOException {
    byte[] weights = Files.readAllBytes(KerasFileTest.resource("seqnet-k1-t2.weights.h5"));
    Path file = archive(Map.of("model.weights.h5", weights));
    check(file, KerasFileTest.resource("seqnet-k1-t2.io.h5"), "");
    assertEquals(
        KerasFile.read(KerasFileTest.resource("seqnet-k1-t2.weights.h5")).weights(),
        TrainedModel.read(file).weights());
  }

  @Test
  void otherArchivesAndDamagedOnesAreRejected() throws IOException {
    Path other = archive(Map.of("config.json", "{}".getBytes(StandardCharsets.UTF_8)));
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> TrainedModel.read(other));
    assertTrue(e.getMessage().contains("model.weights.h5"), e.getMessage());
    byte[] weights = Files.readAllBytes(KerasFileTest.resource("seqnet-k1-t2.weights.h5"));
    Path whole = archive(Map.of("model.weights.h5", weights));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.keras");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertThrows(ModelFormatException.class, () -> TrainedModel.read(cut));
    Path noWeights =
        archive(Map.of("model.weights.h5", "no HDF5".getBytes(StandardCharsets.UTF_8)));
    assertThrows(ModelFormatException.class, () -> TrainedModel.read(noWeights));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WeightFileTest {
  static final Provenance PROVENANCE =
      new Provenance(
          List.of("DRIVE: 20 training images", "other = set\\with\nsigns"),
          "two\r\nlines, \u00e4\u00f6\u00fc, key=value",
          OptionalLong.of(-5),
          "0.1.0",
          "17.0.15",
          "Linux/amd64",
          Instant.parse("2026-11-23T07:00:00Z"),
          "");

  @TempDir Path folder;

  static Stream<SeqNetConfig> configs() {
    return Stream.of(
        SeqNetConfig.seqNet(2, 3),
        SeqNetConfig.seqNet(6, 2),
        SeqNetConfig.seqNet(2, 0),
        SeqNetConfig.iterNet(1, 1),
        SeqNetConfig.iterNet(3, 7).withDropout(0.25),
        SeqNetConfig.seqNet(1, 12).withDropout(0));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void whatIsWrittenIsReadBitForBit(SeqNetConfig config) throws IOException {
    TrainedModel model = model(config, PROVENANCE);
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(file, model);
    assertEquals(model, WeightFile.read(file));
    try (InputStream in = Files.newInputStream(file)) {
      assertEquals(model, WeightFile.read(in, "stream"));
    }
  }

  @Test
  void thePreparationIsKept() throws IOException {
    SeqNetConfig config =
        SeqNetConfig.iterNet(1, 1).withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(file, model(config, PROVENANCE));
    assertEquals(config.specification(), WeightFile.read(file).specification());
  }

  @Test
  void theCorrectionIsKept() throws IOException {
    TrainedModel correction = model(SeqNetConfig.seqNet(1, 1), Provenance.imported("maps"));
    TrainedModel model = model(SeqNetConfig.seqNet(2, 1), PROVENANCE).withCorrection(correction);
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(file, model);
    TrainedModel read = WeightFile.read(file);
    assertEquals(model, read);
    assertEquals(correction, read.correction().orElseThrow());
    assertEquals(Optional.empty(), read.withoutCorrection().correction());
  }

  @Test
  void halfPrecisionRoundsWeightsAndKeepsEverythingElse() throws IOException {
    TrainedModel correction = model(SeqNetConfig.seqNet(1, 1), Provenance.imported("maps"));
    TrainedModel model = model(SeqNetConfig.seqNet(2, 1), PROVENANCE).withCorrection(correction);
    Path full = folder.resolve("full.seqnet");
    Path half = folder.resolve("half.seqnet");
    WeightFile.write(full, model);
    TrainedModel rounded = model.toHalfPrecision();
    WeightFile.write(half, rounded);
    TrainedModel read = WeightFile.read(half);
    assertEquals(rounded, read);
    assertEquals(model.specification(), read.specification());
    assertEquals(model.provenance(), read.provenance());
    assertEquals(model.license(), read.license());
    assertClose(model.weights(), read.weights(), model.network());
    assertClose(
        correction.weights(), read.correction().orElseThrow().weights(), correction.network());
    // Biases are 0, which half precision holds.
    long kernels = kernelValues(model) + kernelValues(correction);
    assertEquals(Files.size(full) - 2 * kernels, Files.size(half));
    // What was rounded once is not rounded again.
    assertEquals(read, read.toHalfPrecision());
  }

  private static long kernelValues(TrainedModel model) {
    return model.network().parameters().values().stream()
        .filter(parameter -> !parameter.isBias())
        .mapToLong(Parameter::length)
        .sum();
  }

  @Test
  void onlyANetworkThatWasRoundedIsWrittenInHalfPrecision() throws IOException {
    TrainedModel correction = model(SeqNetConfig.seqNet(1, 1), Provenance.imported("maps"));
    TrainedModel model = model(SeqNetConfig.seqNet(2, 1), PROVENANCE);
    Path full = folder.resolve("full.seqnet");
    Path mixed = folder.resolve("mixed.seqnet");
    WeightFile.write(full, model.withCorrection(correction));
    TrainedModel rounded = model.withCorrection(correction.toHalfPrecision());
    WeightFile.write(mixed, rounded);
    assertEquals(rounded, WeightFile.read(mixed));
    assertEquals(Files.size(full) - 2 * kernelValues(correction), Files.size(mixed));
  }

  @Test
  void valuesWithoutTheirLastBitsTakeThreeBytes() throws IOException {
    TrainedModel model = model(SeqNetConfig.iterNet(1, 1), PROVENANCE);
    Map<String, float[]> values = model.weights().toMap();
    for (float[] array : values.values()) {
      for (int i = 0; i < array.length; i++) {
        array[i] = Float.intBitsToFloat(Float.floatToRawIntBits(array[i]) & ~0xff);
      }
    }
    TrainedModel shorter =
        new TrainedModel(
            SeqNetConfig.iterNet(1, 1),
            NetworkWeights.of(model.network(), values),
            PROVENANCE,
            model.license());
    Path full = folder.resolve("full.seqnet");
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(full, model);
    WeightFile.write(file, shorter);
    assertEquals(shorter, WeightFile.read(file));
    assertEquals(Files.size(full) - kernelValues(model), Files.size(file));
  }

  @Test
  void filesOfFormatVersionTwoStillLoad() throws IOException {
    TrainedModel model = model(SeqNetConfig.iterNet(1, 1), PROVENANCE);
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(file, model);
    // Version 2 has float32 alone, and no byte before the values.
    byte[] three = Files.readAllBytes(file);
    ByteBuffer two = ByteBuffer.allocate(2 * three.length).order(ByteOrder.LITTLE_ENDIAN);
    long sizes = 0;
    for (Parameter parameter : model.network().parameters().values()) {
      sizes += 1 + (parameter.isBias() ? 2L : 4L) * parameter.length();
    }
    int values = three.length - 4 - (int) sizes;
    two.put(three, 0, values);
    for (String name : model.network().parameters().keySet()) {
      for (float value : model.weights().values(name)) {
        two.putFloat(value);
      }
    }
    two.putInt(8, 2).putLong(12, two.position() + 4);
    CRC32C checksum = new CRC32C();
    checksum.update(two.array(), 0, two.position());
    two.putInt((int) checksum.getValue());
    byte[] bytes = Arrays.copyOf(two.array(), two.position());
    assertEquals(model, WeightFile.read(new ByteArrayInputStream(bytes), "name"));
  }

  private static void assertClose(NetworkWeights wanted, NetworkWeights got, Network network) {
    for (String name : network.parameters().keySet()) {
      float[] a = wanted.values(name);
      float[] b = got.values(name);
      for (int i = 0; i < a.length; i++) {
        assertEquals(a[i], b[i], Math.max(Math.abs(a[i]) * 0x1p-11, 0x1p-25), name);
      }
    }
  }

  @Test
  void rejectsWeightsBeyondHalfPrecisionByName() {
    SeqNetConfig config = SeqNetConfig.iterNet(1, 1);
    TrainedModel model = model(config, PROVENANCE);
    Map<String, float[]> values = model.weights().toMap();
    String name = values.keySet().iterator().next();
    values.get(name)[0] = 70_000;
    TrainedModel large =
        new TrainedModel(config, NetworkWeights.of(model.network(), values), PROVENANCE, "");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, large::toHalfPrecision);
    assertTrue(e.getMessage().contains(name) && e.getMessage().contains("65504"), e.getMessage());
  }

  @Test
  void messagesNameTheDamagedNetwork() throws IOException {
    TrainedModel other = model(SeqNetConfig.seqNet(1, 1), Provenance.imported("maps"));
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(
        file,
        model(SeqNetConfig.seqNet(2, 1), PROVENANCE).withCorrection(other).withPartner(other));
    String header = WeightHeader.of(WeightFile.read(file)).toText();
    for (String role : List.of("correction", "partner")) {
      for (String entry : List.of("map.vessel", "workingSize", "provenance.created", "layer.3")) {
        String without = header.replaceAll("(?m)^" + role + "\\." + entry + "=.*\n", "");
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> WeightHeader.parse(without, 2));
        assertTrue(e.getMessage().startsWith(role + ": "), e.getMessage());
      }
    }
  }

  @Test
  void correctionsThatDoNotFitAreRejected() {
    TrainedModel vessels = model(SeqNetConfig.iterNet(1, 1), PROVENANCE);
    TrainedModel all = model(SeqNetConfig.seqNet(1, 1), PROVENANCE);
    assertThrows(IllegalArgumentException.class, () -> all.withCorrection(vessels));
    assertThrows(IllegalArgumentException.class, () -> vessels.withCorrection(all));
    TrainedModel corrected = all.withCorrection(all);
    assertThrows(IllegalArgumentException.class, () -> all.withCorrection(corrected));
  }

  @Test
  void provenanceWithoutSeedAndDataSetsIsKept() throws IOException {
    TrainedModel model = model(SeqNetConfig.iterNet(1, 1), Provenance.imported("a.hdf5"));
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(file, model);
    assertEquals(model, WeightFile.read(file));
    assertFalse(model.provenance().libraryVersion().startsWith("$"));
    assertFalse(model.provenance().libraryVersion().equals("unknown"));
  }

  @Test
  void filesOfFormatVersionOneStillLoad() throws IOException {
    TrainedModel model = WeightFile.read(KerasFileTest.resource("version1.seqnet"));
    assertEquals(model(SeqNetConfig.iterNet(1, 1), PROVENANCE), model);
  }

  @Test
  void anUnknownVersionIsNamedWithTheSupportedOne() throws IOException {
    byte[] bytes = bytes();
    bytes[8] = 7;
    assertEquals(
        "name: has weight file version 7; this library reads versions 1 to 3", failure(bytes));
  }

  @Test
  void otherFilesAreToldApart() throws IOException {
    assertEquals("name: is empty", failure(new byte[0]));
    assertEquals("name: is not a SeqNet weight file", failure(new byte[] {1, 2, 3}));
    byte[] hdf5 = Files.readAllBytes(KerasFileTest.resource("seqnet-k1-t2.io.h5"));
    assertEquals("name: is not a SeqNet weight file", failure(hdf5));
    Path missing = folder.resolve("missing.seqnet");
    assertEquals(
        missing + ": there is no such file",
        assertThrows(IOException.class, () -> WeightFile.read(missing)).getMessage());
    assertEquals(
        folder + ": is a folder",
        assertThrows(IOException.class, () -> WeightFile.read(folder)).getMessage());
  }

  @Test
  void aTruncatedFileIsNamedWithItsLength() throws IOException {
    byte[] bytes = bytes();
    assertEquals(
        "name: is truncated: it has 1000 bytes and should have " + bytes.length,
        failure(Arrays.copyOf(bytes, 1000)));
    assertTrue(failure(Arrays.copyOf(bytes, 11)).startsWith("name: is truncated"));
    assertTrue(
        failure(Arrays.copyOf(bytes, bytes.length + 1))
            .startsWith("name: is damaged: it continues after its"));
  }

  @Test
  void anAbsurdLengthIsNotAllocated() throws IOException {
    byte[] bytes = bytes();
    Arrays.fill(bytes, 12, 15, (byte) 0xff);
    bytes[15] = 0x7f;
    assertTrue(failure(bytes).startsWith("name: is truncated"));
    Arrays.fill(bytes, 12, 20, (byte) 0xff);
    assertEquals("name: is damaged: it declares a length of -1", failure(bytes));
  }

  @Test
  void aModelHasTheWeightsOfItsNetwork() {
    NetworkWeights weights =
        NetworkWeights.initial(SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 1)), 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TrainedModel(SeqNetConfig.iterNet(1, 1), weights, PROVENANCE, ""));
  }

  @Test
  void nothingIsLeftWhereWritingFails() throws IOException {
    Path target = folder.resolve("missing").resolve("model.seqnet");
    TrainedModel model = model(SeqNetConfig.iterNet(1, 1), PROVENANCE);
    String message =
        assertThrows(IOException.class, () -> WeightFile.write(target, model)).getMessage();
    assertTrue(message.startsWith(target.toString()), message);
  }

  @Test
  void embeddedModelsAreSmallInTheJar() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    for (EmbeddedModel model : EmbeddedModel.values()) {
      DeflaterOutputStream deflater = new DeflaterOutputStream(compressed);
      try (InputStream file = model.open()) {
        file.transferTo(deflater);
      }
      deflater.finish();
    }
    assertTrue(compressed.size() <= 12_000_000, compressed.size() + " bytes");
  }

  @Test
  void theOpenModelWasTrainedOnDataWithOpenTermsAlone() {
    TrainedModel model = EmbeddedModel.OPEN.load();
    for (String set : model.provenance().dataSets()) {
      assertTrue(set.matches("(LES-AV|HRF|AVRDB): .*"), set);
      assertTrue(model.license().contains(set.substring(0, set.indexOf(':')) + " ("), set);
    }
    assertTrue(model.license().contains("CC BY 4.0"));
    assertFalse(model.license().contains("DRIVE"));
    assertTrue(model.partner().isEmpty() && model.correction().isEmpty());
  }

  @Test
  void aPathNamesAnEmbeddedModelUnlessAFileHasThatName() throws IOException {
    assertEquals(Optional.of(EmbeddedModel.DEFAULT), EmbeddedModel.named(Path.of("embedded")));
    assertEquals(Optional.of(EmbeddedModel.RESEARCH), EmbeddedModel.named(Path.of("research")));
    assertEquals(Optional.of(EmbeddedModel.OPEN), EmbeddedModel.named(Path.of("open")));
    assertEquals(Optional.empty(), EmbeddedModel.named(folder.resolve("open")));
    assertEquals(Optional.empty(), EmbeddedModel.named(Path.of("Open")));
    Path file = Files.createFile(folder.resolve("empty.seqnet"));
    assertEquals(Optional.empty(), EmbeddedModel.named(file));
    assertThrows(IOException.class, () -> EmbeddedModel.read(folder.resolve("open")));
    assertEquals(
        EmbeddedModel.OPEN.load().weights(), EmbeddedModel.read(Path.of("open")).weights());
  }

  @Test
  void theDefaultModelSaysWhereItComesFrom() {
    TrainedModel model = EmbeddedModel.DEFAULT.load();
    assertEquals(
        SeqNetConfig.seqNet(8, 0)
            .withDropout(0)
            .withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION)
            .specification()
            .withFraming(Framing.FIELD_OF_VIEW)
            .withWorkingSizes(ModelSpecification.DEFAULT_WORKING_SIZES)
            .withCaliber(ModelSpecification.DEFAULT_CALIBER),
        model.specification());
    assertEquals(1_457_451, model.network().parameterCount());
    assertEquals(3, model.provenance().dataSets().size());
    TrainedModel correction = model.correction().orElseThrow();
    assertEquals(4, correction.provenance().dataSets().size());
    assertTrue(correction.license().contains("AVRDB"));
    TrainedModel partner = model.partner().orElseThrow();
    assertEquals(4, partner.provenance().dataSets().size());
    assertTrue(partner.license().contains("AVRDB"));
    assertTrue(model.license().contains("CC BY 4.0"));
  }

  static TrainedModel model(SeqNetConfig config, Provenance provenance) {
    NetworkWeights weights = weights(SeqNetArchitecture.network(config));
    return new TrainedModel(config, weights, provenance, "free\nto use");
  }

  /** The weights in {@code version1.seqnet}: normal kernels, each from its own random numbers. */
  private static NetworkWeights weights(Network network) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters().values()) {
      float[] array = new float[parameter.length()];
      if (!parameter.isBias()) {
        var random = new SplittableRandom(11 ^ ((long) parameter.name().hashCode() << 32));
        List<Integer> shape = parameter.shape();
        boolean up = parameter.name().endsWith(".up.kernel");
        int fanIn = up ? shape.get(3) : shape.get(0) * shape.get(1) * shape.get(2);
        double deviation = Math.sqrt(2.0 / fanIn);
        for (int i = 0; i < array.length; i++) {
          array[i] = (float) (random.nextGaussian() * deviation);
        }
      }
      values.put(parameter.name(), array);
    }
    return NetworkWeights.of(network, values);
  }

  private byte[] bytes() throws IOException {
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(file, model(SeqNetConfig.iterNet(1, 1), PROVENANCE));
    return Files.readAllBytes(file);
  }

  private static String failure(byte[] bytes) {
    return assertThrows(
            ModelFormatException.class,
            () -> WeightFile.read(new ByteArrayInputStream(bytes), "name"))
        .getMessage();
  }
}

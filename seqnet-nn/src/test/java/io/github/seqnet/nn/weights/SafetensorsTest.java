// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItWrites() throws IOException {
    Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
    arrays.put("a.b", new Safetensors.Array(List.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}));
    arrays.put("scalar \"é\"", new Safetensors.Array(List.of(), new float[] {-0.5f}));
    arrays.put("empty", new Safetensors.Array(List.of(0, 4), new float[0]));
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(arrays, Map.of("license", "MIT"), file);
    Safetensors read = Safetensors.read(file);
    assertEquals(Map.of("license", "MIT"), read.metadata());
    assertEquals(List.copyOf(arrays.keySet()), List.copyOf(read.names()));
    arrays.forEach(
        (name, array) -> {
          assertEquals(array.shape(), read.shape(name));
          assertArrayEquals(array.values(), read.values(name));
        });
  }

  @Test
  void convertsEveryDataType() {
    ByteBuffer data = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(1.5).putLong(-7).putShort((short) 0xC000).putShort((short) 0x0001);
    data.putShort((short) 0x7BFF).putShort((short) 0x3FC0).putShort((short) 0xBF80);
    Safetensors read =
        Safetensors.parse(
            "f",
            bytes(
                "{\"d\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
                    + "\"l\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[8,16]},"
                    + "\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[16,22]},"
                    + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[22,26]}}",
                data.array()));
    assertArrayEquals(new float[] {1.5f}, read.values("d"));
    assertArrayEquals(new float[] {-7}, read.values("l"));
    assertArrayEquals(new float[] {-2, 0x1p-24f, 65504}, read.values("h"));
    assertArrayEquals(new float[] {1.5f, -1}, read.values("b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 1 bytes follow its last array",
        "[] | does not begin with {",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | is truncated",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}} | unsupported data type"
            + " U8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,1]}} | needs 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,1]}} |"
            + " valid",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,1]}} | negative",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,1]}} | whole numbers",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[1,1]}} | gap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | must have dtype, shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}} | two data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"more\":1}} | unknown entry more",
        "{\"a\":1} | expected",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"F16\",\"shape\":[0],\"data_offsets\":[0,0]}}"
            + " | Duplicate",
        "{\"a\": | valid",
        "{} {} | one JSON object",
        "{\"__metadata__\":{\"a\":1}} | expected",
      })
  void rejectsInvalidHeaders(String header, String reason) {
    byte[] bytes = bytes(header, new byte[1]);
    var e = assertThrows(ModelFormatException.class, () -> Safetensors.parse("f", bytes));
    assertTrue(e.getMessage().startsWith("f: "), e.getMessage());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void rejectsOverlapsAndHeadersBeyondTheFile() {
    byte[] overlap =
        bytes(
            "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[2,6]}}",
            new byte[6]);
    var e = assertThrows(ModelFormatException.class, () -> Safetensors.parse("f", overlap));
    assertTrue(e.getMessage().contains("inside of"), e.getMessage());
    for (long length : new long[] {-1, 0, 3, Long.MAX_VALUE, 1L << 40}) {
      byte[] bytes =
          ByteBuffer.allocate(10)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(length)
              .put((byte) '{')
              .array();
      assertThrows(ModelFormatException.class, () -> Safetensors.parse("f", bytes));
    }
  }

  @Test
  void damagedFilesAreRejectedOrReadWithoutOtherFailures() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(
        Map.of("a", new Safetensors.Array(List.of(2), new float[] {1, 2})), Map.of(), file);
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        Safetensors.parse("f", damaged);
      } catch (ModelFormatException expected) {
        assertTrue(expected.getMessage().startsWith("f: "));
      }
    }
  }

  @Test
  void loadsTheStateDictOfASeqNet() throws IOException {
    TrainedModel torch =
        TrainedModel.read(Shared.path("fixtures/pytorch/seqnet-k4.torch.safetensors"));
    TrainedModel keras = TrainedModel.read(Shared.path("fixtures/seqnet-k4.keras2-full.hdf5"));
    assertEquals(SeqNetConfig.seqNet(4, 3).specification(), torch.specification());
    assertEquals(keras.weights(), torch.weights());
  }

  @Test
  void loadsTheStateDictOfANetworkWithoutIterations() throws IOException {
    Safetensors whole =
        Safetensors.read(Shared.path("fixtures/pytorch/seqnet-k4.torch.safetensors"));
    Path file = folder.resolve("a.safetensors");
    Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
    for (String name : whole.names()) {
      if (!name.matches("[a-z]+\\.(one|m.*|out\\.[1-9])\\..*")) {
        arrays.put(name, new Safetensors.Array(whole.shape(name), whole.values(name)));
      }
    }
    Safetensors.write(arrays, Map.of(), file);
    TrainedModel read = TrainedModel.read(file);
    assertEquals(SeqNetConfig.seqNet(4, 0).specification(), read.specification());
    TrainedModel refined =
        TrainedModel.read(Shared.path("fixtures/pytorch/seqnet-k4.torch.safetensors"));
    read.weights()
        .toMap()
        .forEach(
            (name, values) ->
                assertArrayEquals(
                    refined.weights().values(name.replace("out_final", "out_0")), values, name));
    Path other = folder.resolve("b.safetensors");
    arrays.put(
        "seg.m1.a.bias",
        new Safetensors.Array(whole.shape("seg.m1.a.bias"), whole.values("seg.m1.a.bias")));
    Safetensors.write(arrays, Map.of(), other);
    var e = assertThrows(ModelFormatException.class, () -> TrainedModel.read(other));
    assertEquals(
        other
            + ": has no array seg.one.0.weight, but seg.m1.a.bias of the refinement U-Net, which a"
            + " network of 0 iterations does not have",
        e.getMessage());
  }

  @Test
  void everyFormatKeepsAModelOfAnyNetwork() throws IOException {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor x = builder.convolution("first block/é", builder.input(), 3, 6, 2, 1);
    x = builder.leakyRelu(builder.batchNormalization("first.n", x, 1e-3), 0.2);
    x = builder.depthwiseConvolution("depth", builder.dropout(x, 0.1), 5, 1, 3);
    Tensor gate = builder.sigmoid(builder.convolution("gate", builder.globalMaxPooling(x), 1, 6));
    x = builder.addition(List.of(builder.multiplication(gate, x), x));
    Tensor up = builder.upConvolution("up", builder.maxPooling(builder.averagePooling(x)), 6);
    x = builder.addition(List.of(x, builder.nearestUpsampling(up)));
    x = builder.multiplication(builder.globalAveragePooling(x), builder.stopGradient(x));
    x = builder.concatenation(List.of(builder.bilinearUpsampling(x), builder.input()));
    builder.output("classes", builder.softmax(builder.convolution("last", builder.relu(x), 1, 4)));
    Network network = builder.build();
    ModelSpecification specification =
        ModelSpecification.of(network, OutputMap.channel("classes", 0).complement())
            .withArteryVein(OutputMap.sumOf("classes", 1, 3), OutputMap.sumOf("classes", 2, 3))
            .withWorkingSize(512);
    TrainedModel model =
        new TrainedModel(
            specification,
            NetworkWeights.initial(network, 3),
            Provenance.imported("a test"),
            "any\nlicense");
    Path own = folder.resolve("a");
    WeightFile.write(own, model);
    assertEquals(model, TrainedModel.read(own));
    Path exported = folder.resolve("b");
    SafetensorsModels.write(model, exported);
    assertEquals(model, TrainedModel.read(exported));
  }

  @Test
  void aFileOfAnotherNetworkIsNamed() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(
        Map.of("a.weight", new Safetensors.Array(List.of(1), new float[1])), Map.of(), file);
    var e = assertThrows(ModelFormatException.class, () -> TrainedModel.read(file));
    assertTrue(e.getMessage().contains("WeightMapping"), e.getMessage());
    Safetensors read = Safetensors.read(file);
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    builder.output("y", builder.convolution("a", builder.input(), 1, 1));
    Network network = builder.build();
    var shape =
        assertThrows(ModelFormatException.class, () -> WeightMapping.pyTorch().read(read, network));
    assertTrue(shape.getMessage().contains("a.weight has shape [1]"), shape.getMessage());
  }

  private static byte[] bytes(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.io.NpyFile;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.OnnxFile;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads ONNX files back by their structure. {@code docs/peers/onnx_outputs.py} compares their
 * outputs in onnxruntime with those of this library; the folder it needs is written where the
 * system property {@code seqnet.onnx.folder} names one.
 */
class OnnxFileTest {
  /** The operator of each kind of layer. */
  private static final Map<Class<? extends Layer>, String> OPERATORS =
      Map.ofEntries(
          Map.entry(Layer.Convolution.class, "Conv"),
          Map.entry(Layer.StridedConvolution.class, "Conv"),
          Map.entry(Layer.DepthwiseConvolution.class, "Conv"),
          Map.entry(Layer.UpConvolution.class, "ConvTranspose"),
          Map.entry(Layer.MaxPooling.class, "MaxPool"),
          Map.entry(Layer.AveragePooling.class, "AveragePool"),
          Map.entry(Layer.GlobalAveragePooling.class, "GlobalAveragePool"),
          Map.entry(Layer.GlobalMaxPooling.class, "GlobalMaxPool"),
          Map.entry(Layer.NearestUpsampling.class, "Resize"),
          Map.entry(Layer.BilinearUpsampling.class, "Resize"),
          Map.entry(Layer.Concatenation.class, "Concat"),
          Map.entry(Layer.Addition.class, "Sum"),
          Map.entry(Layer.Multiplication.class, "Mul"),
          Map.entry(Layer.BatchNormalization.class, "BatchNormalization"),
          Map.entry(Layer.Relu.class, "Relu"),
          Map.entry(Layer.LeakyRelu.class, "LeakyRelu"),
          Map.entry(Layer.Sigmoid.class, "Sigmoid"),
          Map.entry(Layer.Softmax.class, "Softmax"),
          Map.entry(Layer.Dropout.class, "Identity"),
          Map.entry(Layer.StopGradient.class, "Identity"));

  @TempDir private Path folder;

  static List<LayerContractTest.Case> cases() {
    return LayerContractTest.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writesEveryKindOfLayer(LayerContractTest.Case c) throws IOException {
    Network network = c.network();
    NetworkWeights weights = LayerContractTest.weights(network, 3);
    TrainedModel model =
        new TrainedModel(
            ModelSpecification.of(network, OutputMap.of("map")),
            weights,
            Provenance.imported("test"),
            "");
    check(model);
    writeForComparison(c, model);
  }

  @Test
  void writesTheEmbeddedModel() throws IOException {
    check(EmbeddedModel.DEFAULT.load());
  }

  @Test
  void writesANetworkWithoutIterations() throws IOException {
    SeqNetConfig config = SeqNetConfig.seqNet(2, 0);
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 1);
    check(new TrainedModel(config, weights, Provenance.imported("test"), ""));
  }

  private void check(TrainedModel model) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxFile.write(model, file);
    Message onnx = Message.parse(Files.readAllBytes(file));
    Network network = model.network();

    assertEquals(OnnxFile.OPSET, onnx.message(8).integer(2));
    Map<String, String> metadata = new HashMap<>();
    onnx.messages(14).forEach(entry -> metadata.put(entry.text(1), entry.text(2)));
    assertEquals(model.specification().vessel().toString(), metadata.get("seqnet.vessel"));
    assertEquals(
        String.valueOf(model.specification().workingSize()), metadata.get("seqnet.working_size"));

    Message graph = onnx.message(7);
    assertEquals(List.of(network.input().name()), graph.names(11, 1));
    assertEquals(List.copyOf(network.outputs().keySet()), graph.names(12, 1));

    Map<String, Message> initializers = new HashMap<>();
    for (Message tensor : graph.messages(5)) {
      assertTrue(initializers.put(tensor.text(8), tensor) == null, tensor.text(8));
      long length = tensor.integers(1).stream().reduce(1L, (a, b) -> a * b);
      assertEquals(length * Float.BYTES, tensor.bytes(9).length);
    }
    assertTrue(initializers.keySet().containsAll(network.parameters().keySet()));

    Set<String> known = new HashSet<>(initializers.keySet());
    known.add(network.input().name());
    known.add(""); // an optional input that is left out
    List<String> operators = new ArrayList<>();
    for (Message node : graph.messages(1)) {
      assertTrue(known.containsAll(node.texts(1)), () -> node.texts(1).toString());
      assertTrue(known.add(node.text(2)), node.text(2));
      operators.add(node.text(4));
    }
    List<String> expected = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (!(layer instanceof Layer.Input)) {
        expected.add(OPERATORS.get(layer.getClass()));
        checkKernel(layer, model.weights(), initializers);
      }
    }
    network.outputs().keySet().forEach(output -> expected.add("Identity"));
    assertEquals(expected, operators);
  }

  private static void checkKernel(
      Layer layer, NetworkWeights weights, Map<String, Message> initializers) {
    if (layer instanceof Layer.Convolution c) {
      int size = c.kernelSize();
      int in = c.input().channels();
      int out = c.output().channels();
      Message tensor = initializers.get(c.kernel().name());
      assertEquals(List.of((long) out, (long) in, (long) size, (long) size), tensor.integers(1));
      float[] values = weights.values(c.kernel().name());
      float[] moved = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        int place = i / (in * out);
        moved[(i % out * in + i / out % in) * size * size + place] = values[i];
      }
      assertArrayEquals(moved, tensor.floats(9));
      assertArrayEquals(
          weights.values(c.bias().name()), initializers.get(c.bias().name()).floats(9));
    } else if (layer instanceof Layer.BatchNormalization n) {
      assertArrayEquals(
          weights.values(n.variance().name()), initializers.get(n.variance().name()).floats(9));
    }
  }

  /** Writes model, input and outputs, channels last, for the comparison with onnxruntime. */
  private static void writeForComparison(LayerContractTest.Case c, TrainedModel model)
      throws IOException {
    String target = System.getProperty("seqnet.onnx.folder", "");
    if (target.isEmpty()) {
      return;
    }
    Path to = Files.createDirectories(Path.of(target, c.name().replaceAll("\\W+", "-")));
    int batch = 2;
    float[] image =
        LayerContractTest.floats(new SplittableRandom(4), batch * c.height() * c.width() * 3);
    OnnxFile.write(model, to.resolve("model.onnx"));
    NpyFile.write(to.resolve("input.npy"), image, batch, c.height(), c.width(), 3);
    LayerReference reference =
        new LayerReference(model.network(), model.weights(), batch, c.height(), c.width());
    reference.run(image);
    for (var output : model.network().outputs().entrySet()) {
      int reduction = output.getValue().reduction();
      NpyFile.write(
          to.resolve(output.getKey() + ".out.npy"),
          reference.values(output.getValue()),
          batch,
          reduction == 0 ? 1 : c.height() / reduction,
          reduction == 0 ? 1 : c.width() / reduction,
          output.getValue().channels());
    }
  }

  /** A Protocol Buffers message: the values of each field, in order. */
  private record Message(Map<Integer, List<Object>> fields) {
    static Message parse(byte[] bytes) {
      Map<Integer, List<Object>> fields = new HashMap<>();
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      while (in.hasRemaining()) {
        long tag = varint(in);
        Object value =
            switch ((int) (tag & 7)) {
              case 0 -> (Object) varint(in);
              case 2 -> {
                byte[] content = new byte[(int) varint(in)];
                in.get(content);
                yield content;
              }
              case 5 -> in.getFloat();
              default -> throw new AssertionError("unexpected wire type " + (tag & 7));
            };
        fields.computeIfAbsent((int) (tag >> 3), key -> new ArrayList<>()).add(value);
      }
      return new Message(fields);
    }

    private static long varint(ByteBuffer in) {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte b = in.get();
        value |= (long) (b & 127) << shift;
        if (b >= 0) {
          return value;
        }
      }
    }

    private List<Object> all(int field) {
      return fields.getOrDefault(field, List.of());
    }

    List<Message> messages(int field) {
      return all(field).stream().map(value -> parse((byte[]) value)).toList();
    }

    Message message(int field) {
      return messages(field).get(0);
    }

    List<String> texts(int field) {
      return all(field).stream()
          .map(value -> new String((byte[]) value, StandardCharsets.UTF_8))
          .toList();
    }

    String text(int field) {
      return texts(field).get(0);
    }

    List<String> names(int field, int nameField) {
      return messages(field).stream().map(message -> message.text(nameField)).toList();
    }

    List<Long> integers(int field) {
      return all(field).stream().map(Long.class::cast).toList();
    }

    long integer(int field) {
      return integers(field).get(0);
    }

    byte[] bytes(int field) {
      return (byte[]) all(field).get(0);
    }

    float[] floats(int field) {
      ByteBuffer content = ByteBuffer.wrap(bytes(field)).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[content.remaining() / Float.BYTES];
      content.asFloatBuffer().get(values);
      return values;
    }
  }
}

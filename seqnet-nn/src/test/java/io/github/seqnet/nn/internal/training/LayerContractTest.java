// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.samediff.SameDiffExport;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The contract of every kind of layer: inference equals a plain reference, SameDiff equals
 * inference, gradients equal finite differences.
 */
class LayerContractTest {
  /** A network with a layer at its center, on inputs of odd sizes where the layer allows it. */
  record Case(
      String name, int height, int width, BiFunction<NetworkBuilder, Tensor, Tensor> layer) {
    @Override
    public String toString() {
      return name;
    }

    Network network() {
      NetworkBuilder builder = new NetworkBuilder("image", 3);
      Tensor before = builder.convolution("before", builder.input(), 1, 4);
      Tensor y = layer.apply(builder, before);
      builder.output("layer", y);
      while (y.reduction() > 1) {
        y = builder.upConvolution("up" + y.reduction(), y, 3);
      }
      if (y.isGlobal()) {
        y = builder.multiplication(y, before);
      }
      builder.output("map", builder.sigmoid(builder.convolution("after", y, 1, 1)));
      return builder.build();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("convolution 1", 5, 7, (b, x) -> b.convolution("c", x, 1, 3)),
        new Case("convolution 3", 5, 7, (b, x) -> b.convolution("c", x, 3, 3)),
        new Case("convolution 5", 3, 7, (b, x) -> b.convolution("c", x, 5, 8)),
        new Case("strided 1", 6, 10, (b, x) -> b.convolution("c", x, 1, 3, 2, 1)),
        new Case("strided 3", 6, 10, (b, x) -> b.convolution("c", x, 3, 3, 2, 1)),
        new Case("strided 3 by 4", 8, 4, (b, x) -> b.convolution("c", x, 3, 3, 4, 1)),
        new Case("dilated 3", 7, 9, (b, x) -> b.convolution("c", x, 3, 3, 1, 2)),
        new Case(
            "dilated 3 by 4, larger than the image",
            5,
            3,
            (b, x) -> b.convolution("c", x, 3, 2, 1, 4)),
        new Case("strided and dilated", 6, 8, (b, x) -> b.convolution("c", x, 5, 3, 2, 2)),
        new Case("depthwise", 5, 7, (b, x) -> b.depthwiseConvolution("c", x, 3, 1, 1)),
        new Case(
            "depthwise, strided, dilated", 6, 8, (b, x) -> b.depthwiseConvolution("c", x, 3, 2, 3)),
        new Case("up-convolution", 6, 10, (b, x) -> b.upConvolution("u", b.maxPooling(x), 3)),
        new Case("max pooling", 6, 10, NetworkBuilder::maxPooling),
        new Case("average pooling", 6, 10, NetworkBuilder::averagePooling),
        new Case("global average pooling", 5, 7, NetworkBuilder::globalAveragePooling),
        new Case("global max pooling", 5, 7, NetworkBuilder::globalMaxPooling),
        new Case("nearest upsampling", 6, 10, (b, x) -> b.nearestUpsampling(b.maxPooling(x))),
        new Case("bilinear upsampling", 6, 10, (b, x) -> b.bilinearUpsampling(b.maxPooling(x))),
        new Case(
            "bilinear upsampling of one pixel",
            2,
            2,
            (b, x) -> b.bilinearUpsampling(b.averagePooling(x))),
        new Case(
            "concatenation", 5, 7, (b, x) -> b.concatenation(List.of(x, b.relu(x), b.input()))),
        new Case("addition", 5, 7, (b, x) -> b.addition(List.of(x, b.relu(x), x))),
        new Case("product of equal shapes", 5, 7, (b, x) -> b.multiplication(b.sigmoid(x), x)),
        new Case(
            "product with one channel",
            5,
            7,
            (b, x) -> b.multiplication(b.convolution("gate", x, 3, 1), x)),
        new Case(
            "product with one pixel",
            5,
            7,
            (b, x) -> b.multiplication(b.sigmoid(b.globalAveragePooling(x)), x)),
        new Case(
            "product with one value",
            5,
            7,
            (b, x) -> b.multiplication(b.convolution("gate", b.globalAveragePooling(x), 1, 1), x)),
        new Case(
            "squeeze and excitation",
            5,
            7,
            (b, x) ->
                b.multiplication(
                    b.sigmoid(
                        b.convolution(
                            "up",
                            b.relu(b.convolution("down", b.globalMaxPooling(x), 1, 2)),
                            1,
                            4)),
                    x)),
        new Case(
            "batch normalization after a ReLU",
            5,
            7,
            (b, x) -> b.batchNormalization("n", b.relu(b.convolution("c", x, 3, 3)))),
        new Case(
            "batch normalization after a convolution",
            5,
            7,
            (b, x) -> b.batchNormalization("n", b.convolution("c", x, 3, 3), 1e-3)),
        new Case(
            "batch normalization of one pixel",
            5,
            7,
            (b, x) -> b.batchNormalization("n", b.convolution("c", x, 3, 3))),
        new Case("ReLU", 5, 7, NetworkBuilder::relu),
        new Case("leaky ReLU", 5, 7, (b, x) -> b.leakyRelu(x, 0.1)),
        new Case("leaky ReLU before a ReLU", 5, 7, (b, x) -> b.relu(b.leakyRelu(x, 0.2))),
        new Case("sigmoid", 5, 7, NetworkBuilder::sigmoid),
        new Case("softmax", 5, 7, NetworkBuilder::softmax),
        new Case("dropout", 5, 7, (b, x) -> b.dropout(b.relu(x), 0.25)),
        new Case(
            "stop gradient", 5, 7, (b, x) -> b.addition(List.of(x, b.stopGradient(b.relu(x))))));
  }

  @BeforeAll
  static void oneThread() {
    ComputeBackend.useOneNativeThread();
  }

  @Test
  void everyKindOfLayerIsCovered() {
    Set<Class<?>> covered =
        cases().stream()
            .flatMap(c -> c.network().layers().stream())
            .map(Object::getClass)
            .collect(Collectors.toCollection(HashSet::new));
    assertEquals(Set.of(Layer.class.getPermittedSubclasses()), covered);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inferenceAndSameDiffEqualTheReference(Case c) {
    Network network = c.network();
    NetworkWeights weights = weights(network, 3);
    int batch = 2;
    float[] image = floats(new SplittableRandom(4), batch * c.height * c.width * 3);
    Map<String, float[]> expected = new LinkedHashMap<>();
    LayerReference reference = new LayerReference(network, weights, batch, c.height, c.width);
    reference.run(image);
    network.outputs().forEach((name, tensor) -> expected.put(name, reference.values(tensor)));
    try (DeviceWeights device = new DeviceWeights(weights);
        ForwardPlan plan =
            new ForwardPlan(
                network, device, batch, c.height, c.width, network.outputs().keySet())) {
      plan.run(image);
      expected.forEach(
          (name, values) -> {
            float[] actual = new float[values.length];
            plan.copyOutput(name, actual);
            assertArrayEquals(values, actual, 1e-5f, name);
          });
    }
    var graph = SameDiffExport.export(network, weights);
    var results =
        graph.output(
            Map.of("image", Nd4j.createFromArray(image).reshape(batch, c.height, c.width, 3)),
            List.copyOf(expected.keySet()));
    expected.forEach(
        (name, values) ->
            assertArrayEquals(values, results.get(name).dup('c').data().asFloat(), 1e-5f, name));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualFiniteDifferences(Case c) {
    checkGradients(c, parameter -> true);
  }

  static Stream<Case> normalizations() {
    return cases().stream().filter(c -> c.name.startsWith("batch normalization"));
  }

  @ParameterizedTest
  @MethodSource("normalizations")
  void gradientsWithFrozenStatisticsEqualFiniteDifferences(Case c) {
    checkGradients(c, parameter -> !parameter.isStatistic());
  }

  private static void checkGradients(Case c, Predicate<Parameter> trained) {
    Network network = c.network();
    int batch = 2;
    int pixels = batch * c.height * c.width;
    SplittableRandom random = new SplittableRandom(8);
    float[] image = floats(random, 3 * pixels);
    float[] target = floats(random, pixels);
    float[] weight = new float[pixels];
    Arrays.fill(weight, 1f / pixels);
    double[] parameters = doubles(weights(network, 5));
    try (ParameterBlock block = new ParameterBlock(network, DataType.DOUBLE);
        TrainingPlan plan =
            TrainingPlan.builder(network, block)
                .batch(batch)
                .size(c.height, c.width)
                .type(DataType.DOUBLE)
                .rows(List.of("map"))
                .trained(trained)
                .build()) {
      block.put(parameters);
      plan.run(image, target, weight, 1);
      double[] gradient = new double[block.length()];
      plan.gradients().addTo(gradient);
      int offset = 0;
      double step = 1e-6;
      for (Parameter parameter : network.parameters().values()) {
        for (int k = 0; k < Math.min(6, parameter.length()) && !parameter.isStatistic(); k++) {
          int at = offset + random.nextInt(parameter.length());
          double[] losses = new double[2];
          for (int sign = 0; sign < 2; sign++) {
            double[] moved = parameters.clone();
            moved[at] += sign == 0 ? step : -step;
            block.put(moved);
            losses[sign] = plan.run(image, target, weight, 1)[0];
          }
          double measured = (losses[0] - losses[1]) / (2 * step);
          if (!c.name.equals("stop gradient")) {
            assertEquals(
                measured, gradient[at], 1e-5 * Math.abs(measured) + 1e-8, parameter.name());
          }
        }
        offset += parameter.length();
      }
    }
  }

  @Test
  void batchNormalizationReportsHowFarItsAveragesAreFromTheBatch() {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor normalized = builder.batchNormalization("n", builder.input());
    builder.output("map", builder.sigmoid(builder.convolution("c", normalized, 1, 1)));
    Network network = builder.build();
    float[] image = {1, 10, -2, 3, 30, -4};
    try (ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
        TrainingPlan plan =
            TrainingPlan.builder(network, block).size(1, 2).rows(List.of("map")).build()) {
      float[] parameters = new float[block.length()];
      Arrays.fill(parameters, 0.5f);
      block.put(parameters);
      plan.run(image, new float[2], new float[] {1, 1}, 0);
      float[] gradient = new float[block.length()];
      plan.gradients().sum(List.of(plan.gradients().summand()), gradient, 0, gradient.length);
      // Scale, bias, mean, variance: three values each. Means 2, 20, -3; variances 1, 100, 1.
      assertArrayEquals(
          new float[] {0.5f - 2, 0.5f - 20, 0.5f + 3, 0.5f - 1, 0.5f - 100, 0.5f - 1},
          Arrays.copyOfRange(gradient, 6, 12),
          1e-4f);
    }
  }

  static NetworkWeights weights(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, float[]> values = new HashMap<>();
    for (Parameter parameter : network.parameters().values()) {
      float[] array = floats(random, parameter.length());
      for (int i = 0; i < array.length; i++) {
        array[i] = parameter.kind() == Parameter.Kind.VARIANCE ? 0.5f + array[i] : array[i] - 0.4f;
      }
      values.put(parameter.name(), array);
    }
    return NetworkWeights.of(network, values);
  }

  private static double[] doubles(NetworkWeights weights) {
    return weights.toMap().values().stream()
        .flatMap(array -> Stream.of(array))
        .flatMapToDouble(array -> IntStream.range(0, array.length).mapToDouble(i -> array[i]))
        .toArray();
  }

  static float[] floats(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble();
    }
    assertTrue(length > 0);
    return values;
  }
}

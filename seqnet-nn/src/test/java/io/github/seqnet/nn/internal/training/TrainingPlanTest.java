// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.plan.NativeForms;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class TrainingPlanTest {
  private static final int SIDE = 16;

  /** Those of both kinds of processor, whatever this one is. */
  private static final List<NativeForms> FORMS =
      List.of(new NativeForms(8, true), new NativeForms(16, true));

  /** Those of a GPU: the library's own gradients. */
  private static final NativeForms LIBRARY = new NativeForms(8, false);

  @BeforeAll
  static void oneThread() {
    ComputeBackend.useOneNativeThread();
  }

  @Test
  void gradientsOfSeqNetMatchFiniteDifferences() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(2, 1).withDropout(0));
    List<String> rows = List.copyOf(network.outputs().keySet());
    // The last pair of artery and vein maps, and the first.
    var contrasts = List.of(new TrainingPlan.Contrast(3, 5), new TrainingPlan.Contrast(2, 4));
    Data data = new Data(network, rows.size() + contrasts.size(), 4);
    // Differences see the path through the stop-gradient: the segmentation stream is checked with
    // the weights of its own rows alone, the others with all.
    checkGradients(
        network, data, rows, contrasts, 0, parameter -> !parameter.name().startsWith("seg"));
    Arrays.fill(data.weight, 2 * SIDE * SIDE, data.weight.length, 0f);
    checkGradients(
        network, data, rows, contrasts, 0, parameter -> parameter.name().startsWith("seg"));
  }

  @Test
  void gradientsWithDropoutMatchFiniteDifferences() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 2).withDropout(0.3));
    List<String> rows = List.copyOf(network.outputs().keySet());
    checkGradients(network, new Data(network, 3, 4), rows, List.of(), 99, parameter -> true);
  }

  @Test
  void gradientsThroughProductAndSigmoidMatchFiniteDifferences() {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor gate = builder.sigmoid(builder.convolution("gate", builder.input(), 3, 1));
    Tensor features = builder.convolution("features", builder.input(), 3, 2);
    Tensor product = builder.multiplication(gate, features);
    // A tensor with three readers; one of them works in place elsewhere.
    Tensor branches =
        builder.concatenation(
            List.of(builder.relu(product), builder.dropout(product, 0.2), product));
    builder.output("gate", gate);
    builder.output("last", builder.sigmoid(builder.convolution("last", branches, 1, 1)));
    Network network = builder.build();
    List<String> rows = List.of("last", "gate");
    checkGradients(network, new Data(network, 2, 4), rows, List.of(), 7, parameter -> true);
  }

  @Test
  void gradientsOfBatchesAndOfAConcatenationByRowsMatchThoseOfTheLibrary() {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor left = builder.relu(builder.convolution("left", builder.input(), 3, 8));
    Tensor right = builder.relu(builder.convolution("right", left, 3, 8));
    Tensor both = builder.concatenation(List.of(left, right));
    Tensor wide = builder.relu(builder.convolution("wide", both, 3, 40));
    Tensor narrow = builder.relu(builder.convolution("narrow", both, 5, 8));
    Tensor last = builder.concatenation(List.of(wide, builder.convolution("again", wide, 3, 40)));
    // One kernel for an input without a gradient and for one with a gradient.
    Tensor shared = builder.relu(builder.convolution("shared", builder.input(), 3, 3));
    shared = builder.relu(builder.convolution("shared", shared, 3, 3));
    Tensor all = builder.concatenation(List.of(narrow, last, shared));
    Tensor end = builder.convolution("end", all, 1, 1);
    builder.output("y", builder.sigmoid(end));
    Network network = builder.build();
    SplittableRandom random = new SplittableRandom(5);
    int batch = 3;
    int pixels = batch * 6 * 10;
    float[] image = floats(random, 3 * pixels);
    float[] target = floats(random, pixels);
    float[] weight = floats(random, pixels);
    for (Predicate<Parameter> trained :
        List.<Predicate<Parameter>>of(p -> true, p -> p.name().startsWith("left"))) {
      List<float[]> gradients = new ArrayList<>();
      for (NativeForms forms : List.of(LIBRARY, FORMS.get(0), FORMS.get(1))) {
        try (ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
            TrainingPlan plan =
                TrainingPlan.builder(network, block)
                    .batch(batch)
                    .size(6, 10)
                    .rows(List.of("y"))
                    .trained(trained)
                    .forms(forms)
                    .build()) {
          block.put(floats(new SplittableRandom(6), block.length()));
          plan.run(image, target, weight, 0);
          float[] copy = new float[block.blockLength()];
          plan.gradients().copyTo(copy);
          gradients.add(copy);
        }
      }
      float largest = 0;
      for (float value : gradients.get(0)) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertTrue(largest > 1e-3, "gradients of " + largest);
      // Sums of some thousand float products in another order.
      assertArrayEquals(gradients.get(0), gradients.get(1), 1e-5f * largest);
      assertArrayEquals(gradients.get(0), gradients.get(2), 1e-5f * largest);
    }
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5) / 3;
    }
    return values;
  }

  @Test
  void arteryAndVeinLossesReachTheSegmentationStreamOnlyThroughItsFirstStage() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(2, 2).withDropout(0));
    Data data = new Data(network, 9, 5);
    // No weight on the segmentation rows, which come first.
    Arrays.fill(data.weight, 0, 3 * SIDE * SIDE, 0f);
    double[] gradient =
        gradient(network, data, List.copyOf(network.outputs().keySet()), parameter -> true);
    Set<String> reached = new HashSet<>();
    int offset = 0;
    for (Parameter parameter : network.parameters().values()) {
      for (int i = 0; i < parameter.length(); i++) {
        if (gradient[offset + i] != 0) {
          reached.add(parameter.name());
        }
      }
      offset += parameter.length();
    }
    List<String> segmentation =
        reached.stream()
            .filter(name -> name.startsWith(SeqNetArchitecture.SEGMENTATION_PREFIX))
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "segmentation.e1.conv1.bias",
            "segmentation.e1.conv1.kernel",
            "segmentation.e1.conv2.bias",
            "segmentation.e1.conv2.kernel"),
        segmentation);
    assertTrue(reached.contains("artery.e1.conv1.kernel"));
    assertTrue(reached.contains("vein.e1.conv1.kernel"));
  }

  @Test
  void frozenParametersGetNoGradientAndOthersTheSame() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(2, 1).withDropout(0));
    List<String> rows = List.copyOf(network.outputs().keySet());
    Data data = new Data(network, rows.size(), 6);
    double[] whole = gradient(network, data, rows, parameter -> true);
    double[] part = gradient(network, data, rows, p -> p.name().startsWith("vein."));
    int offset = 0;
    for (Parameter parameter : network.parameters().values()) {
      boolean vein = parameter.name().startsWith("vein.");
      for (int i = 0; i < parameter.length(); i++) {
        assertEquals(vein ? whole[offset + i] : 0, part[offset + i], 0, parameter.name());
      }
      offset += parameter.length();
    }
  }

  @Test
  void outputsThatNoRowNeedsAreLeftOut() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(2, 3));
    try (ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
        TrainingPlan first =
            plan(network, block, DataType.FLOAT, List.of("out11"), parameter -> true);
        TrainingPlan all =
            plan(
                network,
                block,
                DataType.FLOAT,
                List.copyOf(network.outputs().keySet()),
                parameter -> true)) {
      assertTrue(first.stepCount() < all.stepCount() / 4, first.stepCount() + " steps");
      assertTrue(first.bufferBytes() < all.bufferBytes());
    }
  }

  @Test
  void dropoutDependsOnTheSeedAloneAndKeepsTheMean() {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor x = builder.convolution("c", builder.input(), 1, 1);
    builder.output("y", builder.sigmoid(builder.dropout(x, 0.25)));
    Network network = builder.build();
    int side = 128;
    float[] image = new float[side * side * 3];
    float[] zeros = new float[side * side];
    try (ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
        TrainingPlan plan =
            TrainingPlan.builder(network, block).size(side, side).rows(List.of("y")).build()) {
      // Kernel 0, bias 1: each logit is 0 or 1 / 0.75.
      block.put(new float[] {0, 0, 0, 1});
      float[][] runs = new float[3][side * side];
      long[] seeds = {1, 1, 2};
      for (int i = 0; i < 3; i++) {
        plan.run(image, zeros, zeros, seeds[i]);
        plan.copyProbabilities(runs[i]);
      }
      assertArrayEquals(runs[0], runs[1]);
      assertFalse(Arrays.equals(runs[0], runs[2]));
      int dropped = 0;
      double kept = 1 / (1 + Math.exp(-1 / 0.75));
      for (float value : runs[0]) {
        if (value == 0.5f) {
          dropped++;
        } else {
          assertEquals(kept, value, 1e-6);
        }
      }
      // Five standard deviations of a binomial count.
      double deviation = Math.sqrt(side * side * 0.25 * 0.75);
      assertEquals(side * side * 0.25, dropped, 5 * deviation);
    }
  }

  @Test
  void repeatedRunsGiveTheSameBits() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(2, 1).withDropout(0.1));
    List<String> rows = List.copyOf(network.outputs().keySet());
    Data data = new Data(network, rows.size(), 8);
    try (ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
        TrainingPlan plan = plan(network, block, DataType.FLOAT, rows, parameter -> true)) {
      float[] parameters = new float[block.length()];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = (float) data.parameters[i];
      }
      block.put(parameters);
      float[][] gradients = new float[2][block.blockLength()];
      for (float[] gradient : gradients) {
        plan.run(data.image, data.target, data.weight, 3);
        plan.gradients().copyTo(gradient);
      }
      assertArrayEquals(gradients[0], gradients[1]);
    }
  }

  @Test
  void nativeMemoryStaysFlat() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 1).withDropout(0.1));
    List<String> rows = List.copyOf(network.outputs().keySet());
    Data data = new Data(network, rows.size(), 8);
    try (ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
        TrainingPlan plan = plan(network, block, DataType.FLOAT, rows, parameter -> true)) {
      long before = 0;
      for (int step = 0; step < 1050; step++) {
        plan.run(data.image, data.target, data.weight, step);
        if (step == 50) {
          before = Pointer.physicalBytes();
        }
      }
      // All memory of the process: JavaCPP does not count what ND4J takes.
      long grown = Pointer.physicalBytes() - before;
      assertTrue(grown < 1000 * (64L << 10), "grew by " + grown);
    }
  }

  @Test
  void outputWithoutSigmoidIsRefused() {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    builder.output("y", builder.convolution("c", builder.input(), 1, 1));
    Network network = builder.build();
    try (ParameterBlock block = new ParameterBlock(network, DataType.FLOAT)) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> plan(network, block, DataType.FLOAT, List.of("y"), parameter -> true));
      assertTrue(e.getMessage().contains("y"), e.getMessage());
    }
  }

  private static TrainingPlan plan(
      Network network,
      ParameterBlock block,
      DataType type,
      List<String> rows,
      Predicate<Parameter> trained) {
    return TrainingPlan.builder(network, block)
        .size(SIDE, SIDE)
        .type(type)
        .rows(rows)
        .trained(trained)
        .build();
  }

  private static double[] gradient(
      Network network, Data data, List<String> rows, Predicate<Parameter> trained) {
    try (ParameterBlock block = new ParameterBlock(network, DataType.DOUBLE);
        TrainingPlan plan = plan(network, block, DataType.DOUBLE, rows, trained)) {
      block.put(data.parameters);
      plan.run(data.image, data.target, data.weight, 0);
      double[] gradient = new double[block.length()];
      plan.gradients().addTo(gradient);
      return gradient;
    }
  }

  /**
   * The directional derivative along random directions, each over some of the parameters, against
   * central differences in double precision.
   */
  private static void checkGradients(
      Network network,
      Data data,
      List<String> rows,
      List<TrainingPlan.Contrast> contrasts,
      long seed,
      Predicate<Parameter> checked) {
    for (NativeForms forms : FORMS) {
      checkGradients(network, data, rows, contrasts, seed, checked, forms);
    }
  }

  private static void checkGradients(
      Network network,
      Data data,
      List<String> rows,
      List<TrainingPlan.Contrast> contrasts,
      long seed,
      Predicate<Parameter> checked,
      NativeForms forms) {
    try (ParameterBlock block = new ParameterBlock(network, DataType.DOUBLE);
        TrainingPlan plan =
            TrainingPlan.builder(network, block)
                .size(SIDE, SIDE)
                .type(DataType.DOUBLE)
                .rows(rows)
                .contrasts(contrasts)
                .forms(forms)
                .build()) {
      block.put(data.parameters);
      plan.run(data.image, data.target, data.weight, seed);
      double[] gradient = new double[block.length()];
      plan.gradients().addTo(gradient);
      SplittableRandom random = new SplittableRandom(11);
      double step = 1e-7;
      int offset = 0;
      for (Parameter parameter : network.parameters().values()) {
        if (!checked.test(parameter)) {
          offset += parameter.length();
          continue;
        }
        double[] moved = data.parameters.clone();
        double expected = 0;
        double[] direction = new double[parameter.length()];
        for (int i = 0; i < direction.length; i++) {
          direction[i] = random.nextGaussian() / Math.sqrt(direction.length);
          expected += direction[i] * gradient[offset + i];
        }
        double[] losses = new double[2];
        for (int sign = 0; sign < 2; sign++) {
          for (int i = 0; i < direction.length; i++) {
            double shift = (sign == 0 ? step : -step) * direction[i];
            moved[offset + i] = data.parameters[offset + i] + shift;
          }
          block.put(moved);
          losses[sign] = Arrays.stream(plan.run(data.image, data.target, data.weight, seed)).sum();
        }
        double measured = (losses[0] - losses[1]) / (2 * step);
        // Differences of losses near 1 carry 1e-16 / 1e-7 of rounding.
        assertEquals(expected, measured, 1e-5 * Math.abs(expected) + 3e-8, parameter.name());
        offset += parameter.length();
      }
    }
  }

  /** Random parameters with biases, an image, targets and weights. */
  private static final class Data {
    final double[] parameters;
    final float[] image = new float[SIDE * SIDE * 3];
    final float[] target;
    final float[] weight;

    Data(Network network, int terms, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      NetworkWeights initial = NetworkWeights.initial(network, seed);
      parameters = new double[(int) network.parameterCount()];
      int offset = 0;
      for (Parameter parameter : network.parameters().values()) {
        float[] values = initial.values(parameter.name());
        for (float value : values) {
          // Biases off zero keep units off the kinks of their ReLUs, small kernels the
          // probabilities
          // off the bounds of the logarithm, behind which the loss is flat.
          parameters[offset++] = parameter.isBias() ? 0.1 * random.nextGaussian() : 0.6 * value;
        }
      }
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextDouble();
      }
      target = new float[terms * SIDE * SIDE];
      weight = new float[terms * SIDE * SIDE];
      for (int i = 0; i < target.length; i++) {
        target[i] = random.nextInt(2);
        weight[i] = (float) (random.nextDouble() / (SIDE * SIDE));
      }
    }
  }
}

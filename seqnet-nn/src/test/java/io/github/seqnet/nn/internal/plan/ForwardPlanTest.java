// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ForwardPlanTest {
  /** Values that are exact in float32, so that sums are exact too. */
  @Test
  void computesEachLayerAsDefined() {
    NetworkBuilder builder = new NetworkBuilder("x", 1);
    Tensor x = builder.input();
    Tensor convolved = builder.convolution("c", x, 3, 1);
    Tensor pooled = builder.maxPooling(builder.relu(convolved));
    Tensor up = builder.upConvolution("u", pooled, 1);
    builder.output("convolved", convolved);
    builder.output("pooled", pooled);
    builder.output("up", up);
    builder.output("both", builder.concatenation(List.of(up, x)));
    builder.output("product", builder.multiplication(x, builder.stopGradient(up)));
    builder.output("sigmoid", builder.sigmoid(x));
    Network network = builder.build();
    NetworkWeights weights =
        NetworkWeights.of(
            network,
            Map.of(
                "c.kernel", new float[] {0, 0, 0, 0, 1, 2, 0, 0, 0},
                "c.bias", new float[] {-1},
                "u.kernel", new float[] {1, 2, 3, 4},
                "u.bias", new float[] {0.5f}));
    float[] input = {0, 1, 2, 3};
    try (DeviceWeights device = new DeviceWeights(weights);
        ForwardPlan plan = new ForwardPlan(network, device, 1, 2, 2, network.outputs().keySet())) {
      plan.run(input);
      assertArrayEquals(new float[] {1, 0, 7, 2}, output(plan, "convolved", 4));
      assertArrayEquals(new float[] {7}, output(plan, "pooled", 1));
      assertArrayEquals(new float[] {7.5f, 14.5f, 21.5f, 28.5f}, output(plan, "up", 4));
      assertArrayEquals(
          new float[] {7.5f, 0, 14.5f, 1, 21.5f, 2, 28.5f, 3}, output(plan, "both", 8));
      assertArrayEquals(new float[] {0, 14.5f, 43, 85.5f}, output(plan, "product", 4));
      assertEquals(1 / (1 + Math.exp(-3)), output(plan, "sigmoid", 4)[3], 1e-6);
    }
  }

  @Test
  void computesOnlyWhatIsWanted() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(2, 2));
    NetworkWeights weights = NetworkWeights.initial(network, 1);
    float[] input = random(2 * 32 * 48 * 3);
    try (DeviceWeights device = new DeviceWeights(weights);
        ForwardPlan all = new ForwardPlan(network, device, 2, 32, 48, network.outputs().keySet());
        ForwardPlan one =
            new ForwardPlan(network, device, 2, 32, 48, List.of(SeqNetArchitecture.VEIN));
        ForwardPlan first = new ForwardPlan(network, device, 2, 32, 48, List.of("out11"))) {
      all.run(input);
      one.run(input);
      first.run(input);
      assertArrayEquals(
          output(all, SeqNetArchitecture.VEIN, 2 * 32 * 48),
          output(one, SeqNetArchitecture.VEIN, 2 * 32 * 48));
      assertArrayEquals(output(all, "out11", 2 * 32 * 48), output(first, "out11", 2 * 32 * 48));
      assertTrue(first.stepCount() < one.stepCount() && one.stepCount() < all.stepCount());
      assertTrue(one.bufferBytes() <= all.bufferBytes());
    }
  }

  @Test
  void runsAgainWithTheSameResult() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.iterNet(3, 1));
    float[] input = random(16 * 16 * 3);
    try (DeviceWeights device = new DeviceWeights(NetworkWeights.initial(network, 2));
        ForwardPlan plan = new ForwardPlan(network, device, 1, 16, 16, List.of("final_out"))) {
      plan.run(input);
      float[] before = output(plan, "final_out", 256);
      plan.run(random(16 * 16 * 3 + 1));
      plan.run(input);
      assertArrayEquals(before, output(plan, "final_out", 256));
    }
  }

  /**
   * A concatenation of parts of 8 channels, read by a convolution of 3 x 3, gives the same however
   * else it is read and however wide it is: the form of each convolution is the plan's own affair.
   */
  @Test
  void concatenationsAreTheSameHoweverTheyAreRead() {
    NetworkBuilder builder = new NetworkBuilder("x", 8);
    Tensor x = builder.input();
    Tensor y = builder.relu(builder.convolution("y", x, 3, 8));
    Tensor both = builder.concatenation(List.of(x, y));
    builder.output("alone", builder.convolution("c", both, 3, 8));
    builder.output("again", builder.convolution("c", both, 3, 8));
    builder.output("point", builder.convolution("p", both, 1, 2));
    builder.output("both", both);
    Tensor nested = builder.concatenation(List.of(both, y));
    builder.output("nested", builder.convolution("n", nested, 1, 3));
    Network network = builder.build();
    NetworkWeights weights = NetworkWeights.initial(network, 4);
    for (int width : new int[] {5, 6}) {
      float[] input = random(2 * 4 * width * 8 * 3);
      try (DeviceWeights device = new DeviceWeights(weights);
          ForwardPlan all =
              new ForwardPlan(network, device, 2, 4, width, network.outputs().keySet())) {
        all.run(Arrays.copyOf(input, 2 * 4 * width * 8));
        for (List<String> wanted :
            List.of(
                List.of("alone"),
                List.of("alone", "again"),
                List.of("alone", "point"),
                List.of("alone", "nested"),
                List.of("alone", "both"))) {
          try (ForwardPlan plan = new ForwardPlan(network, device, 2, 4, width, wanted)) {
            plan.run(Arrays.copyOf(input, 2 * 4 * width * 8));
            for (String name : wanted) {
              int length = 2 * 4 * width * network.output(name).channels();
              assertArrayEquals(
                  output(all, name, length),
                  output(plan, name, length),
                  1e-5f,
                  () -> name + " of " + wanted + ", width " + width);
            }
          }
        }
      }
    }
  }

  /**
   * An up-convolution and the convolution after it as one map are the same as one after the other,
   * which they are where the up-convolution's output is wanted too.
   */
  @Property(tries = 60, seed = "49")
  void composedUpConvolutionsAreTheSameAsTheirParts(
      @ForAll @IntRange(min = 1, max = 9) int in,
      @ForAll @IntRange(min = 1, max = 9) int middle,
      @ForAll @IntRange(min = 1, max = 9) int skip,
      @ForAll @IntRange(min = 1, max = 9) int out,
      @ForAll @IntRange(min = 1, max = 5) int halfHeight,
      @ForAll @IntRange(min = 1, max = 5) int halfWidth,
      @ForAll boolean upFirst,
      @ForAll @IntRange(min = 1, max = 2) int batch,
      @ForAll boolean wide) {
    NetworkBuilder builder = new NetworkBuilder("x", skip);
    Tensor x = builder.input();
    Tensor low = builder.convolution("low", builder.maxPooling(x), 1, in);
    Tensor up = builder.upConvolution("up", low, middle);
    Tensor both = builder.concatenation(upFirst ? List.of(up, x) : List.of(x, up));
    builder.output("y", builder.relu(builder.convolution("y", both, 3, out)));
    builder.output("up", up);
    Network network = builder.build();
    int height = 2 * halfHeight;
    int width = 2 * halfWidth;
    NativeForms forms = new NativeForms(wide ? 16 : 8, true);
    Assume.that(forms.composed(out, (long) height * width));
    float[] input =
        Arrays.copyOf(random(batch * height * width * skip * 3), batch * height * width * skip);
    try (DeviceWeights device = new DeviceWeights(randomWeights(network));
        ForwardPlan parts =
            ForwardPlan.layout(network, device, batch, height, width, List.of("y", "up"), forms)
                .plan();
        ForwardPlan whole =
            ForwardPlan.layout(network, device, batch, height, width, List.of("y"), forms).plan()) {
      parts.run(input);
      whole.run(input);
      int length = batch * height * width * out;
      assertArrayEquals(output(parts, "y", length), output(whole, "y", length), 1e-4f);
    }
  }

  /** One kernel after two up-convolutions with other positions and other channels. */
  @Test
  void composedUpConvolutionsMayShareAKernel() {
    NetworkBuilder builder = new NetworkBuilder("x", 4);
    Tensor x = builder.input();
    Tensor low = builder.maxPooling(x);
    Tensor wide = builder.convolution("wide", x, 1, 5);
    Map<String, Tensor> inputs = new HashMap<>();
    inputs.put("first", builder.concatenation(List.of(builder.upConvolution("u", low, 4), x)));
    inputs.put("last", builder.concatenation(List.of(x, builder.upConvolution("u", low, 4))));
    inputs.put("other", builder.concatenation(List.of(builder.upConvolution("v", low, 3), wide)));
    inputs.forEach(
        (name, both) -> {
          builder.output(name, builder.convolution("y", both, 3, 2));
          builder.output(name + " input", both);
        });
    Network network = builder.build();
    NativeForms forms = new NativeForms(8, true);
    float[] input = Arrays.copyOf(random(8 * 6 * 4 * 3), 8 * 6 * 4);
    try (DeviceWeights device = new DeviceWeights(randomWeights(network));
        ForwardPlan parts =
            ForwardPlan.layout(network, device, 1, 8, 6, network.outputs().keySet(), forms).plan();
        ForwardPlan whole =
            ForwardPlan.layout(network, device, 1, 8, 6, inputs.keySet(), forms).plan()) {
      parts.run(input);
      whole.run(input);
      for (String name : inputs.keySet()) {
        assertArrayEquals(
            output(parts, name, 8 * 6 * 2), output(whole, name, 8 * 6 * 2), 1e-4f, name);
      }
    }
  }

  /** Weights without zeros among the biases, as those of fresh networks are. */
  private static NetworkWeights randomWeights(Network network) {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, float[]> values = new HashMap<>();
    for (Parameter parameter : network.parameters().values()) {
      float[] some = new float[parameter.shape().stream().reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < some.length; i++) {
        some[i] = (float) random.nextDouble(-1, 1);
      }
      values.put(parameter.name(), some);
    }
    return NetworkWeights.of(network, values);
  }

  @Test
  void namesASizeThatDoesNotFit() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 1));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ForwardPlan.checkShape(network, 1, 128, 100));
    assertEquals("height and width must be multiples of 16, got 128 x 100", e.getMessage());
  }

  private static float[] output(ForwardPlan plan, String name, int length) {
    float[] values = new float[length];
    plan.copyOutput(name, values);
    return values;
  }

  private static float[] random(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[length / 3 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }
}

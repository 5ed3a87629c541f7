// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.training.ParameterBlock;
import io.github.seqnet.nn.internal.training.TrainingPlan;
import io.github.seqnet.nn.weights.ImportedWeights;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.LayerMapping;
import io.github.seqnet.testing.Shared;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Ten training steps of a k = 4, T = 3 network beside those of the reference under Keras, float32.
 *
 * <p>A few units of this network stand within 1e-6 of the kink of their ReLU, so that rounding
 * decides whether a gradient passes them: the reference itself, run in float64 or without oneDNN,
 * differs from what it recorded by up to 0.0053 of a tensor's largest gradient, and in 13 000
 * weights after ten steps by more than 1e-3 (docs/peers/reference_steps.py, TRAINING.md). The tests
 * therefore look at networks that differ from the given one by less than 1e-6 in their biases, too,
 * and print what the given one has.
 */
class ReferenceStepsTest {
  private static final double RATE = 1e-3;

  @BeforeAll
  static void oneThread() {
    ComputeBackend.useOneNativeThread();
  }

  @Test
  void gradientsAndFirstStepMatchTheReference() throws IOException {
    try (Setting setting = new Setting()) {
      Map<String, float[]> expected = setting.expectedGradients();
      float[] expectedAfter = setting.weights("step1.hdf5");
      Map<String, Double> best = new HashMap<>();
      Map<String, Double> bestAfter = new HashMap<>();
      SplittableRandom random = new SplittableRandom(3);
      for (int draw = 0; draw < 12; draw++) {
        float[] parameters = setting.start();
        for (Parameter parameter : setting.network.parameters().values()) {
          if (draw > 0 && parameter.isBias()) {
            int bias = setting.offset(parameter.name()) + random.nextInt(parameter.length());
            parameters[bias] += (float) (1e-6 * (2 * random.nextDouble() - 1));
          }
        }
        setting.run(parameters);
        float[] gradient = setting.gradient();
        expected.forEach(
            (name, values) ->
                best.merge(name, worst(values, gradient, setting.offset(name)), Math::min));
        if (draw == 0) {
          long far = best.values().stream().filter(error -> !(error <= 1e-4)).count();
          System.out.printf(
              "Step 1: %d of %d gradients beyond 1e-4, largest %.1e%n",
              far, best.size(), Collections.max(best.values()));
        }
        int length = parameters.length;
        Adam.update(
            parameters, new float[length], new float[length], gradient, 1f, RATE, 1, 0, length);
        expected.forEach(
            (name, values) -> {
              int offset = setting.offset(name);
              int end = offset + values.length;
              float[] part = Arrays.copyOfRange(expectedAfter, offset, end);
              float[] made = Arrays.copyOfRange(parameters, offset, end);
              bestAfter.merge(name, share(part, made, RATE), Math::min);
            });
      }
      // Every gradient within 1e-4 of the largest of its tensor.
      List<String> far = new ArrayList<>();
      best.forEach(
          (name, error) -> {
            if (!(error <= 1e-4)) {
              far.add(name + " by " + error);
            }
          });
      assertEquals(List.of(), far);
      // A gradient of either sign moves a weight by the rate.
      bestAfter.forEach((name, share) -> assertEquals(0, share, name + ", step 1"));
    }
  }

  @Test
  void lossesAndWeightsOfTenStepsMatchTheReference() throws IOException {
    try (Setting setting = new Setting()) {
      float[] parameters = setting.start();
      float[] mean = new float[parameters.length];
      float[] square = new float[parameters.length];
      double worstLoss = 0;
      for (int step = 1; step <= 10; step++) {
        double[] losses = setting.run(parameters);
        for (int row = 0; row < losses.length; row++) {
          double expected = setting.losses[(step - 1) * losses.length + row];
          assertEquals(expected, losses[row], 1e-3 * expected, "row " + row + ", step " + step);
          worstLoss = Math.max(worstLoss, Math.abs(losses[row] / expected - 1));
        }
        Adam.update(
            parameters, mean, square, setting.gradient(), 1f, RATE, step, 0, parameters.length);
      }
      // Adam takes steps of full size along gradients that are rounding noise: without oneDNN, the
      // reference leaves 3.6 percent of the weights further than 1e-3 from its own, 6.4e-3 at most.
      float[] expected = setting.weights("step10.hdf5");
      System.out.printf(
          "Steps 1 to 10: losses within %.1e, share of weights beyond 1.02e-3 then %.4f%n",
          worstLoss, share(expected, parameters, RATE));
      assertTrue(share(expected, parameters, RATE) < 0.05, "weights after 10 steps");
      assertEquals(0, share(expected, parameters, 10 * RATE), "weights after 10 steps");
    }
  }

  @Test
  void numbersThatAreNoneAreFar() {
    float[] expected = {1, 2};
    float[] actual = {1, Float.NaN};
    assertEquals(0.5, share(expected, actual, RATE));
    assertFalse(worst(expected, actual, 0) <= 1e-4);
  }

  private static double worst(float[] expected, float[] actual, int offset) {
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(expected[i] - actual[offset + i]));
    }
    return worst / largest;
  }

  private static double share(float[] expected, float[] actual, double tolerance) {
    int count = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= tolerance * 1.02)) {
        count++;
      }
    }
    return (double) count / expected.length;
  }

  /** The fixture and a plan for it. */
  private static final class Setting implements AutoCloseable {
    private final Path folder = Shared.path("fixtures/trainstep");
    private final ImportedWeights imported = KerasFile.read(folder.resolve("step0.hdf5"));
    private final Network network = SeqNetArchitecture.network(imported.config().withDropout(0));
    private final ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
    private final TrainingPlan plan =
        TrainingPlan.builder(network, block)
            .batch(4)
            .size(64, 64)
            .rows(List.copyOf(network.outputs().keySet()))
            .build();
    private final float[] image;
    private final float[] target = new float[12 * plan.pixels()];
    private final float[] weight = new float[12 * plan.pixels()];
    private final double[] losses;

    Setting() throws IOException {
      try (HdfFile batch = new HdfFile(folder.resolve("batch.hdf5"))) {
        image = Flat.floats(batch, "x");
        losses = Flat.doubles(batch, "losses");
        String[] names = {"seg", "art", "vei"};
        int pixels = plan.pixels();
        for (int row = 0; row < 12; row++) {
          System.arraycopy(Flat.floats(batch, names[row / 4]), 0, target, row * pixels, pixels);
        }
        Arrays.fill(weight, 1f / pixels);
      }
    }

    double[] run(float[] parameters) {
      block.put(parameters);
      return plan.run(image, target, weight, 0);
    }

    float[] gradient() {
      float[] gradient = new float[block.length()];
      plan.gradients().sum(List.of(plan.gradients().summand()), gradient, 0, gradient.length);
      return gradient;
    }

    float[] start() {
      return FlatParameters.of(network, imported.weights());
    }

    float[] weights(String file) throws IOException {
      return FlatParameters.of(network, KerasFile.read(folder.resolve(file)).weights());
    }

    int offset(String name) {
      int offset = 0;
      for (Parameter parameter : network.parameters().values()) {
        if (parameter.name().equals(name)) {
          return offset;
        }
        offset += parameter.length();
      }
      throw new IllegalArgumentException(name);
    }

    Map<String, float[]> expectedGradients() {
      Map<String, float[]> expected = new HashMap<>();
      try (HdfFile hdf = new HdfFile(folder.resolve("gradients-step1.hdf5"))) {
        for (LayerMapping mapping : imported.mapping()) {
          expected.put(mapping.kernel().name(), Flat.floats(hdf, mapping.layer() + "/kernel:0"));
          expected.put(mapping.bias().name(), Flat.floats(hdf, mapping.layer() + "/bias:0"));
        }
      }
      return expected;
    }

    @Override
    public void close() {
      plan.close();
      block.close();
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightStandardizationTest {
  private final Network network = network();
  private final WeightStandardization standardization =
      new WeightStandardization(network, parameter -> true);
  private final float[] start = random((int) network.parameterCount(), 1);

  @Test
  void givesCenteredKernelsOfTheGainsLength() {
    float[] plain = standardization.plain(standardization.start(start));
    int channels = 4;
    int fan = 3 * 3 * 2;
    for (int o = 0; o < channels; o++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < fan; row++) {
        double value = plain[row * channels + o];
        sum += value;
        squares += value * value;
      }
      assertEquals(0, sum, 1e-5);
      assertEquals(2 / (1 - 1 / Math.PI), squares, 1e-4);
    }
  }

  @Test
  void goesOnFromItsOwnResult() {
    float[] trained = standardization.start(start);
    trained[start.length] = 3;
    float[] plain = standardization.plain(trained);
    float[] again = standardization.plain(standardization.start(plain));
    for (int i = 0; i < plain.length; i++) {
      assertEquals(plain[i], again[i], 1e-6);
    }
  }

  @Test
  void leavesOtherParametersAlone() {
    float[] plain = standardization.plain(standardization.start(start));
    int kernel = 3 * 3 * 2 * 4;
    for (int i = kernel; i < plain.length; i++) {
      assertEquals(start[i], plain[i]);
    }
    assertEquals(start.length + 4, standardization.length());
  }

  /** The loss is a fixed random linear function of the plain parameters. */
  @Test
  void gradientAgreesWithFiniteDifferences() {
    float[] plainGradient = random(start.length, 2);
    float[] trained = standardization.start(start);
    float[] gradient = standardization.gradient(trained, plainGradient);
    float step = 1e-2f;
    for (int i = 0; i < trained.length; i++) {
      float kept = trained[i];
      trained[i] = kept + step;
      double above = loss(trained, plainGradient);
      trained[i] = kept - step;
      double below = loss(trained, plainGradient);
      trained[i] = kept;
      // Second-order error of the difference and float32 rounding.
      assertEquals((above - below) / (2 * step), gradient[i], 2e-3, "at " + i);
    }
  }

  private double loss(float[] trained, float[] coefficients) {
    float[] plain = standardization.plain(trained);
    double loss = 0;
    for (int i = 0; i < plain.length; i++) {
      loss += (double) plain[i] * coefficients[i];
    }
    return loss;
  }

  private static Network network() {
    NetworkBuilder builder = new NetworkBuilder("x", 2);
    Tensor convolved = builder.convolution("c", builder.input(), 3, 4);
    builder.output("y", builder.convolution("o", convolved, 1, 1));
    return builder.build();
  }

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return values;
  }
}

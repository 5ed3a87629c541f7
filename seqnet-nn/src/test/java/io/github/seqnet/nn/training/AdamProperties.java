// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class AdamProperties {
  @Property(tries = 50, seed = "53")
  void firstStepGoesAgainstTheGradientByTheRate(
      @ForAll @DoubleRange(min = 0.01, max = 100) double size, @ForAll boolean negative) {
    float gradient = (float) (negative ? -size : size);
    float[] parameters = {1f};
    Adam.update(parameters, new float[1], new float[1], new float[] {gradient}, 1f, 1e-3, 1, 0, 1);
    // m / sqrt(v) is the sign of the gradient; epsilon and rounding of 1 take less than 1e-5 of it.
    assertEquals(1 - 1e-3 * Math.signum(gradient), parameters[0], 1e-6);
  }

  @Property(tries = 50, seed = "54")
  void matchesTheFormulaInDoublePrecision(
      @ForAll @DoubleRange(min = -1, max = 1) double first,
      @ForAll @DoubleRange(min = -1, max = 1) double second) {
    float[] parameters = {0.5f};
    float[] mean = new float[1];
    float[] square = new float[1];
    double w = 0.5;
    double m = 0;
    double v = 0;
    double[] gradients = {first, second};
    for (int step = 1; step <= 2; step++) {
      float g = (float) gradients[step - 1];
      Adam.update(parameters, mean, square, new float[] {g}, 1f, 1e-2, step, 0, 1);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double rate = 1e-2 * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
      w -= rate * m / (Math.sqrt(v) + 1e-7);
    }
    // Two steps of at most 1e-2, each rounded to float at 0.5.
    assertEquals(w, parameters[0], 2e-6);
  }

  @Property(tries = 50, seed = "55")
  void parametersWithoutAGradientKeepTheirValues(
      @ForAll @IntRange(min = 1, max = 1000) int step,
      @ForAll @DoubleRange(min = 0.01, max = 100) double gradient) {
    float[] parameters = {0.25f, 0.25f};
    float[] gradients = {0, (float) gradient};
    Adam.update(parameters, new float[2], new float[2], gradients, 1f, 1, step, 0, 2);
    assertEquals(0.25f, parameters[0]);
    assertTrue(parameters[1] < 0.25f, () -> "the other parameter stays at " + parameters[1]);
  }

  @Property(tries = 50, seed = "56")
  void ratesStayBetweenNothingAndThePeak(
      @ForAll @IntRange(min = 1, max = 1000) int step,
      @ForAll @DoubleRange(min = 0, max = 1) double progress) {
    LearningRate cosine = LearningRate.cosine(1e-3, 100);
    double rate = cosine.at(step, progress);
    assertTrue(rate > 0 && rate <= 1e-3, () -> "rate " + rate);
    assertTrue(rate >= cosine.at(step, Math.min(1, progress + 0.1)), "falls with progress");
    assertEquals(1e-3, LearningRate.constant(1e-3).at(step, progress), 0);
  }
}

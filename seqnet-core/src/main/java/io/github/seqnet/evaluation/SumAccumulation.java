// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.Objects;

/** An {@link Accumulation} of sums. */
record SumAccumulation(int count, SumFunction function) implements Accumulation<double[]> {
  SumAccumulation {
    Objects.requireNonNull(function, "function");
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + count);
    }
  }

  @Override
  public double[] create() {
    return new double[count];
  }

  @Override
  public void add(double[] accumulator, EvaluatedImage image) {
    function.addTo(image, accumulator);
  }

  @Override
  public void merge(double[] accumulator, double[] other) {
    merge(accumulator, other, 1);
  }

  @Override
  public void merge(double[] accumulator, double[] other, int times) {
    for (int i = 0; i < count; i++) {
      accumulator[i] += times * other[i];
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A metric made of functions. */
record FunctionMetric<A>(
    String id,
    String description,
    Accumulation<A> accumulation,
    ToDoubleFunction<A> function,
    Function<A, String> reason)
    implements Metric<A> {
  @Override
  public double value(A accumulated) {
    return function.applyAsDouble(accumulated);
  }

  @Override
  public String whyUndefined(A accumulated) {
    return reason.apply(accumulated);
  }

  @Override
  public String toString() {
    return "Metric[" + id + "]";
  }
}

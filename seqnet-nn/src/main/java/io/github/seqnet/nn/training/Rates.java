// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks shared by the built-in learning-rate schedules. */
final class Rates {
  private Rates() {}

  static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be above 0 and finite, got " + value);
    }
  }

  /** A descriptor of names and numbers in turn, which keeps their order. */
  static Descriptor descriptor(String id, Object... parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      values.put(parameters[i].toString(), parameters[i + 1].toString());
    }
    return new Descriptor(id, values);
  }
}

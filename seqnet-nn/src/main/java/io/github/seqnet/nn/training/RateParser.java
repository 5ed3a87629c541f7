// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses the descriptors of the built-in learning-rate schedules, with defaults. */
final class RateParser {
  private static final double USUAL_FACTOR = 0.1;
  private static final long INTERVALS = 3;
  private static final double USUAL_LAST = 0.01;
  private static final double USUAL_RISE = 0.3;
  private static final double USUAL_START = 25;
  private static final double USUAL_END = 1e4;

  private final String id;
  private final Map<String, String> left;

  private RateParser(Descriptor descriptor) {
    id = descriptor.id();
    left = new LinkedHashMap<>(descriptor.parameters());
  }

  static LearningRate parse(String text, double peak, long steps) {
    RateParser in = new RateParser(Descriptor.parse(text));
    LearningRate rate =
        switch (in.id) {
          case "constant" -> new ConstantRate(in.number("rate", peak));
          case "cosine" ->
              new CosineRate(
                  in.number("peak", peak),
                  in.integer("warmUpSteps", CosineRate.usualWarmUp(steps)),
                  in.number("last", USUAL_LAST));
          case "step" ->
              new StepRate(
                  in.number("initial", peak),
                  in.integer("interval", Math.max(1, steps / INTERVALS)),
                  in.number("factor", USUAL_FACTOR));
          case "one-cycle" ->
              new OneCycleRate(
                  in.number("peak", peak),
                  in.number("rise", USUAL_RISE),
                  in.number("start", USUAL_START),
                  in.number("end", USUAL_END));
          default ->
              throw new IllegalArgumentException(
                  "unknown schedule '"
                      + in.id
                      + "': available are constant, cosine, step, one-cycle");
        };
    if (!in.left.isEmpty()) {
      throw new IllegalArgumentException(
          "schedule " + in.id + " has no parameter " + String.join(", ", in.left.keySet()));
    }
    return rate;
  }

  private double number(String name, double missing) {
    String value = left.remove(name);
    try {
      return value == null ? missing : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw notANumber(name, "number", value, e);
    }
  }

  private long integer(String name, long missing) {
    String value = left.remove(name);
    try {
      return value == null ? missing : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw notANumber(name, "whole number", value, e);
    }
  }

  private IllegalArgumentException notANumber(
      String name, String kind, String value, NumberFormatException e) {
    return new IllegalArgumentException(
        name + " of the schedule " + id + " must be a " + kind + ", got '" + value + "'", e);
  }
}

package io.github.seqnet.evaluation;

import java.util.OptionalDouble;

/**
 * A named figure with its confidence interval over images.
 *
 * @param name such as {@code av.all_gt.accuracy}
 * @param value over all images; empty where it is not defined, such as an accuracy over no pixel
 * @param low lower end of the interval; empty where there is none, as for one image
 * @param high upper end of the interval; empty where there is none
 */
public record Figure(String name, OptionalDouble value, OptionalDouble low, OptionalDouble high) {
  static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}

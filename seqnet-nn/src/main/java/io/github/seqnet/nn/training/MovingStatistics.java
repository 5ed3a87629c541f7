// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Updates the moving means and variances of batch normalizations: {@code value = (1 - momentum) *
 * value + momentum * batch}, where {@code batch} is the mean over the micro-batches and over all
 * layers that share the statistics. No optimizer sees them: clipping, Adam and the moving average
 * of the weights leave them alone.
 *
 * <p>A compiled training plan gives {@code value - batch} in the place of their gradient. Not
 * thread-safe.
 */
final class MovingStatistics {
  private final List<Range> ranges = new ArrayList<>();
  private final float[] differences;

  /** The values of one parameter in the flat vector; {@code factor} is momentum over summands. */
  private record Range(int from, int length, float factor) {}

  /**
   * @param tracked whether a statistic is updated
   * @param momentum above 0 and at most 1
   * @param microBatches per batch, whose differences are added up
   */
  MovingStatistics(
      Network network, Predicate<Parameter> tracked, double momentum, int microBatches) {
    Map<String, Integer> layers = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.BatchNormalization normalization) {
        layers.merge(normalization.mean().name(), 1, Integer::sum);
        layers.merge(normalization.variance().name(), 1, Integer::sum);
      }
    }
    int offset = 0;
    int longest = 0;
    for (Parameter parameter : network.parameters().values()) {
      if (parameter.isStatistic() && tracked.test(parameter)) {
        int summands = microBatches * layers.getOrDefault(parameter.name(), 1);
        ranges.add(new Range(offset, parameter.length(), (float) (momentum / summands)));
        longest += parameter.length();
      }
      offset += parameter.length();
    }
    differences = new float[longest];
  }

  /** Moves the differences out of a gradient, which is 0 there afterward. */
  void takeFrom(float[] gradient) {
    int to = 0;
    for (Range range : ranges) {
      System.arraycopy(gradient, range.from, differences, to, range.length);
      Arrays.fill(gradient, range.from, range.from + range.length, 0f);
      to += range.length;
    }
  }

  /** Updates the statistics by the differences taken last, and copies them to the average. */
  void update(float[] parameters, float[] average) {
    int from = 0;
    for (Range range : ranges) {
      for (int i = 0; i < range.length; i++) {
        parameters[range.from + i] -= range.factor * differences[from + i];
        average[range.from + i] = parameters[range.from + i];
      }
      from += range.length;
    }
  }
}

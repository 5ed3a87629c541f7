// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PixelPairsProperties {
  /** Parts of the output have each pair once. */
  @Property(seed = "51")
  void pairsBetweenPixelsAreTheSamePairs(
      @ForAll @IntRange(min = 0, max = 9) int input,
      @ForAll @IntRange(min = 0, max = 9) int output,
      @ForAll @IntRange(min = 1, max = 9) int count,
      @ForAll @IntRange(min = 1, max = 4) int step,
      @ForAll @IntRange(min = 1, max = 9) int part) {
    List<Long> inputs = new ArrayList<>();
    for (long from = 0; from < 60; from += part) {
      long start = from;
      new PixelPairs(input, output, count, step, true)
          .between(from, from + part)
          .ifPresent(
              some -> {
                for (int i = 0; i < some.count(); i++) {
                  long at = some.output() + (long) i * step;
                  assertTrue(at >= start && at < start + part, "output pixel " + at);
                  assertEquals(output - input, at - (some.input() + (long) i * step));
                  inputs.add(some.input() + (long) i * step);
                }
                assertTrue(some.subtracted());
              });
    }
    assertEquals(LongStream.range(0, count).mapToObj(i -> input + i * step).toList(), inputs);
  }

  /** The pairs after subtraction: each pixel with the one at this distance, if any. */
  @Property(seed = "52")
  void pairsAreThoseInsideTheImage(
      @ForAll @IntRange(min = -3, max = 3) int down,
      @ForAll @IntRange(min = -3, max = 3) int right,
      @ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int width) {
    Assume.that(Math.abs(right) <= width);
    Map<List<Long>, Integer> counts = new HashMap<>();
    boolean subtracted = false;
    for (PixelPairs pairs : PixelPairs.of(down, right, height, width)) {
      assertEquals(subtracted || pairs.subtracted(), pairs.subtracted(), "those that count first");
      subtracted = pairs.subtracted();
      for (long i = 0; i < pairs.count(); i++) {
        List<Long> pair =
            List.of(pairs.input() + i * pairs.step(), pairs.output() + i * pairs.step());
        counts.merge(pair, subtracted ? -1 : 1, Integer::sum);
      }
    }
    Map<List<Long>, Integer> expected = new HashMap<>();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int fromRow = row + down;
        int fromColumn = column + right;
        if (fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width) {
          expected.put(
              List.of((long) fromRow * width + fromColumn, (long) row * width + column), 1);
        }
      }
    }
    counts.values().removeIf(count -> count == 0);
    assertEquals(expected, counts);
  }
}

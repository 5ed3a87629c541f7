// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link Metric}. Merging the accumulators of images equals counting them in
 * one; an image alone has the value of its own evaluation; intervals contain the value; and input
 * without any pixel to judge is undefined with a reason. Extend it for a metric of your own.
 */
abstract class MetricContract {
  private static final int SIDE = 60;
  private static final int IMAGES = 6;

  /** Rounding of sums in another order. */
  private static final double ROUNDING = 1e-9;

  /** The metrics to check. */
  abstract List<Metric<?>> metrics();

  @Test
  void mergingPartsEqualsTheWhole() {
    for (Metric<?> metric : metrics()) {
      assertMergingPartsEqualsTheWhole(metric);
    }
  }

  private static <A> void assertMergingPartsEqualsTheWhole(Metric<A> metric) {
    Accumulation<A> accumulation = metric.accumulation();
    A whole = accumulation.create();
    List<A> parts = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      EvaluatedImage image = image(i);
      accumulation.add(whole, image);
      A part = accumulation.create();
      accumulation.add(part, image);
      parts.add(part);
    }
    A forward = accumulation.create();
    A halves = accumulation.create();
    A second = accumulation.create();
    for (int i = 0; i < IMAGES; i++) {
      accumulation.merge(forward, parts.get(i));
      accumulation.merge(i < IMAGES / 2 ? halves : second, parts.get(IMAGES - 1 - i));
    }
    accumulation.merge(halves, second);
    double value = metric.value(whole);
    assertEquals(value, metric.value(forward), ROUNDING, metric.id());
    assertEquals(value, metric.value(halves), ROUNDING, metric.id());
    A twice = accumulation.create();
    accumulation.merge(twice, parts.get(0));
    accumulation.merge(twice, parts.get(0));
    A times = accumulation.create();
    accumulation.merge(times, parts.get(0), 2);
    assertEquals(metric.value(twice), metric.value(times), ROUNDING, metric.id());
    A none = accumulation.create();
    accumulation.merge(none, parts.get(0), 0);
    assertEquals(
        metric.value(accumulation.create()), metric.value(none), metric.id() + " merged 0 times");
    // Compact accumulators may approximate areas of large images only.
    A compacted = accumulation.create();
    for (A part : parts) {
      accumulation.merge(compacted, accumulation.compact(part));
    }
    assertEquals(value, metric.value(compacted), 1e-6, metric.id());
  }

  @Test
  void aSingleImageHasTheValueOfItsOwnEvaluation() {
    Evaluator all = evaluator();
    for (int i = 0; i < IMAGES; i++) {
      add(all, i, LabelKind.ARTERY_VEIN);
    }
    Evaluation evaluation = all.result();
    for (int i = 0; i < IMAGES; i++) {
      Evaluator alone = evaluator();
      add(alone, i, LabelKind.ARTERY_VEIN);
      for (MetricValue expected : alone.result().values()) {
        assertEquals(
            expected.value(),
            evaluation.images().get(i).value(expected.id()).value(),
            expected.id());
      }
    }
  }

  @Test
  void intervalsContainTheValue() {
    Evaluator evaluator = evaluator();
    for (int i = 0; i < IMAGES; i++) {
      add(evaluator, i, LabelKind.ARTERY_VEIN);
    }
    int defined = 0;
    for (MetricValue value : evaluator.result().values()) {
      if (value.value().isEmpty()) {
        continue;
      }
      defined++;
      double v = value.value().getAsDouble();
      assertTrue(value.low().orElseThrow() <= v + ROUNDING, value.toString());
      assertTrue(value.high().orElseThrow() >= v - ROUNDING, value.toString());
    }
    assertTrue(defined > 0, "no metric is defined");
  }

  @Test
  void comparisonsWithItselfHaveNoDifference() {
    Evaluator evaluator = evaluator();
    Evaluator other = evaluator();
    for (int i = 0; i < IMAGES; i++) {
      add(evaluator, i, LabelKind.ARTERY_VEIN);
      add(other, i, LabelKind.ARTERY_VEIN);
    }
    for (Difference difference : evaluator.comparedWith(other).differences()) {
      if (difference.value().isPresent()) {
        assertEquals(0, difference.value().getAsDouble(), difference.id());
        assertEquals(1, difference.pValue().orElseThrow(), difference.id());
      }
    }
  }

  /** No pixel of the field of view can be judged: nothing but background, and nothing at all. */
  @Test
  void inputWithoutAnythingToJudgeIsUndefinedWithAReason() {
    EvaluatedImage nothing = emptyFieldOfView();
    for (Metric<?> metric : metrics()) {
      assertUndefined(metric, nothing);
    }
  }

  private static <A> void assertUndefined(Metric<A> metric, EvaluatedImage image) {
    A accumulated = metric.accumulation().create();
    assertTrue(Double.isNaN(metric.value(accumulated)), metric.id() + " of no image");
    metric.accumulation().add(accumulated, image);
    assertTrue(Double.isNaN(metric.value(accumulated)), metric.id() + " of no pixel");
    assertFalse(metric.whyUndefined(accumulated).isBlank(), metric.id());
  }

  private Evaluator evaluator() {
    return new Evaluator(
        EvaluationOptions.defaults().withIntervals(200, 0.95, 3),
        MetricContract::everySecondRow,
        metrics());
  }

  /** Stands for a skeleton. */
  private static BinaryMask everySecondRow(BinaryMask mask) {
    byte[] values = mask.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = i / mask.width() % 2 == 0 ? values[i] : 0;
    }
    return BinaryMask.wrap(mask.width(), mask.height(), values);
  }

  private static void add(Evaluator evaluator, int index, LabelKind kind) {
    evaluator.add(annotation(index, kind), maps(index));
  }

  private static EvaluatedImage image(int index) {
    return new EvaluatedImage(
        annotation(index, LabelKind.ARTERY_VEIN),
        maps(index),
        null,
        EvaluationOptions.defaults(),
        MetricContract::everySecondRow);
  }

  private static EvaluatedImage emptyFieldOfView() {
    LabeledImage image = annotation(0, LabelKind.ARTERY_VEIN);
    byte[] nothing = new byte[SIDE * SIDE];
    return new EvaluatedImage(
        image.withFieldOfView(
            new FieldOfView(BinaryMask.wrap(SIDE, SIDE, nothing), FieldOfView.Source.GIVEN)),
        maps(0),
        null,
        EvaluationOptions.defaults(),
        mask -> BinaryMask.wrap(SIDE, SIDE, new byte[SIDE * SIDE]));
  }

  /** Stripes of all labels, from 1 to 10 px wide, other ones in every image. */
  private static LabeledImage annotation(int index, LabelKind kind) {
    byte[] codes = new byte[SIDE * SIDE];
    SplittableRandom random = new SplittableRandom(index);
    int x = 0;
    while (x < SIDE) {
      int width = Math.min(SIDE - x, 1 + random.nextInt(10));
      int label = random.nextInt(5);
      for (int i = 0; i < codes.length; i++) {
        if (i % SIDE >= x && i % SIDE < x + width) {
          codes[i] = (byte) label;
        }
      }
      x += width + 3;
    }
    return new LabeledImage(
        "image" + index,
        RgbImage.wrap(SIDE, SIDE, new float[SIDE * SIDE * 3]),
        ArteryVeinMap.wrap(SIDE, SIDE, codes),
        FieldOfView.wholeImage(SIDE, SIDE),
        kind);
  }

  private static VesselMaps maps(int index) {
    byte[] codes = annotation(index, LabelKind.ARTERY_VEIN).labels().toArray();
    SplittableRandom random = new SplittableRandom(100 + index);
    float[] vessel = new float[codes.length];
    float[] artery = new float[codes.length];
    float[] vein = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      double noise = random.nextDouble();
      vessel[i] = (float) (codes[i] == 0 ? noise * noise : 1 - noise * noise);
      artery[i] = (float) (codes[i] == 1 ? 1 - noise * 0.7 : random.nextDouble());
      vein[i] = (float) (codes[i] == 2 ? 1 - noise * 0.7 : random.nextDouble());
    }
    return new VesselMaps(
        ProbabilityMap.wrap(SIDE, SIDE, vessel),
        ProbabilityMap.wrap(SIDE, SIDE, artery),
        ProbabilityMap.wrap(SIDE, SIDE, vein));
  }
}

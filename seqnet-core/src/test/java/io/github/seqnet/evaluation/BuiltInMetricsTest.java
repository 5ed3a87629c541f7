// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BuiltInMetricsTest extends MetricContract {
  @Override
  List<Metric<?>> metrics() {
    return Metrics.builtIn();
  }

  private static LabeledImage labeled(int width, byte[] codes, LabelKind kind) {
    int height = codes.length / width;
    return new LabeledImage(
        "drawn",
        RgbImage.wrap(width, height, new float[codes.length * 3]),
        ArteryVeinMap.wrap(width, height, codes),
        FieldOfView.wholeImage(width, height),
        kind);
  }

  private static VesselMaps maps(int width, float[] vessel, float[] artery, float[] vein) {
    int height = vessel.length / width;
    return new VesselMaps(
        ProbabilityMap.wrap(width, height, vessel),
        ProbabilityMap.wrap(width, height, artery),
        ProbabilityMap.wrap(width, height, vein));
  }

  /** Columns of one pixel at 10, of 3 px from 50 to 52 and of 9 px from 100 to 108, 200 px wide. */
  @Test
  void recallByWidthTellsNarrowFromWideVessels() {
    int width = 200;
    byte[] codes = new byte[width * 100];
    float[] vessel = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      int x = i % width;
      codes[i] = (byte) (x == 10 || (x >= 50 && x <= 52) || (x >= 100 && x <= 108) ? 1 : 0);
      // All of the wide vessel is found, and half of the narrowest.
      boolean found = (x >= 100 && x <= 108) || (x == 10 && i / width < 50);
      vessel[i] = found ? 0.9f : 0.1f;
    }
    Evaluator evaluator =
        new Evaluator(EvaluationOptions.defaults(), mask -> columns(mask, 10, 51, 104));
    evaluator.add(
        labeled(width, codes, LabelKind.ARTERY_VEIN),
        maps(width, vessel, new float[codes.length], new float[codes.length]));
    Evaluation result = evaluator.result();
    // 1 px of 200 px is 0.5 %: medium. 3 px and 9 px are more than 1 %.
    assertEquals(0.5, result.value("recall_by_width.medium").value().orElseThrow());
    assertEquals(0.5, result.value("recall_by_width.wide").value().orElseThrow());
    assertEquals(
        "no annotated vessel has this width",
        result.value("recall_by_width.narrow").undefinedReason().orElseThrow());
  }

  private static BinaryMask columns(BinaryMask mask, int... columns) {
    byte[] values = mask.toArray();
    for (int i = 0; i < values.length; i++) {
      int x = i % mask.width();
      boolean kept = Arrays.stream(columns).anyMatch(c -> c == x);
      values[i] = kept ? values[i] : 0;
    }
    return BinaryMask.wrap(mask.width(), mask.height(), values);
  }

  /** Half of the pixels of 0.85 are vessels, and a quarter of those of 0.25. */
  @Test
  void calibrationErrorIsTheMeanDistanceOfProbabilityAndFrequency() {
    int n = 400;
    byte[] codes = new byte[n];
    float[] vessel = new float[n];
    for (int i = 0; i < n; i++) {
      boolean high = i < n / 2;
      vessel[i] = high ? 0.85f : 0.25f;
      codes[i] = (byte) (i % (high ? 2 : 4) == 0 ? 1 : 0);
    }
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults());
    evaluator.add(
        labeled(20, codes, LabelKind.ARTERY_VEIN), maps(20, vessel, new float[n], new float[n]));
    Evaluation result = evaluator.result();
    assertEquals(0.175, result.value("calibration.vessel.ece").value().orElseThrow(), 1e-6);
    assertEquals(0.85, value(result, "reliability.vessel.bin_9.predicted"), 1e-6);
    assertEquals(0.5, value(result, "reliability.vessel.bin_9.observed"), 1e-12);
    assertEquals(0.25, value(result, "reliability.vessel.bin_3.observed"), 1e-12);
    assertEquals(0.5, value(result, "reliability.vessel.bin_3.share"), 1e-12);
    assertTrue(result.value("reliability.vessel.bin_1.observed").value().isEmpty());
  }

  private static double value(Evaluation result, String id) {
    return result.value(id).value().orElseThrow();
  }

  @Test
  void whereEveryVesselIsUnknownArteryVeinMetricsAreMissingWithTheReason() {
    byte[] codes = new byte[400];
    float[] half = new float[400];
    for (int i = 0; i < 400; i++) {
      codes[i] = (byte) (i % 20 < 8 ? 4 : 0);
      half[i] = i % 20 < 10 ? 0.8f : 0.2f;
    }
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults());
    evaluator.add(labeled(20, codes, LabelKind.ARTERY_VEIN), maps(20, half, half, new float[400]));
    int count = 0;
    for (MetricValue value : evaluator.result().values()) {
      if (value.id().startsWith("av.") || value.id().equals("calibration.artery_vein.ece")) {
        count++;
        assertTrue(value.value().isEmpty(), value.toString());
        assertTrue(value.undefinedReason().isPresent(), value.id());
      }
    }
    assertEquals(4 * 6 + 7 + 1, count);
    assertEquals(
        "the class of every annotated vessel is unknown",
        evaluator.result().value("av.three_class.artery_f1").undefinedReason().orElseThrow());
  }

  @Test
  void strokesHaveNoMetricsOfPixelsAndWidths() {
    byte[] codes = new byte[400];
    float[] half = new float[400];
    for (int i = 0; i < 400; i++) {
      codes[i] = (byte) (i % 20 < 8 ? 1 + i % 2 : 0);
      half[i] = i % 20 < 10 ? 0.8f : 0.2f;
    }
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults(), UnaryOperator.identity());
    evaluator.add(
        labeled(20, codes, LabelKind.ARTERY_VEIN_STROKES), maps(20, half, half, new float[400]));
    for (MetricValue value : evaluator.result().values()) {
      boolean usable =
          value.id().matches("av\\.(all_gt|discovered|center_line_discovered)\\..*")
              || value.id().equals("segmentation.cldice")
              || value.id().startsWith("calibration.artery_vein");
      if (!value.id().startsWith("reliability.artery_vein")) {
        assertEquals(usable, value.value().isPresent(), value.toString());
      }
    }
  }

  @Test
  void idsAreCheckedWhenAnEvaluatorIsCreated() {
    Accumulation<double[]> sums = Accumulation.sums(1, (image, s) -> s[0]++);
    for (String id : List.of("Dice", "my metric", "", "difference.x", "x.low", "x..y")) {
      Metric<double[]> metric = Metric.of(id, "", sums, s -> s[0]);
      String message =
          assertThrows(IllegalArgumentException.class, () -> Metrics.check(List.of(metric)))
              .getMessage();
      assertTrue(message.contains("'" + id + "'"), message);
    }
    Metric<double[]> metric = Metric.of("mine", "", sums, s -> s[0]);
    assertEquals(
        "two metrics have the id 'mine'",
        assertThrows(IllegalArgumentException.class, () -> Metrics.check(List.of(metric, metric)))
            .getMessage());
  }
}

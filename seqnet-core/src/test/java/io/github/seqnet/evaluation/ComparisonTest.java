// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int SIDE = 40;
  private static final String ACCURACY = "segmentation.accuracy";

  private static Evaluator evaluator() {
    return new Evaluator(EvaluationOptions.defaults(), UnaryOperator.identity());
  }

  /** A quarter each of background, artery, vein and background. */
  private static LabeledImage groundTruth(String name) {
    byte[] codes = new byte[SIDE * SIDE];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % SIDE / 10 % 3);
    }
    return new LabeledImage(
        name,
        RgbImage.wrap(SIDE, SIDE, new float[SIDE * SIDE * 3]),
        ArteryVeinMap.wrap(SIDE, SIDE, codes),
        FieldOfView.wholeImage(SIDE, SIDE),
        LabelKind.ARTERY_VEIN);
  }

  /** Maps that are right but for the first pixels in a random order, by class and by vessel. */
  private static VesselMaps maps(LabeledImage groundTruth, int wrong, long seed) {
    byte[] codes = groundTruth.labels().toArray();
    boolean[] flip = new boolean[codes.length];
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < wrong; ) {
      int i = random.nextInt(flip.length);
      if (!flip[i]) {
        flip[i] = true;
        k++;
      }
    }
    float[] vessel = new float[codes.length];
    float[] artery = new float[codes.length];
    float[] vein = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      vessel[i] = (codes[i] != 0) == flip[i] ? 0.3f : 0.8f;
      artery[i] = (codes[i] == 1) == flip[i] ? 0.1f : 0.6f;
      vein[i] = 0.7f - artery[i];
    }
    return new VesselMaps(
        ProbabilityMap.wrap(SIDE, SIDE, vessel),
        ProbabilityMap.wrap(SIDE, SIDE, artery),
        ProbabilityMap.wrap(SIDE, SIDE, vein));
  }

  /** Images with {@code wrong[i]} wrong pixels here and {@code otherWrong[i]} there. */
  private static Comparison compared(int[] wrong, int[] otherWrong) {
    Evaluator evaluator = evaluator();
    Evaluator other = evaluator();
    for (int i = 0; i < wrong.length; i++) {
      LabeledImage image = groundTruth("image" + i);
      evaluator.add(image, maps(image, wrong[i], i));
      other.add(image, maps(image, otherWrong[i], 1000 + i));
    }
    return evaluator.comparedWith(other);
  }

  @Test
  void whatIsEqualHasNoDifferenceAndAProbabilityOfOne() {
    Evaluator evaluator = evaluator();
    Evaluator other = evaluator();
    for (int i = 0; i < 5; i++) {
      LabeledImage image = groundTruth("image" + i);
      evaluator.add(image, maps(image, 30 * i + 10, i));
      other.add(image, maps(image, 30 * i + 10, i));
    }
    Comparison comparison = evaluator.comparedWith(other);
    assertEquals(evaluator.result().toMap(), comparison.evaluation().toMap());
    assertEquals(other.result().toMap(), comparison.other().toMap());
    for (Difference difference : comparison.differences()) {
      if (difference.value().isEmpty()) {
        continue; // such as the recall of a width that does not occur
      }
      assertEquals(0, difference.value().orElseThrow(), difference.id());
      assertEquals(0, difference.low().orElseThrow(), difference.id());
      assertEquals(0, difference.high().orElseThrow(), difference.id());
      assertEquals(1, difference.pValue().orElseThrow(), difference.id());
    }
  }

  /** Images are of very unequal difficulty, which both share. */
  @Test
  void whatBothShareLeavesTheDifference() {
    int images = 20;
    int[] wrong = new int[images];
    int[] otherWrong = new int[images];
    for (int i = 0; i < images; i++) {
      wrong[i] = 30 * i;
      otherWrong[i] = wrong[i] + 16 + i % 2;
    }
    Comparison comparison = compared(wrong, otherWrong);
    Difference difference = comparison.difference(ACCURACY);
    double pixels = SIDE * SIDE;
    // Differences are 16 and 17 pixels in turn; sums of the same numbers in another order.
    assertEquals(16.5 / pixels, difference.value().orElseThrow(), 1e-12);
    assertTrue(difference.low().orElseThrow() > 16 / pixels - 1e-12);
    assertTrue(difference.high().orElseThrow() < 17 / pixels + 1e-12);
    // No draw is on the other side.
    assertEquals(2 / 1001.0, difference.pValue().orElseThrow(), 1e-15);
    MetricValue here = comparison.evaluation().value(ACCURACY);
    MetricValue there = comparison.other().value(ACCURACY);
    assertTrue(here.low().orElseThrow() < there.high().orElseThrow(), "alone they overlap");
    // The area is paired too, though the groups of scores differ.
    Difference area = comparison.difference("segmentation.auc");
    assertEquals(
        comparison.evaluation().value("segmentation.auc").value().orElseThrow()
            - comparison.other().value("segmentation.auc").value().orElseThrow(),
        area.value().orElseThrow());
    assertTrue(area.low().orElseThrow() > 0);
  }

  /** Differences of the images as of a normal distribution, so that its tails are known. */
  @Test
  void probabilitiesAndIntervalsAreThoseOfAPairedMean() {
    int images = 100;
    SplittableRandom random = new SplittableRandom(3);
    double[] normal = new double[images];
    for (int i = 0; i < images; i++) {
      normal[i] = random.nextInt(-40, 41);
    }
    double mean = Arrays.stream(normal).average().orElseThrow();
    double variance = Arrays.stream(normal).map(v -> (v - mean) * (v - mean)).sum() / images;
    double error = Math.sqrt(variance / images);
    for (double z : new double[] {0, 1, 1.5}) {
      int[] wrong = new int[images];
      int[] otherWrong = new int[images];
      Arrays.fill(wrong, 200);
      double sum = 0;
      for (int i = 0; i < images; i++) {
        otherWrong[i] = 200 + (int) Math.rint(normal[i] - mean + z * error);
        sum += otherWrong[i] - wrong[i];
      }
      double exactZ = sum / images / error;
      Difference difference = compared(wrong, otherWrong).difference(ACCURACY);
      double expected = 2 * (1 - standardNormal(Math.abs(exactZ)));
      // Twice the tail of 1000 draws has a standard deviation of at most 2 sqrt(0.25 / 1000), and
      // one of 100 images that are not quite normal is a little off besides.
      assertEquals(expected, difference.pValue().orElseThrow(), 0.1, "z = " + exactZ);
      double scale = SIDE * SIDE;
      // As in EvaluatorTest: 3.5 standard errors of a percentile.
      assertEquals(
          (exactZ - 1.96) * error / scale, difference.low().orElseThrow(), 0.3 * error / scale);
      assertEquals(
          (exactZ + 1.96) * error / scale, difference.high().orElseThrow(), 0.3 * error / scale);
    }
  }

  /** The integral of the density from far below, by the midpoint rule. */
  private static double standardNormal(double z) {
    double sum = 0;
    double step = 1e-4;
    for (double x = -8 + step / 2; x < z; x += step) {
      sum += Math.exp(-x * x / 2) * step;
    }
    return sum / Math.sqrt(2 * Math.PI);
  }

  @Test
  void theSignTellsWhichIsHigher() {
    Comparison better = compared(new int[] {10, 20, 30}, new int[] {100, 120, 130});
    Comparison worse = compared(new int[] {100, 120, 130}, new int[] {10, 20, 30});
    assertTrue(better.difference("av.all_gt.accuracy").value().orElseThrow() > 0);
    assertTrue(worse.difference("av.all_gt.accuracy").value().orElseThrow() < 0);
    assertTrue(worse.difference("av.all_gt.accuracy").high().orElseThrow() < 0);
    assertEquals(2 / 1001.0, worse.difference(ACCURACY).pValue().orElseThrow(), 1e-15);
  }

  @Test
  void oneImageHasADifferenceAndNoInterval() {
    Comparison comparison = compared(new int[] {10}, new int[] {50});
    Difference difference = comparison.difference(ACCURACY);
    assertEquals(40.0 / (SIDE * SIDE), difference.value().orElseThrow(), 1e-12);
    assertTrue(difference.low().isEmpty());
    assertTrue(difference.pValue().isEmpty());
    assertTrue(comparison.toMarkdown().contains("| none | none |"));
    assertFalse(comparison.toMap().containsKey("difference." + ACCURACY + ".p"));
  }

  /** A network of vessels only beside one that tells arteries from veins. */
  @Test
  void figuresThatOneDoesNotHaveHaveNoDifference() {
    Evaluator evaluator = evaluator();
    Evaluator other = evaluator();
    for (int i = 0; i < 3; i++) {
      LabeledImage image = groundTruth("image" + i);
      LabeledImage vessels =
          new LabeledImage(
              image.name(),
              image.image(),
              ArteryVeinMap.unknown(image.labels().vessels()),
              image.fieldOfView(),
              LabelKind.VESSEL);
      evaluator.add(image, maps(image, 20, i));
      other.add(vessels, maps(image, 40, i));
    }
    Comparison comparison = evaluator.comparedWith(other);
    for (Difference difference : comparison.differences()) {
      if (!difference.id().matches("(segmentation|av)\\..*")) {
        continue;
      }
      assertEquals(
          difference.id().startsWith("segmentation."),
          difference.value().isPresent() && difference.pValue().isPresent(),
          difference.id());
    }
    assertTrue(
        comparison.toMarkdown().contains("| av.all_gt.accuracy | 0.9"), comparison.toMarkdown());
    assertTrue(
        comparison.toMarkdown().contains("| undefined | undefined | none | none |"),
        comparison.toMarkdown());
  }

  @Test
  void reportsHoldFiguresDifferencesAndProbabilities() {
    Comparison comparison = compared(new int[] {10, 20, 30}, new int[] {20, 60, 90});
    Map<String, Double> map = comparison.toMap();
    for (String name : new String[] {"segmentation.auc", "av.three_class.accuracy"}) {
      Difference difference = comparison.difference(name);
      assertEquals(difference.value().orElseThrow(), map.get("difference." + name));
      assertEquals(difference.low().orElseThrow(), map.get("difference." + name + ".low"));
      assertEquals(difference.high().orElseThrow(), map.get("difference." + name + ".high"));
      assertEquals(difference.pValue().orElseThrow(), map.get("difference." + name + ".p"));
      assertEquals(
          comparison.other().value(name).value().orElseThrow(), map.get("compared." + name));
    }
    assertTrue(
        comparison
            .toMarkdown()
            .startsWith(
                "| metric | value | compared with | difference | 95 % interval over 3 images | p"
                    + " |\n| --- |"));
    assertTrue(
        comparison
            .toMarkdown()
            .contains(
                "\n| segmentation.accuracy | 0.9875 | 0.9646 | +0.0229 | +0.0062 to +0.0375 |"),
        comparison.toMarkdown());
    String[] lines = comparison.imagesToCsv().lines().toArray(String[]::new);
    assertEquals(4, lines.length);
    assertTrue(lines[0].startsWith("image,segmentation.auc,"), lines[0]);
    assertTrue(lines[0].contains(".share,compared.segmentation.auc,"), lines[0]);
    assertEquals(lines[0].split(",", -1).length, lines[1].split(",", -1).length);
    assertEquals(
        "there is no metric 'dice'",
        assertThrows(IllegalArgumentException.class, () -> comparison.difference("dice"))
            .getMessage());
  }

  @Test
  void onlyTheSameImagesCanBeCompared() {
    LabeledImage image = groundTruth("a");
    Evaluator one = evaluator();
    assertThrows(IllegalStateException.class, () -> one.comparedWith(evaluator()));
    one.add(image, maps(image, 10, 1));
    assertMessage(
        "only evaluations of the same images can be compared, got 1 and 0 images",
        one,
        evaluator());
    Evaluator named = evaluator();
    LabeledImage other = groundTruth("b");
    named.add(other, maps(other, 10, 1));
    assertMessage(
        "only evaluations of the same images in the same order can be compared, got a and b",
        one,
        named);
    Evaluator emptied = evaluator();
    emptied.add(
        new LabeledImage(
            "a",
            image.image(),
            ArteryVeinMap.wrap(SIDE, SIDE, new byte[SIDE * SIDE]),
            image.fieldOfView(),
            LabelKind.ARTERY_VEIN),
        maps(image, 10, 1));
    assertMessage(
        "a: the two evaluations used different annotations or fields of view; use the same"
            + " for both",
        one,
        emptied);
    Evaluator strict = new Evaluator(EvaluationOptions.defaults().withThreshold(0.7));
    strict.add(image, maps(image, 10, 1));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> one.comparedWith(strict))
            .getMessage()
            .startsWith("only evaluations with the same options can be compared, got Evaluation"));
  }

  private static void assertMessage(String message, Evaluator one, Evaluator other) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> one.comparedWith(other)).getMessage());
  }
}

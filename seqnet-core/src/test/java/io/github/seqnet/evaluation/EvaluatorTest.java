// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.statistics.Quantiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
  private static final int SIDE = 40;

  private static Evaluator evaluator() {
    return new Evaluator(EvaluationOptions.defaults(), UnaryOperator.identity());
  }

  /** Stripes of background, artery, vein, crossing and unknown, eight columns each. */
  private static LabeledImage stripes(String name) {
    byte[] codes = new byte[SIDE * SIDE];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % SIDE / 8);
    }
    return labeled(name, codes);
  }

  private static LabeledImage labeled(String name, byte[] codes) {
    return new LabeledImage(
        name,
        RgbImage.wrap(SIDE, SIDE, new float[SIDE * SIDE * 3]),
        ArteryVeinMap.wrap(SIDE, SIDE, codes),
        FieldOfView.wholeImage(SIDE, SIDE),
        LabelKind.ARTERY_VEIN);
  }

  /** Maps that are right but at a random part of the pixels. */
  private static VesselMaps maps(LabeledImage groundTruth, double wrong, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] codes = groundTruth.labels().toArray();
    float[] vessel = new float[codes.length];
    float[] artery = new float[codes.length];
    float[] vein = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      boolean flip = random.nextDouble() < wrong;
      vessel[i] = (codes[i] != 0) == flip ? 0.2f : 0.8f;
      boolean flipClass = random.nextDouble() < wrong;
      artery[i] = (codes[i] == 1) == flipClass ? 0.1f : 0.6f;
      vein[i] = 0.7f - artery[i];
    }
    return new VesselMaps(
        ProbabilityMap.wrap(SIDE, SIDE, vessel),
        ProbabilityMap.wrap(SIDE, SIDE, artery),
        ProbabilityMap.wrap(SIDE, SIDE, vein));
  }

  /** The values of the published protocols. */
  private static List<MetricValue> protocolValues(Evaluation evaluation) {
    return evaluation.values().stream()
        .filter(v -> v.id().matches("(segmentation|av)\\..*"))
        .toList();
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  private static double value(Evaluation evaluation, String name) {
    return evaluation.value(name).value().orElseThrow();
  }

  @Test
  void aPerfectPredictionIsPerfectByEveryMetric() {
    Evaluator evaluator = evaluator();
    LabeledImage groundTruth = stripes("a");
    evaluator.add(groundTruth, maps(groundTruth, 0, 1));
    for (MetricValue metric : protocolValues(evaluator.result())) {
      assertEquals(1, metric.value().orElseThrow(), metric.id());
      assertTrue(metric.low().isEmpty(), "one image has no interval");
    }
  }

  @Test
  void uncertainPixelsCountAsVesselsOnly() {
    Evaluator evaluator = evaluator();
    LabeledImage groundTruth = stripes("a");
    evaluator.add(groundTruth, maps(groundTruth, 0, 1));
    // All uncertain pixels turned to artery, in the prediction alone: nothing changes.
    LabeledImage asArtery = stripes("b");
    float[] artery = new float[SIDE * SIDE];
    float[] vein = new float[SIDE * SIDE];
    for (int i = 0; i < artery.length; i++) {
      artery[i] = i % SIDE / 8 == 2 ? 0 : 1;
      vein[i] = 1 - artery[i];
    }
    VesselMaps right = maps(groundTruth, 0, 1);
    evaluator.add(
        asArtery,
        new VesselMaps(
            right.vessel(),
            ProbabilityMap.wrap(SIDE, SIDE, artery),
            ProbabilityMap.wrap(SIDE, SIDE, vein)));
    for (MetricValue metric : protocolValues(evaluator.result())) {
      assertEquals(1, metric.value().orElseThrow(), metric.id());
    }
  }

  /** Equal probabilities call an artery: right of missed arteries, wrong of missed veins. */
  @Test
  void ofAHardMapMissedVesselsAreArteriesButForDiscoveredOnes() {
    LabeledImage groundTruth = stripes("a");
    float[] artery = new float[SIDE * SIDE];
    float[] vein = new float[SIDE * SIDE];
    float[] vessel = new float[SIDE * SIDE];
    for (int i = 0; i < vessel.length; i++) {
      // The upper half alone is found.
      int stripe = i / SIDE < SIDE / 2 ? i % SIDE / 8 : 0;
      artery[i] = stripe == 1 ? 1 : 0;
      vein[i] = stripe == 2 ? 1 : 0;
      vessel[i] = artery[i] + vein[i];
    }
    Evaluator evaluator = evaluator();
    evaluator.add(
        groundTruth,
        new VesselMaps(
            ProbabilityMap.wrap(SIDE, SIDE, vessel),
            ProbabilityMap.wrap(SIDE, SIDE, artery),
            ProbabilityMap.wrap(SIDE, SIDE, vein)));
    Evaluation evaluation = evaluator.result();
    assertEquals(1, value(evaluation, "av.all_gt.artery_sensitivity"));
    assertEquals(0.5, value(evaluation, "av.all_gt.artery_specificity"));
    assertEquals(1, value(evaluation, "av.discovered.accuracy"));
  }

  @Test
  void withoutSkeletonsTheirFiguresAreNotDefined() {
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults());
    LabeledImage groundTruth = stripes("a");
    evaluator.add(groundTruth, maps(groundTruth, 0, 1));
    Evaluation evaluation = evaluator.result();
    assertTrue(evaluation.value("segmentation.cldice").value().isEmpty());
    assertTrue(evaluation.value("av.center_line_discovered.accuracy").value().isEmpty());
    assertTrue(evaluation.value("av.center_line_discovered_2px.vein_f1").value().isEmpty());
    assertEquals(1, value(evaluation, "av.discovered.accuracy"));
  }

  @Test
  void annotationsOfVesselsOnlySayNothingOfThreeClasses() {
    LabeledImage groundTruth = stripes("a");
    LabeledImage vessels =
        new LabeledImage(
            "vessels",
            groundTruth.image(),
            ArteryVeinMap.unknown(groundTruth.labels().vessels()),
            groundTruth.fieldOfView(),
            LabelKind.VESSEL);
    Evaluator alone = evaluator();
    alone.add(vessels, maps(groundTruth, 0.3, 1));
    for (MetricValue metric : protocolValues(alone.result())) {
      assertEquals(
          metric.id().startsWith("segmentation."), metric.value().isPresent(), metric.id());
    }
    Evaluator one = evaluator();
    one.add(groundTruth, maps(groundTruth, 0.1, 2));
    Evaluator both = evaluator();
    both.add(groundTruth, maps(groundTruth, 0.1, 2));
    both.add(vessels, maps(groundTruth, 0.3, 1));
    Evaluation ofBoth = both.result();
    for (MetricValue metric : protocolValues(one.result())) {
      if (metric.id().startsWith("av.")) {
        assertEquals(metric.value(), ofBoth.value(metric.id()).value(), metric.id());
      }
    }
  }

  @Test
  void centerLinesOfWhichOneIsEmptyHaveNothingInCommon() {
    assertEquals(0, ConfusionMatrix.centerLineDice(new long[] {0, 0, 9, 0}));
    assertEquals(0, ConfusionMatrix.centerLineDice(new long[] {9, 0, 0, 0}));
    assertEquals(0, ConfusionMatrix.centerLineDice(new long[] {9, 0, 9, 0}));
    assertEquals(Double.NaN, ConfusionMatrix.centerLineDice(new long[4]));
  }

  @Test
  void nothingToJudgeIsNotDefined() {
    Evaluator evaluator = evaluator();
    LabeledImage empty = labeled("empty", new byte[SIDE * SIDE]);
    evaluator.add(empty, maps(empty, 0, 1));
    Evaluation evaluation = evaluator.result();
    assertTrue(evaluation.value("segmentation.auc").value().isEmpty());
    assertTrue(evaluation.value("av.all_gt.accuracy").value().isEmpty());
    assertTrue(evaluation.value("segmentation.sensitivity").value().isEmpty());
    assertEquals(1, value(evaluation, "segmentation.specificity"));
    assertTrue(evaluation.roc().isEmpty());
    assertFalse(evaluation.toMap().containsKey("segmentation.auc"));
    assertTrue(evaluation.toMarkdown().contains("| segmentation.auc | undefined | none |"));
    assertThrows(IllegalStateException.class, () -> evaluator().result());
  }

  @Test
  void intervalsAreThoseOfAMeanOverManyImages() {
    Evaluator evaluator = evaluator();
    LabeledImage groundTruth = stripes("a");
    SplittableRandom random = new SplittableRandom(5);
    int images = 100;
    double[] accuracies = new double[images];
    double mean = 0;
    for (int i = 0; i < images; i++) {
      evaluator.add(groundTruth, maps(groundTruth, random.nextDouble() * 0.4, i));
      assertEquals(i + 1, evaluator.size());
    }
    Evaluation evaluation = evaluator.result();
    for (int i = 0; i < images; i++) {
      accuracies[i] =
          evaluation.images().get(i).values().stream()
              .filter(f -> f.id().equals("av.all_gt.accuracy"))
              .findFirst()
              .orElseThrow()
              .value()
              .orElseThrow();
      mean += accuracies[i] / images;
    }
    double variance = 0;
    for (double a : accuracies) {
      variance += (a - mean) * (a - mean) / (images - 1);
    }
    double expected = 1.96 * Math.sqrt(variance / images);
    MetricValue metric = evaluation.value("av.all_gt.accuracy");
    // Images are of one size, so that the pooled accuracy is their mean.
    assertEquals(mean, metric.value().orElseThrow(), 1e-12);
    // The standard error of the 2.5 % percentile of 1000 normal draws is 0.0845 standard
    // deviations,
    // or 4.3 % of 1.96 of them; the tolerance is 3.5 of it.
    assertEquals(mean - expected, metric.low().orElseThrow(), 0.15 * expected);
    assertEquals(mean + expected, metric.high().orElseThrow(), 0.15 * expected);
  }

  @Test
  void equalImagesHaveIntervalsOfNoWidth() {
    Evaluator evaluator = evaluator();
    LabeledImage groundTruth = stripes("a");
    for (int i = 0; i < 4; i++) {
      evaluator.add(groundTruth, maps(groundTruth, 0.2, 3));
    }
    for (MetricValue metric : protocolValues(evaluator.result())) {
      double value = metric.value().orElseThrow();
      // The same sums in another order.
      assertEquals(value, metric.low().orElseThrow(), 1e-9, metric.id());
      assertEquals(value, metric.high().orElseThrow(), 1e-9, metric.id());
    }
  }

  /** An image with vessels in its left half. */
  private static void addScores(Evaluator evaluator, String name, int side, float[] scores) {
    byte[] codes = new byte[side * side];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % side < side / 2 ? 1 : 0);
    }
    ProbabilityMap none = ProbabilityMap.wrap(side, side, new float[side * side]);
    evaluator.add(
        new LabeledImage(
            name,
            RgbImage.wrap(side, side, new float[side * side * 3]),
            ArteryVeinMap.wrap(side, side, codes),
            FieldOfView.wholeImage(side, side),
            LabelKind.ARTERY_VEIN),
        new VesselMaps(ProbabilityMap.wrap(side, side, scores), none, none));
  }

  /** However close the scores of vessels and background are. */
  @Test
  void classesThatAreApartHaveAreasOfOneInEachImageAndInterval() {
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults());
    for (int k = 0; k < 6; k++) {
      float[] scores = new float[100];
      for (int i = 0; i < scores.length; i++) {
        boolean vessel = i % 10 < 5;
        scores[i] = k < 3 ? (vessel ? 0.9f : 0.1f) : (vessel ? 0.50020f : 0.50005f);
      }
      addScores(evaluator, "image " + k, 10, scores);
    }
    Evaluation evaluation = evaluator.result();
    for (String name : new String[] {"segmentation.auc", "segmentation.pr_auc"}) {
      MetricValue metric = evaluation.value(name);
      assertEquals(1, metric.value().orElseThrow(), name);
      assertEquals(1, metric.low().orElseThrow(), name);
      assertEquals(1, metric.high().orElseThrow(), name);
    }
    for (Evaluation.ImageValues image : evaluation.images()) {
      assertEquals(1, image.values().get(0).value().orElseThrow(), image.name());
      assertEquals(1, image.values().get(1).value().orElseThrow(), image.name());
    }
  }

  /** The same bootstrap resamples, over the scores themselves. */
  @Test
  void intervalsOfAreasAreThoseOfTheScores() {
    int images = 5;
    int side = 120;
    int area = side * side;
    SplittableRandom random = new SplittableRandom(8);
    EvaluationOptions options = EvaluationOptions.defaults().withIntervals(50, 0.9, 17);
    Evaluator evaluator = new Evaluator(options);
    float[] scores = new float[images * area];
    for (int k = 0; k < images; k++) {
      for (int i = k * area; i < (k + 1) * area; i++) {
        double u = random.nextDouble();
        double score = i % side < side / 2 ? 1 - u * u : Math.pow(u, 1 + k);
        // Some images in a narrow band, as of a network that has hardly been trained.
        scores[i] = (float) (k % 2 == 0 ? score : 0.5 + 1e-3 * score);
      }
      addScores(
          evaluator, "image " + k, side, Arrays.copyOfRange(scores, k * area, (k + 1) * area));
    }
    Integer[] falling = new Integer[scores.length];
    Arrays.setAll(falling, i -> i);
    Arrays.sort(falling, (i, j) -> Float.compare(scores[j], scores[i]));
    SplittableRandom drawing = new SplittableRandom(17);
    double[][] draws = new double[50][2];
    for (double[] draw : draws) {
      int[] times = new int[images];
      for (int k = 0; k < images; k++) {
        times[drawing.nextInt(images)]++;
      }
      double wins = 0;
      double positives = 0;
      double negatives = 0;
      double precisions = 0;
      for (int i = 0; i < falling.length; ) {
        float score = scores[falling[i]];
        double p = 0;
        double n = 0;
        for (; i < falling.length && scores[falling[i]] == score; i++) {
          int weight = times[falling[i] / area];
          p += falling[i] % side < side / 2 ? weight : 0;
          n += falling[i] % side < side / 2 ? 0 : weight;
        }
        wins += n * (positives + p / 2);
        positives += p;
        negatives += n;
        precisions += p == 0 ? 0 : p * positives / (positives + negatives);
      }
      draw[0] = wins / positives / negatives;
      draw[1] = precisions / positives;
    }
    Evaluation evaluation = evaluator.result();
    for (int m = 0; m < 2; m++) {
      MetricValue metric = evaluation.values().get(m);
      // The groups of scores change the area of a draw by so much at most.
      double tolerance = m == 0 ? 5e-6 : 5e-5;
      assertEquals(
          Quantiles.quantile(column(draws, m), 0.05), metric.low().orElseThrow(), tolerance);
      assertEquals(
          Quantiles.quantile(column(draws, m), 0.95), metric.high().orElseThrow(), tolerance);
    }
  }

  @Test
  void theSeedDecidesTheIntervals() {
    Map<String, Double> one = eightImages(1).toMap();
    assertEquals(one, eightImages(1).toMap());
    Map<String, Double> other = eightImages(2).toMap();
    assertEquals(one.get("segmentation.dice"), other.get("segmentation.dice"));
    assertFalse(one.equals(other));
  }

  private static Evaluation eightImages(long seed) {
    EvaluationOptions options = EvaluationOptions.defaults().withIntervals(100, 0.9, seed);
    Evaluator evaluator = new Evaluator(options, UnaryOperator.identity());
    LabeledImage groundTruth = stripes("image, \"first\"");
    for (int i = 0; i < 8; i++) {
      evaluator.add(groundTruth, maps(groundTruth, 0.04 * i + 0.05, i));
    }
    return evaluator.result();
  }

  @Test
  void reportsNameEveryFigureOfTheIssue() {
    Evaluation evaluation = eightImages(1);
    for (String name :
        new String[] {
          "segmentation.auc",
          "segmentation.dice",
          "av.all_gt.accuracy",
          "av.discovered.accuracy",
          "av.center_line_discovered.accuracy",
          "av.center_line_discovered_2px.accuracy",
          "av.three_class.accuracy",
          "av.all_gt.balanced_accuracy"
        }) {
      Map<String, Double> map = evaluation.toMap();
      assertTrue(map.get(name + ".low") <= map.get(name), name);
      assertTrue(map.get(name) <= map.get(name + ".high"), name);
      assertTrue(evaluation.toMarkdown().contains("| " + name + " | 0."), name);
    }
    assertTrue(
        evaluation
            .toMarkdown()
            .startsWith("| metric | value | 90 % interval over 8 images |\n| --- |"));
    assertTrue(evaluation.imagesToCsv().startsWith("image,segmentation.auc,"));
    assertTrue(
        evaluation.imagesToCsv().matches("(?s).*\n\"image, \"\"first\"\"\",0\\.[0-9]{4,},.*"));
    assertEquals(
        "there is no metric 'dice'",
        assertThrows(IllegalArgumentException.class, () -> evaluation.value("dice")).getMessage());
  }

  @Test
  void valuesOfEachImageAreWrittenInFull() {
    Evaluation evaluation = eightImages(1);
    String[] lines = evaluation.imagesToCsv().lines().toArray(String[]::new);
    assertEquals(9, lines.length);
    assertEquals(evaluation.imagesToCsv().lines().findFirst().orElseThrow(), lines[0]);
    String prefix = "\"image, \"\"first\"\"\",";
    for (int i = 0; i < 8; i++) {
      assertTrue(lines[i + 1].startsWith(prefix), lines[i + 1]);
      String[] numbers = lines[i + 1].substring(prefix.length()).split(",", -1);
      for (int m = 0; m < numbers.length; m++) {
        OptionalDouble value = evaluation.images().get(i).values().get(m).value();
        assertEquals(value.isPresent() ? Double.toString(value.getAsDouble()) : "", numbers[m]);
      }
    }
    LabeledImage empty = labeled("empty", new byte[SIDE * SIDE]);
    Evaluator evaluator = evaluator();
    evaluator.add(empty, maps(empty, 0, 1));
    assertTrue(evaluator.result().imagesToCsv().contains("\n\"empty\",,"));
  }

  @Test
  void namesSizesThatDiffer() {
    LabeledImage groundTruth = stripes("a");
    ProbabilityMap small = ProbabilityMap.wrap(2, 2, new float[4]);
    assertEquals(
        "a: predicted maps must be 40 x 40 pixels like the photograph, got 2 x 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> evaluator().add(groundTruth, new VesselMaps(small, small, small)))
            .getMessage());
    assertEquals(
        "threshold must be in 0..1, got NaN",
        assertThrows(
                IllegalArgumentException.class,
                () -> EvaluationOptions.defaults().withThreshold(Double.NaN))
            .getMessage());
  }

  @Test
  void curvesAreWrittenAsPictureAndTable(@TempDir Path folder) throws IOException {
    Evaluation evaluation = eightImages(1);
    Curve roc = evaluation.roc().orElseThrow();
    Curve pr = evaluation.precisionRecall().orElseThrow();
    assertEquals(value(evaluation, "segmentation.auc"), roc.area());
    assertEquals(value(evaluation, "segmentation.pr_auc"), pr.area());
    assertEquals(new Curve.Point(Double.POSITIVE_INFINITY, 0, 0), roc.points().get(0));
    Curve.Point end = roc.points().get(roc.points().size() - 1);
    assertEquals(1, end.x());
    assertEquals(1, end.y());
    roc.writePng(folder.resolve("roc.png"));
    pr.writeCsv(folder.resolve("pr.csv"));
    RgbImage image = ImageFiles.readRgb(folder.resolve("roc.png"));
    assertTrue(image.width() > 800);
    // White paper, and the blue line at the right end of the curve, where it meets (1, 1).
    assertArrayEquals(new float[] {1, 1, 1}, color(image, 3, 3));
    assertArrayEquals(
        new float[] {0x1f / 255f, 0x5f / 255f, 0xa8 / 255f}, color(image, 130 + 899, 90));
    String csv = Files.readString(folder.resolve("pr.csv"));
    assertTrue(csv.startsWith("threshold,recall,precision\n0.7999"), csv);
    assertTrue(roc.toCsv().startsWith("threshold,false_positive_rate,true_positive_rate\ninf,0"));
  }

  private static float[] color(RgbImage image, int x, int y) {
    return new float[] {image.sample(x, y, 0), image.sample(x, y, 1), image.sample(x, y, 2)};
  }

  /** Whatever other plugins there are: what writes maps writes curves. */
  @Test
  void curvesAreWrittenByTheSameWriterAsMaps(@TempDir Path folder) throws IOException {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    ImageWriterSpi other = new OtherWriter();
    registry.registerServiceProvider(other, ImageWriterSpi.class);
    try {
      registry
          .getServiceProviders(ImageWriterSpi.class, false)
          .forEachRemaining(
              jdk -> {
                if (jdk != other) {
                  registry.setOrdering(ImageWriterSpi.class, other, jdk);
                }
              });
      Path file = folder.resolve("roc.png");
      eightImages(1).roc().orElseThrow().writePng(file);
      assertTrue(ImageFiles.readRgb(file).width() > 800);
    } finally {
      registry.deregisterServiceProvider(other, ImageWriterSpi.class);
    }
  }

  /** Says that it writes any PNG, and does not. */
  private static final class OtherWriter extends ImageWriterSpi {
    OtherWriter() {
      super(
          "test",
          "1",
          new String[] {"png"},
          new String[] {"png"},
          new String[] {"image/png"},
          "none",
          new Class<?>[] {ImageOutputStream.class},
          new String[0],
          false,
          null,
          null,
          null,
          null,
          false,
          null,
          null,
          null,
          null);
    }

    @Override
    public boolean canEncodeImage(ImageTypeSpecifier type) {
      return true;
    }

    @Override
    public ImageWriter createWriterInstance(Object extension) {
      throw new AssertionError("another writer has been taken");
    }

    @Override
    public String getDescription(Locale locale) {
      return "a writer that must not be taken";
    }
  }
}

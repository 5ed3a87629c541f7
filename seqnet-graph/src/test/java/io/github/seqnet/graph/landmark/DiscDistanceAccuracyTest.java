// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.evaluation.Evaluation;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.evaluation.Metric;
import io.github.seqnet.evaluation.Metrics;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DiscDistanceAccuracyTest {
  private static final SyntheticFundus FUNDUS = FundusGenerator.generate(FundusOptions.defaults());
  private static final List<Metric<?>> METRICS =
      List.of(
          new DiscDistanceAccuracy.Near(),
          new DiscDistanceAccuracy.Middle(),
          new DiscDistanceAccuracy.Far());

  private static LabeledImage labeled(RgbImage photograph) {
    return new LabeledImage(
        "generated",
        photograph,
        FUNDUS.labels(),
        FieldOfViewFinder.find(FUNDUS.image()),
        LabelKind.ARTERY_VEIN);
  }

  /** The annotation as maps, with arteries and veins exchanged from a distance on. */
  private static VesselMaps exchangedBeyond(OpticDisc disc, double diameters) {
    byte[] codes = FUNDUS.labels().toArray();
    int width = FUNDUS.image().width();
    int height = FUNDUS.image().height();
    float[] vessel = new float[codes.length];
    float[] artery = new float[codes.length];
    float[] vein = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      vessel[i] = codes[i] == 0 ? 0 : 1;
      int y = i / width;
      boolean right = disc.distanceInDiameters(i - y * width, y) <= diameters;
      boolean called = (codes[i] == VesselLabel.ARTERY.code()) == right;
      artery[i] = codes[i] != 0 && called ? 1 : 0;
      vein[i] = codes[i] != 0 && !called ? 1 : 0;
    }
    return new VesselMaps(
        ProbabilityMap.of(width, height, vessel),
        ProbabilityMap.of(width, height, artery),
        ProbabilityMap.of(width, height, vein));
  }

  private static Evaluation evaluate(LabeledImage image, VesselMaps maps) {
    Evaluator evaluator =
        new Evaluator(EvaluationOptions.defaults(), UnaryOperator.identity(), METRICS);
    evaluator.add(image, maps);
    return evaluator.result();
  }

  @Test
  void errorsCountAtTheirDistanceFromTheDisc() {
    LabeledImage image = labeled(FUNDUS.image());
    OpticDisc disc =
        OpticDiscLocator.with(OpticDiscOptions.defaults())
            .locate(image.image(), image.fieldOfView())
            .disc()
            .orElseThrow();
    Evaluation near = evaluate(image, exchangedBeyond(disc, 1.5));
    assertEquals(OptionalDouble.of(1), near.value("av.disc_distance.near").value());
    assertEquals(OptionalDouble.of(0), near.value("av.disc_distance.middle").value());
    assertEquals(OptionalDouble.of(0), near.value("av.disc_distance.far").value());
    Evaluation middle = evaluate(image, exchangedBeyond(disc, 2.5));
    assertEquals(OptionalDouble.of(1), middle.value("av.disc_distance.middle").value());
    assertEquals(OptionalDouble.of(0), middle.value("av.disc_distance.far").value());
    assertEquals(
        OptionalDouble.of(1),
        evaluate(image, exchangedBeyond(disc, 99)).value("av.disc_distance.far").value());
  }

  @Test
  void withoutADiscTheValueIsMissing() {
    int width = FUNDUS.image().width();
    int height = FUNDUS.image().height();
    LabeledImage black = labeled(RgbImage.of(width, height, new float[3 * width * height]));
    VesselMaps maps = exchangedBeyond(new OpticDisc(0, 0, 1), 9999);
    String why =
        evaluate(black, maps).value("av.disc_distance.far").undefinedReason().orElseThrow();
    assertTrue(why.contains("disc"), why);
  }

  @Test
  void theMetricsAreInstalled() {
    List<String> ids = Metrics.installed().stream().<String>map(Metric::id).toList();
    METRICS.forEach(metric -> assertTrue(ids.contains(metric.id()), metric.id()));
  }
}

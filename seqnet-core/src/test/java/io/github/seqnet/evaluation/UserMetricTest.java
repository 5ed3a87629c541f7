// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.image.VesselLabel;
import java.util.List;

/** The contract holds for metrics that users write, of sums and of anything else. */
class UserMetricTest extends MetricContract {
  private static final Metric<double[]> SUMS =
      Metric.of(
          "user.artery_area_ratio",
          "predicted artery pixels per annotated artery pixel",
          Accumulation.sums(
              2,
              (image, sums) -> {
                byte[] view = image.fieldOfView().toArray();
                byte[] annotated = image.trueLabels().toArray();
                byte[] predicted = image.predictedLabels().toArray();
                for (int i = 0; i < view.length; i++) {
                  if (view[i] != 0) {
                    sums[0] += predicted[i] == VesselLabel.ARTERY.code() ? 1 : 0;
                    sums[1] += annotated[i] == VesselLabel.ARTERY.code() ? 1 : 0;
                  }
                }
              }),
          sums -> sums[0] / sums[1]);

  /** The largest vessel probability that any background pixel has. */
  private static final class WorstBackground implements Metric<float[]>, Accumulation<float[]> {
    @Override
    public String id() {
      return "user.worst_background";
    }

    @Override
    public Accumulation<float[]> accumulation() {
      return this;
    }

    @Override
    public float[] create() {
      return new float[] {Float.NaN};
    }

    @Override
    public void add(float[] accumulator, EvaluatedImage image) {
      byte[] view = image.fieldOfView().toArray();
      byte[] annotated = image.trueLabels().toArray();
      float[] vessel = image.maps().vessel().toArray();
      for (int i = 0; i < view.length; i++) {
        if (view[i] != 0 && annotated[i] == 0 && !(vessel[i] <= accumulator[0])) {
          accumulator[0] = vessel[i];
        }
      }
    }

    @Override
    public void merge(float[] accumulator, float[] other) {
      if (!Float.isNaN(other[0]) && !(other[0] <= accumulator[0])) {
        accumulator[0] = other[0];
      }
    }

    @Override
    public double value(float[] accumulated) {
      return accumulated[0];
    }
  }

  @Override
  List<Metric<?>> metrics() {
    return List.of(SUMS, new WorstBackground());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import io.github.seqnet.evaluation.Accumulation;
import io.github.seqnet.evaluation.Metric;

/**
 * A metric that a jar on the class path provides: the fraction of the field of view that is found.
 */
public final class ServiceMetric implements Metric<double[]> {
  private static final Accumulation<double[]> SUMS =
      Accumulation.sums(
          2,
          (image, sums) -> {
            sums[0] += image.foundVessels().count();
            sums[1] += image.fieldOfView().count();
          });

  /** For the service loader. */
  public ServiceMetric() {}

  @Override
  public String id() {
    return "test.vessel_fraction";
  }

  @Override
  public Accumulation<double[]> accumulation() {
    return SUMS;
  }

  @Override
  public double value(double[] sums) {
    return sums[0] / sums[1];
  }
}

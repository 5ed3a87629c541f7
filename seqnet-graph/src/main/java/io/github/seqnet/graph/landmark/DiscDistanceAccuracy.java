// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import io.github.seqnet.evaluation.Accumulation;
import io.github.seqnet.evaluation.EvaluatedImage;
import io.github.seqnet.evaluation.Metric;
import io.github.seqnet.image.VesselLabel;
import java.util.Optional;

/**
 * Artery/vein accuracy of discovered vessels by their distance from the optic disc, {@code
 * av.disc_distance.near}, {@code .middle} and {@code .far}. The distance is measured from the
 * center of the disc that {@link OpticDiscLocator} finds on the photograph, in disc diameters.
 * Vessels near the disc are wide and cross often; those far from it are narrow.
 *
 * <p>Locating the disc takes most of the time, about 0.1 s per image; the three metrics share it.
 * Immutable.
 */
public abstract sealed class DiscDistanceAccuracy implements Metric<double[]> {
  /** The distances between the classes: the ends of the zones B and C. */
  private static final double[] LIMITS = {1.5, 2.5};

  /** For each class the pixels and the right ones, then the number of images without a disc. */
  private static final Accumulation<double[]> ACCUMULATION =
      Accumulation.sums(2 * (LIMITS.length + 1) + 1, DiscDistanceAccuracy::addTo);

  private final int index;
  private final String name;
  private final String range;

  private DiscDistanceAccuracy(int index, String name, String range) {
    this.index = index;
    this.name = name;
    this.range = range;
  }

  /** Vessels at most 1.5 disc diameters from the center of the disc: the disc, zones A and B. */
  public static final class Near extends DiscDistanceAccuracy {
    /** Creates the metric. */
    public Near() {
      super(0, "near", "at most 1.5 disc diameters from the center of the optic disc");
    }
  }

  /** Vessels from 1.5 to 2.5 disc diameters from the center of the disc: the rest of zone C. */
  public static final class Middle extends DiscDistanceAccuracy {
    /** Creates the metric. */
    public Middle() {
      super(1, "middle", "from 1.5 to 2.5 disc diameters from the center of the optic disc");
    }
  }

  /** Vessels beyond 2.5 disc diameters from the center of the disc. */
  public static final class Far extends DiscDistanceAccuracy {
    /** Creates the metric. */
    public Far() {
      super(2, "far", "beyond 2.5 disc diameters from the center of the optic disc");
    }
  }

  @Override
  public String id() {
    return "av.disc_distance." + name;
  }

  @Override
  public String description() {
    return "artery/vein accuracy of discovered vessels " + range;
  }

  @Override
  public Accumulation<double[]> accumulation() {
    return ACCUMULATION;
  }

  @Override
  public double value(double[] sums) {
    return sums[2 * index + 1] / sums[2 * index];
  }

  @Override
  public String whyUndefined(double[] sums) {
    return sums[sums.length - 1] > 0
        ? "the optic disc was not found"
        : "no annotated artery or vein was found at this distance";
  }

  private static void addTo(EvaluatedImage image, double[] sums) {
    if (!image.labelsArteriesAndVeins()) {
      return;
    }
    Optional<OpticDisc> located =
        OpticDiscLocator.with(OpticDiscOptions.defaults())
            .locate(image.groundTruth().image(), image.groundTruth().fieldOfView())
            .disc();
    if (located.isEmpty()) {
      sums[sums.length - 1]++;
      return;
    }
    OpticDisc disc = located.get();
    int width = image.width();
    byte[] view = image.fieldOfView().toArray();
    byte[] found = image.foundVessels().toArray();
    byte[] predicted = image.predictedLabels().toArray();
    byte[] annotated = image.trueLabels().toArray();
    for (int i = 0; i < view.length; i++) {
      boolean counts =
          annotated[i] == VesselLabel.ARTERY.code() || annotated[i] == VesselLabel.VEIN.code();
      if (view[i] != 0 && found[i] != 0 && counts) {
        int y = i / width;
        double distance = disc.distanceInDiameters(i - y * width, y);
        int at = 2 * (distance <= LIMITS[0] ? 0 : distance <= LIMITS[1] ? 1 : 2);
        sums[at]++;
        sums[at + 1] += predicted[i] == annotated[i] ? 1 : 0;
      }
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.Descriptor;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Corrupts encoded maps with the errors that artery/vein classifiers make, to train a correction
 * network. The channels of a crop are the vessel, artery and vein probability instead of colors.
 * Inside random ellipses, arteries and veins are exchanged, all vessels become arteries or veins,
 * both become equally likely, or the vessels disappear. Probabilities also become more or less
 * certain everywhere.
 *
 * <p>Labels are unchanged, so that the network learns to undo the corruption. Immutable.
 *
 * @param probability the fraction of crops with ellipses, 0..1
 * @param most the largest number of ellipses in a crop, at least 1
 * @param undecided the fraction of crops in which arteries and veins become equally likely
 *     everywhere, 0..1: a network that also sees the photograph learns to tell them apart there
 */
public record ArteryVeinConfusion(double probability, int most, double undecided)
    implements CropTransform {
  private static final long serialVersionUID = 1L;

  /** The largest change of the certainty, a factor of logits, as a logarithm. */
  private static final double GAIN = 0.3;

  /** The logit that a change of certainty keeps, between background and vessels. */
  private static final double FIXED = -2.7;

  private static final double LEAST = 0.004;

  /** What happens inside of an ellipse. */
  private enum Kind {
    EXCHANGE(0.3),
    ARTERY(0.2),
    VEIN(0.2),
    UNDECIDED(0.22),
    NOTHING(0.08);

    private final double share;

    Kind(double share) {
      this.share = share;
    }

    static Kind of(double fraction) {
      double left = fraction;
      for (Kind kind : values()) {
        left -= kind.share;
        if (left < 0) {
          return kind;
        }
      }
      return NOTHING;
    }
  }

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public ArteryVeinConfusion {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be in 0..1, got " + probability);
    }
    if (most < 1) {
      throw new IllegalArgumentException("most must be at least 1, got " + most);
    }
    if (!(undecided >= 0 && undecided <= 1)) {
      throw new IllegalArgumentException("undecided must be in 0..1, got " + undecided);
    }
  }

  /** Up to 14 ellipses in 80 % of the crops; undecided in 10 %. */
  public static ArteryVeinConfusion defaults() {
    return new ArteryVeinConfusion(0.8, 14, 0.1);
  }

  @Override
  public Descriptor descriptor() {
    return new Descriptor(
        "artery-vein-confusion",
        Map.of(
            "probability",
            Double.toString(probability),
            "most",
            Integer.toString(most),
            "undecided",
            Double.toString(undecided)));
  }

  @Override
  public void apply(TrainingCrop crop, SplittableRandom random) {
    double gain = Math.exp(GAIN * (2 * random.nextDouble() - 1));
    int ellipses = random.nextDouble() < probability ? 1 + random.nextInt(most) : 0;
    for (int i = 0; i < ellipses; i++) {
      confuse(crop, random);
    }
    float[] samples = crop.samples();
    if (random.nextDouble() < undecided) {
      for (int i = 0; i < samples.length; i += 3) {
        samples[i + 1] = (samples[i + 1] + samples[i + 2]) / 2;
        samples[i + 2] = samples[i + 1];
      }
    }
    for (int i = 0; i < samples.length; i++) {
      double p = Math.max(LEAST, Math.min(1 - LEAST, samples[i]));
      double logit = gain * (Math.log(p / (1 - p)) - FIXED) + FIXED;
      samples[i] = (float) (1 / (1 + Math.exp(-logit)));
    }
  }

  /** Corrupts one ellipse, less so near its rim. */
  private static void confuse(TrainingCrop crop, SplittableRandom random) {
    int size = crop.size();
    double centerX = random.nextDouble() * size;
    double centerY = random.nextDouble() * size;
    double longAxis = size * (0.015 + 0.12 * Math.pow(random.nextDouble(), 1.5));
    double shortAxis = longAxis * (0.4 + 0.6 * random.nextDouble());
    double angle = random.nextDouble() * Math.PI;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    Kind kind = Kind.of(random.nextDouble());
    double strength = 0.5 + 0.5 * random.nextDouble();
    int reach = (int) Math.ceil(longAxis);
    int right = (int) Math.min(size, Math.ceil(centerX + reach));
    int bottom = (int) Math.min(size, Math.ceil(centerY + reach));
    for (int y = Math.max(0, (int) centerY - reach); y < bottom; y++) {
      for (int x = Math.max(0, (int) centerX - reach); x < right; x++) {
        double along = ((x - centerX) * cos + (y - centerY) * sin) / longAxis;
        double across = ((y - centerY) * cos - (x - centerX) * sin) / shortAxis;
        double inside = 1 - along * along - across * across;
        if (inside > 0) {
          confuse(crop.samples(), 3 * (y * size + x), kind, strength * Math.min(1, 4 * inside));
        }
      }
    }
  }

  private static void confuse(float[] samples, int at, Kind kind, double strength) {
    float vessel = samples[at];
    float artery = samples[at + 1];
    float vein = samples[at + 2];
    float more = Math.max(artery, vein);
    float less = Math.min(artery, vein);
    float mean = (artery + vein) / 2;
    switch (kind) {
      case EXCHANGE -> blend(samples, at, strength, vessel, /* artery= */ vein, /* vein= */ artery);
      case ARTERY -> blend(samples, at, strength, vessel, more, less);
      case VEIN -> blend(samples, at, strength, vessel, less, more);
      case UNDECIDED -> blend(samples, at, strength, vessel, mean, mean);
      case NOTHING -> blend(samples, at, strength, 0, 0, 0);
    }
  }

  private static void blend(
      float[] samples, int at, double strength, float vessel, float artery, float vein) {
    samples[at] += (float) (strength * (vessel - samples[at]));
    samples[at + 1] += (float) (strength * (artery - samples[at + 1]));
    samples[at + 2] += (float) (strength * (vein - samples[at + 2]));
  }
}

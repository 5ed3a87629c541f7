// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.Descriptor;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.preprocess.Resampler;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The built-in photometric {@link CropTransform}s, which imitate differences between cameras and
 * eyes. They change colors and keep labels. A sampler applies only those that it is given.
 * Immutable.
 *
 * @param kind what is changed
 * @param probability the fraction of crops that are changed, 0..1
 * @param strength the largest change, 0..1; see {@link Kind}
 */
public record PhotometricTransform(Kind kind, double probability, double strength)
    implements CropTransform {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 8;
  private static final double[][] COSINES = cosines();

  /** The kind of a transform, which defines the meaning of its strength. */
  public enum Kind {
    /** Samples to the power of {@code 2^a}, a in -strength..strength. */
    GAMMA(0.5),
    /** Rotation of the hue by up to half a turn times the strength. */
    HUE(0.1),
    /** White balance: each channel times {@code 1 + a}, a in -strength..strength. */
    CHANNEL_GAIN(0.2),
    /** Brightness that rises along a random direction, by up to the strength at the border. */
    ILLUMINATION_GRADIENT(0.3),
    /** Darkening towards the corners, by up to the strength there. */
    VIGNETTE(0.5),
    /** Blur by up to {@code 4 * strength} passes of a 3 x 3 box filter. */
    BLUR(0.5),
    /** Channel mixing: each channel plus up to the strength, of either sign, times each other. */
    CHANNEL_MIX(0.1),
    /**
     * Artifacts like those of JPEG: the cosine coefficients of blocks of 8 x 8 pixels are rounded,
     * to steps of up to a fifth of the strength that grow with their frequency.
     */
    COMPRESSION(0.5),
    /**
     * A lower resolution: reduced by a factor of up to {@code 1 + 2 * strength}, and enlarged
     * again.
     */
    RESOLUTION(0.5),
    /**
     * Normally distributed sensor noise with a standard deviation of up to a tenth of the strength.
     */
    NOISE(0.3);

    private final double usual;

    Kind(double usual) {
      this.usual = usual;
    }

    /** The name in commands and checkpoints, such as {@code channel-gain}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @throws IllegalArgumentException if a value is not in 0..1
   */
  public PhotometricTransform {
    Objects.requireNonNull(kind, "kind");
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be in 0..1, got " + probability);
    }
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength must be in 0..1, got " + strength);
    }
  }

  /** A transform with its usual strength, applied to half of the crops. */
  public static PhotometricTransform of(Kind kind) {
    return new PhotometricTransform(kind, 0.5, kind.usual);
  }

  /**
   * Parses a transform such as {@code blur} or {@code blur:probability=0.3,strength=0.2}.
   *
   * @throws IllegalArgumentException if the text is malformed, or names an unknown transform or
   *     parameter
   */
  public static PhotometricTransform parse(String text) {
    Descriptor descriptor = Descriptor.parse(text);
    for (Kind kind : Kind.values()) {
      if (kind.id().equals(descriptor.id())) {
        Map<String, String> left = new LinkedHashMap<>(descriptor.parameters());
        String probability = left.remove("probability");
        String strength = left.remove("strength");
        if (!left.isEmpty()) {
          throw new IllegalArgumentException(
              "transform " + kind.id() + " has no parameter " + left.keySet());
        }
        return new PhotometricTransform(
            kind,
            probability == null ? 0.5 : Double.parseDouble(probability),
            strength == null ? kind.usual : Double.parseDouble(strength));
      }
    }
    throw new IllegalArgumentException(
        "unknown transform '"
            + descriptor.id()
            + "': available are "
            + Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(", ")));
  }

  @Override
  public Descriptor descriptor() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("probability", Double.toString(probability));
    parameters.put("strength", Double.toString(strength));
    return new Descriptor(kind.id(), parameters);
  }

  @Override
  public void apply(TrainingCrop crop, SplittableRandom random) {
    if (random.nextDouble() >= probability) {
      return;
    }
    switch (kind) {
      case GAMMA -> gamma(crop.samples(), StrictMath.pow(2, signed(random)));
      case HUE -> hue(crop.samples(), Math.PI * signed(random));
      case CHANNEL_GAIN -> gain(crop.samples(), signed(random), signed(random), signed(random));
      case ILLUMINATION_GRADIENT -> gradient(crop, 2 * Math.PI * random.nextDouble(), random);
      case VIGNETTE -> vignette(crop, strength * random.nextDouble());
      case BLUR -> blur(crop, (int) Math.round(4 * strength * random.nextDouble()));
      case CHANNEL_MIX -> mix(crop.samples(), random);
      case COMPRESSION -> compress(crop, 0.2 * strength * random.nextDouble());
      case RESOLUTION -> coarsen(crop, 1 + 2 * strength * random.nextDouble());
      case NOISE -> noise(crop.samples(), 0.1 * strength * random.nextDouble(), random);
    }
  }

  private double signed(SplittableRandom random) {
    return strength * (2 * random.nextDouble() - 1);
  }

  private static void gamma(float[] samples, double exponent) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) StrictMath.pow(samples[i], exponent);
    }
  }

  /** Rotates colors about the gray axis. */
  private static void hue(float[] samples, double angle) {
    double cos = StrictMath.cos(angle);
    double third = (1 - cos) / 3;
    double sin = StrictMath.sin(angle) / Math.sqrt(3);
    for (int i = 0; i < samples.length; i += 3) {
      double r = samples[i];
      double g = samples[i + 1];
      double b = samples[i + 2];
      double gray = third * (r + g + b);
      samples[i] = (float) (cos * r + gray + sin * (b - g));
      samples[i + 1] = (float) (cos * g + gray + sin * (r - b));
      samples[i + 2] = (float) (cos * b + gray + sin * (g - r));
    }
  }

  private static void gain(float[] samples, double red, double green, double blue) {
    for (int i = 0; i < samples.length; i += 3) {
      samples[i] *= (float) (1 + red);
      samples[i + 1] *= (float) (1 + green);
      samples[i + 2] *= (float) (1 + blue);
    }
  }

  private void gradient(TrainingCrop crop, double angle, SplittableRandom random) {
    double amount = strength * random.nextDouble();
    double dx = StrictMath.cos(angle);
    double dy = StrictMath.sin(angle);
    double half = Math.max(1, crop.size() / 2.0);
    scale(crop, (x, y) -> 1 + amount * (dx * x + dy * y) / half);
  }

  private static void vignette(TrainingCrop crop, double amount) {
    double half = Math.max(1, crop.size() / 2.0);
    scale(crop, (x, y) -> 1 - amount * (x * x + y * y) / (2 * half * half));
  }

  private interface Factor {
    double at(double x, double y);
  }

  /** Multiplies pixels by a factor that depends on their position relative to the center. */
  private static void scale(TrainingCrop crop, Factor factor) {
    double center = (crop.size() - 1) / 2.0;
    for (int i = 0; i < crop.samples().length; i++) {
      int pixel = i / 3;
      int row = pixel / crop.size();
      double x = pixel % crop.size() - center;
      double y = row - center;
      crop.samples()[i] *= (float) factor.at(x, y);
    }
  }

  private static void blur(TrainingCrop crop, int passes) {
    int size = crop.size();
    for (int pass = 0; pass < passes; pass++) {
      blurAlong(crop.samples(), size, 1);
      blurAlong(crop.samples(), size, size);
    }
  }

  /** The mean of each pixel and its two neighbors; pixels at the border repeat. */
  private static void blurAlong(float[] samples, int size, int step) {
    float[] from = samples.clone();
    for (int pixel = 0; pixel < size * size; pixel++) {
      int at = pixel / step % size;
      int before = at > 0 ? pixel - step : pixel;
      int after = at < size - 1 ? pixel + step : pixel;
      for (int c = 0; c < 3; c++) {
        samples[3 * pixel + c] =
            (from[3 * before + c] + from[3 * pixel + c] + from[3 * after + c]) / 3f;
      }
    }
  }

  private void mix(float[] samples, SplittableRandom random) {
    double[] part = new double[6];
    for (int i = 0; i < part.length; i++) {
      part[i] = signed(random);
    }
    for (int i = 0; i < samples.length; i += 3) {
      double r = samples[i];
      double g = samples[i + 1];
      double b = samples[i + 2];
      samples[i] = (float) (r + part[0] * g + part[1] * b);
      samples[i + 1] = (float) (g + part[2] * r + part[3] * b);
      samples[i + 2] = (float) (b + part[4] * r + part[5] * g);
    }
  }

  /** Rounds the cosine coefficients of each whole or partial block of each channel. */
  private static void compress(TrainingCrop crop, double step) {
    if (step == 0) {
      return;
    }
    int size = crop.size();
    double[] block = new double[BLOCK * BLOCK];
    for (int y = 0; y < size; y += BLOCK) {
      for (int x = 0; x < size; x += BLOCK) {
        for (int c = 0; c < 3; c++) {
          for (int i = 0; i < block.length; i++) {
            int row = Math.min(size - 1, y + i / BLOCK);
            block[i] = crop.samples()[3 * (row * size + Math.min(size - 1, x + i % BLOCK)) + c];
          }
          transform(block, false);
          for (int i = 1; i < block.length; i++) {
            double rounding = step * (1 + i % BLOCK + i / BLOCK) / 2;
            block[i] = Math.rint(block[i] / rounding) * rounding;
          }
          transform(block, true);
          for (int i = 0; i < block.length; i++) {
            int row = y + i / BLOCK;
            int column = x + i % BLOCK;
            if (row < size && column < size) {
              crop.samples()[3 * (row * size + column) + c] = (float) block[i];
            }
          }
        }
      }
    }
  }

  /** The orthonormal cosine transform of a block in place, or its inverse. */
  private static void transform(double[] block, boolean inverse) {
    double[] line = new double[BLOCK];
    for (int pass = 0; pass < 2; pass++) {
      int along = pass == 0 ? 1 : BLOCK;
      int across = pass == 0 ? BLOCK : 1;
      for (int start = 0; start < BLOCK; start++) {
        for (int i = 0; i < BLOCK; i++) {
          double sum = 0;
          for (int j = 0; j < BLOCK; j++) {
            double weight = inverse ? COSINES[j][i] : COSINES[i][j];
            sum += weight * block[start * across + j * along];
          }
          line[i] = sum;
        }
        for (int i = 0; i < BLOCK; i++) {
          block[start * across + i * along] = line[i];
        }
      }
    }
  }

  private static double[][] cosines() {
    double[][] cosines = new double[BLOCK][BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      for (int j = 0; j < BLOCK; j++) {
        cosines[i][j] =
            Math.sqrt((i == 0 ? 1.0 : 2.0) / BLOCK)
                * StrictMath.cos(Math.PI * i * (j + 0.5) / BLOCK);
      }
    }
    return cosines;
  }

  private static void coarsen(TrainingCrop crop, double factor) {
    int size = crop.size();
    int small = (int) Math.max(1, Math.round(size / factor));
    if (small == size) {
      return;
    }
    float[] samples = new float[crop.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.max(0, Math.min(1, crop.samples()[i]));
    }
    RgbImage shrunken = Resampler.resize(RgbImage.wrap(size, size, samples), small, small);
    Resampler.resize(shrunken, size, size).copyTo(0, 0, size, size, crop.samples(), 0, 3 * size);
  }

  private static void noise(float[] samples, double deviation, SplittableRandom random) {
    for (int i = 0; i < samples.length; i++) {
      // The sum of four uniform numbers is nearly normal, with a variance of a third.
      long bits = random.nextLong();
      double sum = 0;
      for (int part = 0; part < 4; part++) {
        sum += ((bits >>> (16 * part)) & 0xFFFF) / 65536.0;
      }
      samples[i] += (float) (deviation * (sum - 2) * Math.sqrt(3));
    }
  }
}

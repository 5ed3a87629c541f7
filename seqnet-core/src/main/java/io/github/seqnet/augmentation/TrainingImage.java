package io.github.seqnet.augmentation;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabelledImage;

/**
 * An image and its labels, held in memory as crops are cut from them. 13 bytes for each pixel.
 * Immutable and safe to share between threads.
 */
public final class TrainingImage {
  private static final int BINS = 256;

  private final String name;
  private final int width;
  private final int height;
  private final float[] samples;
  private final byte[] labels;
  private final LabelKind kind;
  private final float[] binSums = new float[3 * BINS];
  private final int[] binCounts = new int[3 * BINS];

  private TrainingImage(LabelledImage image) {
    name = image.name();
    width = image.width();
    height = image.height();
    samples = image.image().toArray();
    labels = image.labels().toArray();
    kind = image.kind();
    double[] sums = new double[3 * BINS];
    for (int i = 0; i < samples.length; i++) {
      int bin = i % 3 * BINS + Math.min(BINS - 1, (int) (samples[i] * BINS));
      sums[bin] += samples[i];
      binCounts[bin]++;
    }
    for (int i = 0; i < sums.length; i++) {
      binSums[i] = (float) sums[i];
    }
  }

  /**
   * Takes an image at the size at which it is to be cut (576 x 576 in the published training).
   *
   * @see LabelledImage#resized
   */
  public static TrainingImage of(LabelledImage image) {
    return new TrainingImage(image);
  }

  /** The name of the image. */
  public String name() {
    return name;
  }

  /** The number of columns. */
  public int width() {
    return width;
  }

  /** The number of rows. */
  public int height() {
    return height;
  }

  /** Whether the labels tell arteries from veins. */
  public LabelKind kind() {
    return kind;
  }

  float[] samples() {
    return samples;
  }

  byte[] labels() {
    return labels;
  }

  /**
   * The mean gray of the image after its samples have been multiplied by a factor and clipped at 1;
   * from a histogram, exact but for the one bin in which clipping begins.
   */
  float meanGray(float factor) {
    return ColorMap.RED * mean(0, factor)
        + ColorMap.GREEN * mean(1, factor)
        + ColorMap.BLUE * mean(2, factor);
  }

  private float mean(int channel, float factor) {
    double sum = 0;
    for (int b = channel * BINS; b < (channel + 1) * BINS; b++) {
      sum += Math.min(binCounts[b], binSums[b] * factor);
    }
    return (float) (sum / (width * (double) height));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A labeled photograph in memory, from which training crops are cut. It takes 13 bytes per pixel.
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

  private TrainingImage(LabeledImage image) {
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
   * Creates a training image at the size of the labeled image, from which crops are cut (576 x 576
   * in the published training).
   *
   * @see LabeledImage#resized
   */
  public static TrainingImage of(LabeledImage image) {
    return new TrainingImage(image);
  }

  /**
   * Reads every image of a data set and resizes it. An image of 8 megapixels takes some 400 MB
   * while it is read.
   *
   * @param side width and height to which images are resized, in pixels; 576 in the published
   *     training
   * @param preprocessing the preprocessing of the network
   * @param threads the number of images to read at a time, at least 1
   * @param listener receives the progress of the stage {@code read} and may cancel
   * @return the images in the order of the data set
   * @throws IOException if a file cannot be read; names it
   * @throws io.github.seqnet.dataset.DatasetException if the files of an image do not fit
   * @throws IllegalArgumentException if side or threads is below 1
   * @throws CancellationException if the listener cancels
   */
  public static List<TrainingImage> load(
      Dataset set, int side, Preprocessing preprocessing, int threads, ProgressListener listener)
      throws IOException {
    return load(set, Framing.WHOLE_FRAME, side, preprocessing, threads, listener);
  }

  /**
   * Reads every image of a data set and frames it as a network sees it, see {@link
   * LabeledImage#framed}.
   *
   * @param framing the part of the photographs that the network sees
   * @param side the working size in pixels, at least 1
   * @param preprocessing the preprocessing of the network
   * @param threads the number of images to read at a time, at least 1
   * @param listener receives the progress of the stage {@code read} and may cancel
   * @return the images in the order of the data set
   * @throws IOException if a file cannot be read; names it
   * @throws io.github.seqnet.dataset.DatasetException if the files of an image do not fit
   * @throws IllegalArgumentException if side or threads is below 1
   * @throws CancellationException if the listener cancels
   */
  public static List<TrainingImage> load(
      Dataset set,
      Framing framing,
      int side,
      Preprocessing preprocessing,
      int threads,
      ProgressListener listener)
      throws IOException {
    Objects.requireNonNull(framing, "framing");
    if (side < 1) {
      throw new IllegalArgumentException("side must be at least 1, got " + side);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, set.size()));
    try {
      List<Future<TrainingImage>> reading = new ArrayList<>();
      for (Sample sample : set.samples()) {
        reading.add(workers.submit(() -> of(sample.load().framed(framing, side, preprocessing))));
      }
      List<TrainingImage> images = new ArrayList<>();
      for (Future<TrainingImage> image : reading) {
        listener.checkCancelled();
        images.add(image.get());
        listener.progress("read", images.size(), reading.size());
      }
      return List.copyOf(images);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while reading images");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new SeqnetException("images could not be read: " + cause, cause);
    } finally {
      workers.shutdownNow();
    }
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

  /** What the annotation tells about vessels. */
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
   * The mean gray of the image after its samples are multiplied by a factor and clipped at 1. It is
   * computed from a histogram and exact except for the bin in which clipping begins.
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

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.tiling.Tiling;
import io.github.seqnet.tiling.WindowAccumulator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image at one working size, cut into windows, and the maps that their predictions make up. All
 * orientations of a window follow each other. Not thread-safe, but windows may be cut by any
 * thread.
 */
final class WorkingImage {
  /** Up to this number, windows are kept instead of summed up. */
  private static final int FEW_WINDOWS = 16;

  private final int size;
  private final RgbImage image;
  private final Tiling tiling;
  private final int augmentations;
  private final int firstTurn;
  private final @Nullable KeptWindows kept;
  private final @Nullable WindowAccumulator sums;

  private WorkingImage(
      int size,
      RgbImage image,
      Tiling tiling,
      int augmentations,
      int firstTurn,
      @Nullable KeptWindows kept,
      @Nullable WindowAccumulator sums) {
    this.size = size;
    this.image = image;
    this.tiling = tiling;
    this.augmentations = augmentations;
    this.firstTurn = firstTurn;
    this.kept = kept;
    this.sums = sums;
  }

  /**
   * Brings an image to a working size.
   *
   * @param size one of the strategy's working sizes
   * @param multiple the number that sides of windows must be multiples of
   * @param maps the number of maps
   * @param firstTurn the orientation of windows, or the first of them, at least 0: 0 is that of the
   *     image
   * @throws IllegalArgumentException if a crop is larger than the strategy's largest size
   */
  static WorkingImage of(
      RgbImage image, WindowStrategy strategy, int size, int multiple, int maps, int firstTurn) {
    int width = size;
    int height = size;
    if (strategy.framing() == Framing.FIELD_OF_VIEW) {
      int largest = strategy.workingSize();
      if (image.width() > largest || image.height() > largest) {
        throw new IllegalArgumentException(
            "the crop must have at most %d x %d pixels (the working size), got %d x %d"
                .formatted(largest, largest, image.width(), image.height()));
      }
      width = scaled(image.width(), size, largest);
      height = scaled(image.height(), size, largest);
    }
    Tiling tiling = strategy.tiling(size, width, height, multiple);
    RgbImage resized = Resampler.resize(image, width, height);
    int augmentations = strategy.augmentations();
    long windows = (long) tiling.count() * augmentations;
    // A single window is the map, whatever its weights.
    float[] weights =
        windows == 1 || strategy.taper() == 0 ? null : strategy.weights(tiling.window());
    if (windows <= FEW_WINDOWS) {
      KeptWindows kept = new KeptWindows(tiling, weights);
      return new WorkingImage(size, resized, tiling, augmentations, firstTurn, kept, null);
    }
    WindowAccumulator sums =
        weights == null
            ? WindowAccumulator.mean(tiling, maps)
            : WindowAccumulator.weighted(tiling, maps, weights);
    return new WorkingImage(size, resized, tiling, augmentations, firstTurn, null, sums);
  }

  private static int scaled(int side, int size, int largest) {
    return (int) Math.max(1, Math.round((double) side * size / largest));
  }

  /** The working size. */
  int size() {
    return size;
  }

  /** The side of a window in pixels. */
  int window() {
    return tiling.window();
  }

  /** The number of windows in all orientations. */
  int windows() {
    return tiling.count() * augmentations;
  }

  /**
   * Copies one window in one orientation, interleaved.
   *
   * @param index 0..windows-1
   */
  void cut(int index, float[] input, int offset) {
    int turn = turn(index);
    if (turn == 0) {
      tiling.cut(image, index / augmentations, input, offset);
      return;
    }
    int window = tiling.window();
    float[] square = new float[window * window * 3];
    tiling.cut(image, index / augmentations, square, 0);
    TestTimeAugmentation.turn(square, window, 3, turn, input, offset);
  }

  /**
   * Adds the prediction of a window in one orientation.
   *
   * @param planes one array for each map
   * @param offset the first value of the window in each array
   */
  void add(int index, float[][] planes, int offset) {
    int turn = turn(index);
    float[][] squares = planes;
    int first = offset;
    if (turn != 0) {
      squares = new float[planes.length][];
      first = 0;
      for (int i = 0; i < planes.length; i++) {
        squares[i] = TestTimeAugmentation.back(planes[i], offset, tiling.window(), turn);
      }
    }
    if (kept != null) {
      kept.add(index / augmentations, squares, first);
    } else if (sums != null) {
      sums.add(index / augmentations, squares, first);
    }
  }

  private int turn(int index) {
    return (firstTurn + index % augmentations) % TestTimeAugmentation.COUNT;
  }

  /** The map of one channel, once all windows are added. */
  ProbabilityMap map(int channel) {
    return kept != null ? kept.toMap(channel) : Objects.requireNonNull(sums).toMap(channel);
  }
}

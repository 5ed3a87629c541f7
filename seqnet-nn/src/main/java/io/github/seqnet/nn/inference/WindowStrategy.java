// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.tiling.Tiling;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Inference settings for whole photographs: framing, working resolutions, tiling into square
 * windows, and test-time augmentation. Immutable.
 *
 * <p>The named strategies trade time for accuracy:
 *
 * <ul>
 *   <li>{@link #fast()}, the default, crops to the field of view with square pixels and predicts at
 *       the working sizes of the model, and at others if the vessels are unusually narrow or wide;
 *   <li>{@link #accurate()} adds a coarser size, which shows what a vessel is connected to, and
 *       averages eight flips and rotations per window;
 *   <li>{@link #balanced()} has many overlapping windows;
 *   <li>{@link #reference(int)} does what the published program does: the whole frame, squeezed to
 *       576 x 576 pixels, in windows of 128.
 * </ul>
 *
 * <p>With {@link Framing#WHOLE_FRAME}, windows have exactly the given side and stride. With {@link
 * Framing#FIELD_OF_VIEW}, windows are fitted to each working size: as few equal windows as
 * possible, none larger than {@code window}, that overlap by at least {@code window - stride}
 * pixels. Their shape depends on the strategy, not on the photograph.
 *
 * @param framing the part of the photograph that the network sees
 * @param workingSizes the sides in pixels to which this part is resized, ascending, each at least
 *     16. Maps are predicted at each size and resampled to the largest, and their logits are
 *     averaged. The vessel map comes only from sizes above 0.8 times the largest
 * @param caliber the {@link VesselCaliber} of a typical photograph at the largest working size, or
 *     0 for fixed sizes. A photograph with narrower vessels, as from a camera of a wider angle, is
 *     also predicted at a larger size, which then gives the vessel map. One with clearly wider
 *     vessels is also predicted at a smaller size. The logits of all other maps are averaged
 * @param window the side of a window, a multiple of 16; the published SeqNet was trained on 128.
 *     Larger windows have fewer border pixels, where the network sees zeros instead of the image
 * @param stride the step between neighboring windows in pixels, 1..window
 * @param taper the width in pixels of the border over which a window's weight rises to 1; 0 for the
 *     plain mean of the reference
 * @param augmentations the number of flips and rotations whose maps are averaged for each window,
 *     1..8: 1 is the window itself, flipped or rotated at all working sizes but the largest; 2 is
 *     the window and its mirror image, 4 both flips, 8 the transposed ones too. The cost grows in
 *     proportion
 */
public record WindowStrategy(
    Framing framing,
    List<Integer> workingSizes,
    double caliber,
    int window,
    int stride,
    int taper,
    int augmentations)
    implements Serializable {
  private static final long serialVersionUID = 3L;

  /** The side at which the published SeqNet works. */
  public static final int REFERENCE_SIZE = 576;

  /** The window of the published SeqNet. */
  public static final int REFERENCE_WINDOW = 128;

  /** The stride of the published SeqNet: 22 801 windows. */
  public static final int REFERENCE_STRIDE = 3;

  private static final int MULTIPLE = 16;

  /** Vessels are predicted at sizes above this fraction of the largest size. */
  static final double VESSEL_SIZE = 0.8;

  /** The number of steps per octave in which working sizes are adapted. */
  private static final int STEPS = 6;

  private static final int MOST_STEPS = 4;

  /** The least working size to which a smaller one is added. */
  private static final int LEAST_ACCURATE = 256;

  private static final int WINDOW = 368;
  private static final int OVERLAP = 32;
  private static final int TAPER = 16;
  private static final int WIDE_TAPER = 32;
  private static final int LARGE_WINDOW = 640;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public WindowStrategy {
    Objects.requireNonNull(framing, "framing");
    workingSizes = checkedSizes(workingSizes);
    if (!(caliber >= 0 && caliber < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("caliber must be finite and at least 0, got " + caliber);
    }
    if (window < MULTIPLE || window % MULTIPLE != 0) {
      throw new IllegalArgumentException("window must be a multiple of 16, got " + window);
    }
    if (stride < 1 || stride > window) {
      throw new IllegalArgumentException(
          "stride must be in 1.." + window + " (the window), got " + stride);
    }
    if (taper < 0 || taper > window / 2) {
      throw new IllegalArgumentException(
          "taper must be in 0.." + window / 2 + " (half the window), got " + taper);
    }
    TestTimeAugmentation.requireCount(augmentations);
  }

  /**
   * Checks working sizes.
   *
   * @return an immutable copy
   * @throws IllegalArgumentException if there is none, one is below 16, or they are not ascending
   */
  public static List<Integer> checkedSizes(List<Integer> workingSizes) {
    List<Integer> sizes = List.copyOf(Objects.requireNonNull(workingSizes, "workingSizes"));
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("workingSizes must hold at least one size");
    }
    int before = 0;
    for (int size : sizes) {
      if (size < MULTIPLE) {
        throw new IllegalArgumentException("workingSize must be at least 16, got " + size);
      }
      if (size <= before) {
        throw new IllegalArgumentException("workingSizes must be ascending, got " + sizes);
      }
      before = size;
    }
    return sizes;
  }

  /** The whole frame at one working size, with test-time augmentation. */
  public WindowStrategy(int workingSize, int window, int stride, int taper, int augmentations) {
    this(Framing.WHOLE_FRAME, List.of(workingSize), 0, window, stride, taper, augmentations);
  }

  /** The whole frame at one working size, without test-time augmentation. */
  public WindowStrategy(int workingSize, int window, int stride, int taper) {
    this(workingSize, window, stride, taper, 1);
  }

  /**
   * The strategy of the published program: the whole frame at 576 x 576, windows of 128 at any
   * stride (its own is {@link #REFERENCE_STRIDE}), plain mean.
   */
  public static WindowStrategy reference(int stride) {
    return new WindowStrategy(REFERENCE_SIZE, REFERENCE_WINDOW, stride, 0);
  }

  /** {@link #fast(ModelSpecification)} for the default model. */
  public static WindowStrategy fast() {
    return fast(
        Framing.FIELD_OF_VIEW,
        ModelSpecification.DEFAULT_WORKING_SIZES,
        ModelSpecification.DEFAULT_CALIBER);
  }

  /** The default: the framing and working sizes of a model, in few large windows. */
  public static WindowStrategy fast(ModelSpecification model) {
    return fast(model.framing(), model.workingSizes(), model.caliber());
  }

  private static WindowStrategy fast(Framing framing, List<Integer> sizes, double caliber) {
    if (framing == Framing.FIELD_OF_VIEW) {
      return new WindowStrategy(framing, sizes, caliber, WINDOW, WINDOW - OVERLAP, TAPER, 1);
    }
    // Four windows of 320 at 576; one window where the image is smaller than that.
    int smallest = sizes.get(0);
    int window = Math.min(320, (smallest + MULTIPLE - 1) / MULTIPLE * MULTIPLE);
    int stride = window < 320 ? window : 256;
    return new WindowStrategy(
        framing, sizes, caliber, window, stride, Math.min(WIDE_TAPER, window / 2), 1);
  }

  /** {@link #balanced(ModelSpecification)} for the default model. */
  public static WindowStrategy balanced() {
    return balanced(fast());
  }

  /** As {@link #fast(ModelSpecification)}, in many overlapping windows of 256 at stride 64. */
  public static WindowStrategy balanced(ModelSpecification model) {
    return balanced(fast(model));
  }

  private static WindowStrategy balanced(WindowStrategy fast) {
    return fast.workingSizes.get(0) < 256
        ? fast
        : new WindowStrategy(fast.framing, fast.workingSizes, fast.caliber, 256, 64, WIDE_TAPER, 1);
  }

  /** {@link #accurate(ModelSpecification)} for the default model. */
  public static WindowStrategy accurate() {
    return accurate(fast());
  }

  /**
   * The strategy for the best result: as {@link #fast(ModelSpecification)}, with all eight
   * test-time augmentations. A size of three quarters is added to a single working size of a
   * cropped field of view; one between the first and the last is added to two.
   */
  public static WindowStrategy accurate(ModelSpecification model) {
    return accurate(fast(model));
  }

  private static WindowStrategy accurate(WindowStrategy fast) {
    List<Integer> sizes = fast.workingSizes;
    int last = fast.workingSize();
    if (sizes.size() == 1 && fast.framing == Framing.FIELD_OF_VIEW && last >= LEAST_ACCURATE) {
      sizes = List.of(last * 3 / 4 / MULTIPLE * MULTIPLE, last);
    } else if (sizes.size() == 2 && last - sizes.get(0) >= 2 * MULTIPLE) {
      sizes = List.of(sizes.get(0), (sizes.get(0) + last) / 2 / MULTIPLE * MULTIPLE, last);
    }
    return fast.withWorkingSizes(sizes).withAugmentations(TestTimeAugmentation.COUNT);
  }

  /** The largest working size: that of the maps. */
  public int workingSize() {
    return workingSizes.get(workingSizes.size() - 1);
  }

  /**
   * The number of windows of a square image, over all sizes and augmentations. Other images have at
   * most as many.
   */
  public long windowCount() {
    long count = 0;
    for (int size : workingSizes) {
      count += (long) tiling(size, size, size, MULTIPLE).count() * augmentations;
    }
    return count;
  }

  /** Returns these options with another framing. */
  public WindowStrategy withFraming(Framing other) {
    return new WindowStrategy(other, workingSizes, caliber, window, stride, taper, augmentations);
  }

  /** Whether the vessel map is predicted at one of the working sizes. */
  boolean showsVessels(int size) {
    return size > VESSEL_SIZE * workingSize();
  }

  /**
   * Returns this strategy for photographs whose vessels are not typical: with those of its working
   * sizes that show vessels, in the same ratios to the largest, but at least 16.
   *
   * @param largest the largest size, such as that of {@link #adaptedSize}
   */
  public WindowStrategy adaptedTo(int largest) {
    double scale = (double) largest / workingSize();
    return withWorkingSizes(
        workingSizes.stream()
            .filter(this::showsVessels)
            .map(size -> Math.max(MULTIPLE, (int) Math.round(size * scale)))
            .distinct()
            .toList());
  }

  /** Returns this strategy with one other working size. */
  public WindowStrategy withWorkingSize(int other) {
    return withWorkingSizes(List.of(other));
  }

  /** Returns this strategy with other working sizes. */
  public WindowStrategy withWorkingSizes(List<Integer> others) {
    return new WindowStrategy(framing, others, caliber, window, stride, taper, augmentations);
  }

  /**
   * Returns this strategy with working sizes for photographs of another caliber; 0 for fixed sizes.
   */
  public WindowStrategy withCaliber(double other) {
    return new WindowStrategy(framing, workingSizes, other, window, stride, taper, augmentations);
  }

  /**
   * The size at which a photograph whose vessels are not typical is predicted in addition: a larger
   * one for narrow vessels, a smaller one for wide vessels. Sizes are steps of a sixth of an octave
   * apart, so that windows have few different shapes. Vessels that are one step too wide need no
   * other size.
   *
   * @param measured the {@link VesselCaliber} of the photograph at the largest working size; 0 if
   *     no vessel was found
   * @return the largest working size, times a factor of 0.63 to 1.6; empty if the working sizes
   *     suffice
   */
  public OptionalInt adaptedSize(double measured) {
    if (caliber == 0 || !(measured > 0)) {
      return OptionalInt.empty();
    }
    double octaves = Math.log(caliber / measured) / Math.log(2);
    long steps = Math.round(Math.max(-MOST_STEPS, Math.min(MOST_STEPS, octaves * STEPS)));
    double factor = Math.pow(2, (double) steps / STEPS);
    int adapted =
        Math.max(MULTIPLE, (int) Math.round(workingSize() * factor / MULTIPLE) * MULTIPLE);
    boolean needed = steps > 0 ? adapted > workingSize() : steps < -1 && adapted < workingSize();
    return needed ? OptionalInt.of(adapted) : OptionalInt.empty();
  }

  /** Returns this strategy with another stride. */
  public WindowStrategy withStride(int other) {
    return new WindowStrategy(framing, workingSizes, caliber, window, other, taper, augmentations);
  }

  /**
   * Returns this strategy with windows of at least 640 pixels, for networks whose result depends on
   * what they see far away.
   */
  public WindowStrategy withLargeWindows() {
    int larger = Math.max(window, LARGE_WINDOW);
    return new WindowStrategy(
        framing, workingSizes, caliber, larger, larger - (window - stride), taper, augmentations);
  }

  /** Returns this strategy with another number of test-time augmentations, 1..8. */
  public WindowStrategy withAugmentations(int count) {
    return new WindowStrategy(framing, workingSizes, caliber, window, stride, taper, count);
  }

  /**
   * Cuts an image at one of the working sizes into windows.
   *
   * @param size the working size
   * @param width columns of the image at that size, at most the size
   * @param height rows of the image, at most the size
   * @param multiple the number that sides of windows must be multiples of
   */
  Tiling tiling(int size, int width, int height, int multiple) {
    if (framing == Framing.WHOLE_FRAME) {
      return new Tiling(width, height, window, stride);
    }
    int overlap = window - stride;
    int count = size <= window ? 1 : (size - overlap + stride - 1) / stride;
    int side = (size + (count - 1) * overlap + count - 1) / count;
    int step = Math.max(MULTIPLE, multiple);
    int fitted = (side + step - 1) / step * step;
    int apart = count == 1 ? fitted : (size - fitted + count - 2) / (count - 1);
    return new Tiling(width, height, fitted, Math.max(1, Math.min(apart, fitted)));
  }

  /**
   * The weight of each pixel of a window, {@code side * side} values in 0..1 and above 0: the
   * product of two ramps, each rising over {@link #taper} pixels from the border.
   *
   * @param side the side of the window
   */
  float[] weights(int side) {
    int rise = Math.min(taper, side / 2);
    float[] ramp = new float[side];
    for (int i = 0; i < side; i++) {
      int border = Math.min(i, side - 1 - i);
      ramp[i] = rise == 0 ? 1f : Math.min(1f, (border + 0.5f) / rise);
    }
    float[] weights = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        weights[y * side + x] = ramp[y] * ramp[x];
      }
    }
    return weights;
  }
}

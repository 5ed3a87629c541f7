// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A named array of weights in a network.
 *
 * @param name unique within its network, such as {@code segmentation.e1.conv1.kernel}
 * @param shape {@code [height, width, in, out]} for the kernel of a convolution, {@code [2, 2, out,
 *     in]} for that of an up-convolution, {@code [height, width, channels]} for that of a depthwise
 *     convolution, {@code [channels]} for all others; values are stored in C order
 * @param kind what the values are used for
 */
public record Parameter(String name, List<Integer> shape, Kind kind) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the values of a parameter are used for. */
  public enum Kind {
    /** Factors of a convolution. */
    KERNEL,
    /** Added for each channel. */
    BIAS,
    /** Multiplies each channel after a batch normalization. */
    SCALE,
    /** Moving average of the mean of each channel. */
    MEAN,
    /** Moving average of the variance of each channel. */
    VARIANCE
  }

  /** Copies the shape. */
  public Parameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    shape = List.copyOf(Objects.requireNonNull(shape, "shape"));
  }

  /** A kernel, or a bias if the shape has one dimension. */
  public Parameter(String name, List<Integer> shape) {
    this(name, shape, shape.size() == 1 ? Kind.BIAS : Kind.KERNEL);
  }

  /** The number of values. */
  public int length() {
    int length = 1;
    for (int side : shape) {
      length = Math.multiplyExact(length, side);
    }
    return length;
  }

  /** Whether this is the bias of a layer. */
  public boolean isBias() {
    return kind == Kind.BIAS;
  }

  /**
   * Whether this is a moving average that training tracks, and not a value that it optimizes: the
   * mean or variance of a batch normalization.
   */
  public boolean isStatistic() {
    return kind == Kind.MEAN || kind == Kind.VARIANCE;
  }
}

package io.github.seqnet.nn.architecture;

import java.util.List;

/**
 * A trainable array of a network.
 *
 * @param name unique within its network, such as {@code segmentation.e1.conv1.kernel}
 * @param shape {@code [height, width, in, out]} for the kernel of a convolution, {@code [2, 2, out,
 *     in]} for that of an up-convolution, {@code [out]} for a bias; values are stored in C order
 */
public record Parameter(String name, List<Integer> shape) {
  /** Copies the shape. */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** The number of values. */
  public int length() {
    int length = 1;
    for (int side : shape) {
      length = Math.multiplyExact(length, side);
    }
    return length;
  }

  /** Whether this is the bias of a layer and not its kernel. */
  public boolean isBias() {
    return shape.size() == 1;
  }
}

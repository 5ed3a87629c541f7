// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.io.Serializable;

/**
 * A value inside a network: {@code N x H/reduction x W/reduction x channels}, channels last. Made
 * by a {@link NetworkBuilder} and meaningful only within its network.
 *
 * @param id the position among the tensors of its network, from 0 on
 * @param channels the number of channels, at least 1
 * @param reduction the factor by which height and width are smaller than the input's, a power of
 *     two; {@link #GLOBAL} for a tensor of one pixel, {@code N x 1 x 1 x channels}
 */
public record Tensor(int id, int channels, int reduction) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The reduction of tensors that have one pixel, whatever the size of the input. */
  public static final int GLOBAL = 0;

  /** Whether this tensor has one pixel, as the result of a global pooling. */
  public boolean isGlobal() {
    return reduction == GLOBAL;
  }

  /** The number of values for a batch of inputs with a height and width. */
  public int length(int batch, int height, int width) {
    int pixels = isGlobal() ? 1 : height / reduction * (width / reduction);
    return Math.multiplyExact(Math.multiplyExact(batch, pixels), channels);
  }
}

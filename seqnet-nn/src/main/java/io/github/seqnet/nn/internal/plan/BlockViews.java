// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Creates array views of parts of a flat block of native memory. */
public final class BlockViews {
  private BlockViews() {}

  /** A contiguous part of a block, in C order. */
  public static INDArray view(INDArray block, long offset, long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strided(block, offset, shape, strides);
  }

  /** A part of a block with any strides. */
  public static INDArray strided(INDArray block, long offset, long[] shape, long[] strides) {
    return Nd4j.create(block.data(), shape, strides, offset, 'c');
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A block of native memory for the buffers of plans that run in turn. Its size is that of the
 * largest plan, not the sum of all. The owner closes the plans first, then the block.
 */
public final class PlanMemory implements AutoCloseable {
  private final INDArray block;

  /**
   * Reserves memory.
   *
   * @param bytes at least 4; rounded down to whole floats
   */
  public PlanMemory(long bytes) {
    block = Nd4j.createUninitializedDetached(DataType.FLOAT, bytes / Float.BYTES);
  }

  /** The size in bytes. */
  public long bytes() {
    return block.length() * Float.BYTES;
  }

  INDArray block() {
    return block;
  }

  @Override
  public void close() {
    block.close();
  }
}

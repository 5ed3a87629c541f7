// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

/**
 * A memory region of a plan, or a slice of one. Its offset is known once {@link OperationSchedule}
 * has laid out the plan's memory.
 */
public final class Buffer {
  /** In values. */
  public final long length;

  private final Buffer whole;
  private final long within;
  private long offset;

  /** A whole buffer. */
  public Buffer(long length) {
    this.length = length;
    this.whole = this;
    this.within = 0;
  }

  /** A slice of a buffer or of another slice. */
  public Buffer(Buffer of, long within, long length) {
    this.length = length;
    this.whole = of.whole;
    this.within = of.within + within;
  }

  /** The whole buffer: this one, or the one that this is a slice of. */
  Buffer whole() {
    return whole;
  }

  /** The first value in the plan's memory; valid after the layout. */
  long offset() {
    return whole.offset + within;
  }

  void setOffset(long position) {
    offset = position;
  }
}

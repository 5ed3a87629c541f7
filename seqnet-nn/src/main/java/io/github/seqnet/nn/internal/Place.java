package io.github.seqnet.nn.internal;

/** A buffer of a plan, or a part of one, before it has its place in the plan's memory. */
final class Place {
  /** In values. */
  final long length;

  private final Place whole;
  private final long within;
  private long offset;

  /** A buffer. */
  Place(long length) {
    this.length = length;
    this.whole = this;
    this.within = 0;
  }

  /** A part of a buffer or of another part. */
  Place(Place of, long within, long length) {
    this.length = length;
    this.whole = of.whole;
    this.within = of.within + within;
  }

  /** The buffer that it is, or is a part of. */
  Place whole() {
    return whole;
  }

  /** Where it begins in the memory, once the buffer has been put somewhere. */
  long offset() {
    return whole.offset + within;
  }

  void putAt(long position) {
    offset = position;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays out buffers in one block of memory, so that buffers with disjoint lifetimes share memory.
 * All lifetimes are known beforehand: the largest buffers are placed first, each at the lowest
 * offset at which no placed buffer of an overlapping lifetime is in its way. Sizes are in floats.
 */
final class BufferPlanner {
  /** Buffers are aligned to 64 bytes. */
  private static final long ALIGNMENT = 16;

  /**
   * A buffer and the operations that it is needed for.
   *
   * @param first the first operation
   * @param last the last operation, at least the first
   */
  record Lifetime(Buffer buffer, int first, int last) {
    private boolean overlaps(Lifetime other) {
      return first <= other.last && other.first <= last;
    }

    private long end() {
      return buffer.offset() + aligned(buffer.length);
    }
  }

  private BufferPlanner() {}

  /** Sets the offsets of buffers. Returns the size of the block. */
  static long layOut(List<Lifetime> lifetimes) {
    List<Lifetime> largestFirst = new ArrayList<>(lifetimes);
    largestFirst.sort(
        Comparator.comparingLong((Lifetime lifetime) -> -lifetime.buffer.length)
            .thenComparingInt(Lifetime::first)
            .thenComparingInt(Lifetime::last));
    // By offset.
    List<Lifetime> placed = new ArrayList<>();
    long size = 0;
    for (Lifetime lifetime : largestFirst) {
      long length = aligned(lifetime.buffer.length);
      long offset = 0;
      for (Lifetime other : placed) {
        if (other.buffer.offset() - offset >= length) {
          break;
        }
        if (other.overlaps(lifetime)) {
          offset = Math.max(offset, other.end());
        }
      }
      lifetime.buffer.setOffset(offset);
      size = Math.max(size, offset + length);
      int at = 0;
      while (at < placed.size() && placed.get(at).buffer.offset() <= offset) {
        at++;
      }
      placed.add(at, lifetime);
    }
    return size;
  }

  private static long aligned(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import java.util.Map;
import java.util.TreeMap;

/**
 * Lays out buffers in one block of memory: each is reserved when its first value is written and
 * released after its last is read, so that buffers with disjoint lifetimes share memory. Best fit;
 * adjacent gaps are merged. Sizes are in floats; not thread-safe.
 */
final class BufferPlanner {
  /** Buffers are aligned to 64 bytes. */
  private static final long ALIGNMENT = 16;

  private final TreeMap<Long, Long> gaps = new TreeMap<>();
  private long size;

  /** Reserves a buffer and returns its offset. */
  long reserve(long length) {
    long wanted = aligned(length);
    Map.Entry<Long, Long> best = null;
    for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
      if (gap.getValue() >= wanted && (best == null || gap.getValue() < best.getValue())) {
        best = gap;
      }
    }
    if (best != null) {
      long offset = best.getKey();
      long left = best.getValue() - wanted;
      gaps.remove(offset);
      if (left > 0) {
        gaps.put(offset + wanted, left);
      }
      return offset;
    }
    Map.Entry<Long, Long> last = gaps.lastEntry();
    if (last != null && last.getKey() + last.getValue() == size) {
      gaps.remove(last.getKey());
      size = last.getKey() + wanted;
      return last.getKey();
    }
    long offset = size;
    size += wanted;
    return offset;
  }

  /** Gives a buffer back. */
  void release(long offset, long length) {
    long start = offset;
    long end = offset + aligned(length);
    Map.Entry<Long, Long> before = gaps.lowerEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      start = before.getKey();
      gaps.remove(start);
    }
    Long after = gaps.remove(end);
    if (after != null) {
      end += after;
    }
    gaps.put(start, end - start);
  }

  /** The size of the whole block so far. */
  long size() {
    return size;
  }

  private static long aligned(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import java.util.concurrent.atomic.AtomicLong;

/** A budget of memory outside of the Java heap. Thread-safe. */
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit in bytes, at least 1
   */
  public MemoryBudget(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("memory limit must be at least 1 byte, got " + limit);
    }
    this.limit = limit;
  }

  /** The limit in bytes. */
  public long limit() {
    return limit;
  }

  /** The memory in use, in bytes. */
  public long used() {
    return used.get();
  }

  /** Reserves memory if enough is left. Returns whether it was reserved. */
  public boolean take(long bytes) {
    long now = used.get();
    while (bytes <= limit - now) {
      if (used.compareAndSet(now, now + bytes)) {
        return true;
      }
      now = used.get();
    }
    return false;
  }

  /**
   * Reserves memory.
   *
   * @throws MemoryLimitException if not enough is left
   */
  public void require(long bytes) {
    if (!take(bytes)) {
      throw new MemoryLimitException(bytes);
    }
  }

  /** Releases reserved memory. */
  public void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }
}

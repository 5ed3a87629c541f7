// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

/** Memory was asked for that a {@link MemoryBudget} does not have. */
public final class MemoryLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MemoryLimitException(long bytes) {
    super(bytes + " bytes more are beyond the memory limit");
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.operation;

/** One operation on fixed arrays, ready to run again and again. Not thread-safe. */
public interface Operation extends AutoCloseable {
  /** Runs the operation. */
  void run();

  /** Frees the memory of the operation itself; it does not own its arrays. */
  @Override
  default void close() {}
}

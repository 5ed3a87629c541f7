package io.github.seqnet.nn.internal;

/** One operation on fixed arrays, ready to run again and again. Not thread-safe. */
public interface Step extends AutoCloseable {
  /** Runs the operation. */
  void run();

  /** Frees what the operation holds; its arrays belong to others. */
  @Override
  default void close() {}
}

package io.github.seqnet.nn.internal.operation;

/** One operation on fixed arrays, ready to run again and again. Not thread-safe. */
public interface Operation extends AutoCloseable {
  /** Runs the operation. */
  void run();

  /** Frees what the operation holds; its arrays belong to others. */
  @Override
  default void close() {}
}

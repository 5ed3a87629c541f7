package io.github.seqnet.nn;

import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;

/**
 * How a {@link SeqNet} runs.
 *
 * @param strategy how images are cut into windows
 * @param threads how many batches run side by side, at least 1
 */
public record SeqNetOptions(WindowStrategy strategy, int threads) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public SeqNetOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  /** {@link WindowStrategy#fast()} on one thread per core, or one on a GPU. */
  public static SeqNetOptions defaults() {
    return new SeqNetOptions(WindowStrategy.fast(), InferenceEngine.defaultThreads());
  }

  /** The same with another strategy. */
  public SeqNetOptions withStrategy(WindowStrategy other) {
    return new SeqNetOptions(other, threads);
  }

  /** The same with another number of threads. */
  public SeqNetOptions withThreads(int other) {
    return new SeqNetOptions(strategy, other);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets how a {@link VesselModel} runs: windows, threads and memory.
 *
 * @param strategy how photographs are predicted; null for {@link WindowStrategy#fast(
 *     ModelSpecification)} of the model that is opened
 * @param threads the number of threads that compute at the same time, at least 1. The network, its
 *     partner and its correction share them; the calling thread prepares photographs and adds up
 *     windows
 * @param memoryLimit how many bytes of weights and buffers the model may hold outside of the Java
 *     heap, at least 1; what would need more fails and says so. Its networks share the limit and
 *     run in turn if there is not enough memory to run them at the same time. The default model
 *     needs 160 MiB. Weights count in each form in which the native library reads them. What that
 *     library keeps for itself is not counted: scratch memory and, in its oneDNN build, 4 to 6 MB
 *     for each shape of windows that it has seen. A strategy has one or two
 */
public record VesselModelOptions(@Nullable WindowStrategy strategy, int threads, long memoryLimit)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public VesselModelOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (memoryLimit < 1) {
      throw new IllegalArgumentException("memoryLimit must be at least 1, got " + memoryLimit);
    }
  }

  /**
   * {@link WindowStrategy#fast(ModelSpecification)} on one thread per core, or one on a GPU, in at
   * most half of the memory of the machine or container.
   *
   * @throws io.github.seqnet.SeqnetException if ND4J, which knows whether there is a GPU, cannot be
   *     started
   */
  public static VesselModelOptions defaults() {
    return new VesselModelOptions(
        null, InferenceEngine.defaultThreads(), InferenceEngine.defaultMemoryLimit());
  }

  /** The strategy for a model: that of these options, or the model's own. */
  public WindowStrategy strategyFor(ModelSpecification specification) {
    return strategy == null ? WindowStrategy.fast(specification) : strategy;
  }

  /** Returns these options with another strategy. */
  public VesselModelOptions withStrategy(WindowStrategy other) {
    return new VesselModelOptions(Objects.requireNonNull(other, "strategy"), threads, memoryLimit);
  }

  /** Returns these options with another number of threads. */
  public VesselModelOptions withThreads(int other) {
    return new VesselModelOptions(strategy, other, memoryLimit);
  }

  /** Returns these options with another limit of memory outside of the Java heap, in bytes. */
  public VesselModelOptions withMemoryLimit(long other) {
    return new VesselModelOptions(strategy, threads, other);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.benchmarks;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The forward pass of one window of 128 x 128 pixels on one thread, three final outputs. For all
 * cores and batches see {@code seqnet bench forward}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class ForwardBenchmark {
  private static final int WINDOW = 128;

  /** The network's base width; 32 in the published checkpoint. */
  @Param({"8", "32"})
  public int baseWidth;

  private InferenceEngine engine;
  private List<String> outputs;
  private float[] input;

  /** Random weights and noise: the work does not depend on them. */
  @Setup
  public void setUp() {
    SeqNetConfig config = SeqNetConfig.seqNet(baseWidth, 3);
    Network network = SeqNetArchitecture.network(config);
    engine = new InferenceEngine(network, NetworkWeights.initial(network, 1), 1);
    outputs = SeqNetArchitecture.finalOutputs(config);
    input = new float[WINDOW * WINDOW * 3];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextDouble();
    }
    float[] map = Objects.requireNonNull(forward().get(outputs.get(0)));
    if (map[0] == map[map.length / 2]) {
      throw new IllegalStateException("the network's output is even: nothing is measured");
    }
  }

  /** Frees the network. */
  @TearDown
  public void tearDown() {
    engine.close();
  }

  /** One window. */
  @Benchmark
  public Map<String, float[]> forward() {
    return engine.run(input, 1, WINDOW, WINDOW, outputs);
  }
}

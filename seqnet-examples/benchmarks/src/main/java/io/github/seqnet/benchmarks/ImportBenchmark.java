// SPDX-License-Identifier: MIT
package io.github.seqnet.benchmarks;

import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.ImportedWeights;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
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
 * Measures reading weights: a Keras HDF5 checkpoint, and the project's own file of the same
 * network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class ImportBenchmark {
  /** The network's base width; 32 in the published checkpoint. */
  @Param({"8", "32"})
  public int baseWidth;

  private Path keras;
  private Path own;

  /** Writes a network of random weights both ways. */
  @Setup
  public void setUp() throws IOException {
    SeqNetConfig config = SeqNetConfig.seqNet(baseWidth, 3);
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 1);
    keras = Files.createTempFile("seqnet", ".hdf5");
    own = Files.createTempFile("seqnet", ".seqnet");
    KerasFile.write(keras, config, weights);
    Provenance provenance = Provenance.now(List.of(), "untrained", OptionalLong.of(1), "");
    WeightFile.write(own, new TrainedModel(config, weights, provenance, ""));
    if (!importKeras().weights().equals(readOwn().weights())) {
      throw new IllegalStateException("the two files differ");
    }
  }

  /** Removes the files. */
  @TearDown
  public void tearDown() throws IOException {
    Files.delete(keras);
    Files.delete(own);
  }

  /** From Keras. */
  @Benchmark
  public ImportedWeights importKeras() throws IOException {
    return KerasFile.read(keras);
  }

  /** From the project's own file. */
  @Benchmark
  public TrainedModel readOwn() throws IOException {
    return WeightFile.read(own);
  }
}

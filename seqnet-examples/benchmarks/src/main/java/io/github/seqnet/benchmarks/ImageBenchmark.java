// SPDX-License-Identifier: MIT
package io.github.seqnet.benchmarks;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
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
 * Measures the prediction of a photograph with the embedded model on all cores. The mode {@code
 * reference} uses every 24th window of the published program's 22 801 along each side; measure its
 * own stride of 3 with {@code seqnet bench image --mode reference}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class ImageBenchmark {
  /** The tiling of the photograph into windows. */
  @Param({"fast", "balanced", "reference"})
  public String mode;

  private VesselModel network;
  private RgbImage photograph;
  private WindowStrategy strategy;

  /** A generated photograph, in which the model must find vessels. */
  @Setup
  public void setUp() {
    network = SeqNet.pretrained();
    photograph = FundusGenerator.generate(FundusOptions.defaults()).image();
    strategy =
        switch (mode) {
          case "fast" -> WindowStrategy.fast();
          case "balanced" -> WindowStrategy.balanced();
          case "reference" -> WindowStrategy.reference(24);
          default -> throw new IllegalArgumentException(mode);
        };
    if (predict().vessel().above(0.5).count() < 1000) {
      throw new IllegalStateException("no vessels are found: nothing is measured");
    }
  }

  /** Frees the network. */
  @TearDown
  public void tearDown() {
    network.close();
  }

  /** One photograph. */
  @Benchmark
  public VesselMaps predict() {
    return network.predict(photograph, strategy, ProgressListener.NONE);
  }
}

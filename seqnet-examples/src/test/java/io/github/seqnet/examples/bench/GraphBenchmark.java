package io.github.seqnet.examples.bench;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.BinaryMask;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a mask to its graph, for masks of several sizes with as many vessels for each pixel: {@code
 * -Dbench.arguments=Graph}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GraphBenchmark {
  @Param({"0.5", "2", "8", "32"})
  private double megapixels;

  private BinaryMask mask;

  /** Waves 9 pixels wide that cross straight vessels 5 pixels wide. */
  @Setup
  public void setUp() {
    int side = (int) Math.sqrt(megapixels * 1e6);
    byte[] pixels = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double wave = y + 30 * Math.sin(x / 60.0);
        boolean vessel = Math.floorMod((int) wave, 200) < 9 || x % 300 < 5;
        pixels[y * side + x] = (byte) (vessel ? 1 : 0);
      }
    }
    mask = BinaryMask.wrap(side, side, pixels);
    if (VesselGraph.of(mask).segmentCount() < 10) {
      throw new IllegalStateException("the mask has too few vessels to be worth measuring");
    }
  }

  /** Zhang-Suen alone. */
  @Benchmark
  public BinaryMask thin() {
    return Thinning.thin(mask, ThinningMethod.ZHANG_SUEN);
  }

  /** Skeleton, thickness, nodes and segments. */
  @Benchmark
  public VesselGraph trace() {
    return VesselGraph.of(mask);
  }
}

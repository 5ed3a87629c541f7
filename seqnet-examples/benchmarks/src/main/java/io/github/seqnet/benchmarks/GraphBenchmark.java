// SPDX-License-Identifier: MIT
package io.github.seqnet.benchmarks;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.io.BiomarkerCsv;
import io.github.seqnet.graph.io.GraphCsv;
import io.github.seqnet.graph.io.GraphFormat;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * Measures thinning, tracing and export of vessel masks of several sizes with the same vessel
 * density: {@code -Dbench.arguments=Graph}. For a mask of your own: {@code -Dbench.arguments="Graph
 * -p megapixels=0 -p file=mask.png"}.
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

  @Param("")
  private String file;

  private BinaryMask mask;
  private Path folder;

  /** Draws waves 9 pixels wide that cross straight vessels 5 pixels wide. */
  @Setup
  public void setUp() throws IOException {
    mask = file.isEmpty() ? generated() : ImageFiles.readMask(Path.of(file));
    if (VesselGraph.of(mask).segmentCount() < 10) {
      throw new IllegalStateException("the mask has too few vessels to be worth measuring");
    }
    folder = Files.createTempDirectory("seqnet-bench");
  }

  private BinaryMask generated() {
    int side = (int) Math.sqrt(megapixels * 1e6);
    byte[] pixels = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double wave = y + 30 * Math.sin(x / 60.0);
        boolean vessel = Math.floorMod((int) wave, 200) < 9 || x % 300 < 5;
        pixels[y * side + x] = (byte) (vessel ? 1 : 0);
      }
    }
    return BinaryMask.wrap(side, side, pixels);
  }

  /** Removes what was written. */
  @TearDown
  public void tearDown() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path written : files.toList()) {
        Files.delete(written);
      }
    }
    Files.delete(folder);
  }

  /** Zhang-Suen thinning. */
  @Benchmark
  public BinaryMask thin() {
    return Thinning.thin(mask, ThinningMethod.ZHANG_SUEN);
  }

  /** Skeleton, calibers, nodes and segments. */
  @Benchmark
  public VesselGraph trace() {
    return VesselGraph.of(mask);
  }

  /** From the mask to its graph, all biomarkers and five files. */
  @Benchmark
  public BiomarkerResults exportWithMeasures() throws IOException {
    VesselGraph graph = VesselGraph.of(mask);
    BiomarkerResults measures =
        BiomarkerMeasurer.with(BiomarkerOptions.defaults())
            .measure(
                BiomarkerInput.of(
                    graph, mask, FieldOfView.wholeImage(mask.width(), mask.height())));
    for (GraphFormat format : GraphFormat.values()) {
      format.write(graph, folder.resolve("graph." + format.extension()));
    }
    GraphCsv.writeSegments(graph, folder.resolve("segments.csv"));
    GraphCsv.writeNodes(graph, folder.resolve("nodes.csv"));
    BiomarkerCsv.write(measures, folder.resolve("measures.csv"));
    return measures;
  }
}

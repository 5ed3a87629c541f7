// SPDX-License-Identifier: MIT
package io.github.seqnet.benchmarks;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.BiomarkerInput;
import io.github.seqnet.graph.biomarker.BiomarkerMeasurer;
import io.github.seqnet.graph.biomarker.BiomarkerOptions;
import io.github.seqnet.graph.biomarker.BiomarkerResults;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.graph.propagation.RefinementResult;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures label propagation and biomarkers of a graph on one thread, for generated vessels in
 * images of 0.6, 2 and 8 megapixels.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class RefinementBenchmark {
  /** Width and height of the image. */
  @Param({"768", "1448", "2896"})
  public int size;

  private ArteryVeinMap labels;
  private BinaryMask mask;
  private VesselGraph graph;
  private FieldOfView fieldOfView;

  /** Generated vessels with some hundred segments. */
  @Setup
  public void setUp() {
    labels = FundusGenerator.generate(FundusOptions.defaults().withSize(size, size)).labels();
    mask = labels.vessels();
    graph = VesselGraph.of(mask);
    fieldOfView = FieldOfView.wholeImage(size, size);
    if (graph.segmentCount() < 100) {
      throw new IllegalStateException("too few segments: " + graph.segmentCount());
    }
  }

  /** Every measure of the graph. */
  @Benchmark
  public BiomarkerResults measure() {
    return BiomarkerMeasurer.with(BiomarkerOptions.defaults())
        .measure(BiomarkerInput.of(graph, mask, fieldOfView));
  }

  /** Labels unified, propagated and painted back. */
  @Benchmark
  public RefinementResult refine() {
    return GraphRefiner.with(RefinementOptions.defaults()).refine(labels);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.graph.propagation.LabelOverrides;
import io.github.seqnet.graph.testing.AsciiArt;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.testing.Fuzzer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mutations of graph files and tables, and the cost of large ones; see {@link Fuzzer}. */
class GraphFuzzTest {
  private static final VesselGraph GRAPH =
      VesselGraph.of(
          AsciiArt.mask(
              """
              .........
              .#######.
              ....#....
              .#..#..#.
              ....#...#
              .........
              """));

  /** The limits that {@link GraphFormat} promises. */
  private static final Fuzzer.Budget BUDGET = Fuzzer.Budget.ofBytes(256);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void readsOrRejectsGraphs(GraphFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(GRAPH, out);
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    format.write(VesselGraph.empty(4, 4), empty);
    String counts =
        Fuzzer.run(
            List.of(out.toByteArray(), empty.toByteArray()),
            Fuzzer.inputs(300),
            format.name().hashCode(),
            BUDGET,
            input -> format.read(new ByteArrayInputStream(input), "fuzz"));
    System.out.println(format.extension() + ": " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  @Test
  void readsOrRejectsTables() throws IOException {
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    GraphCsv.writeSegments(GRAPH, List.of(), segments);
    ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    GraphCsv.writeNodes(GRAPH, nodes);
    String counts =
        Fuzzer.run(
            List.of(segments.toByteArray()),
            Fuzzer.inputs(200),
            1,
            BUDGET,
            input ->
                GraphCsv.read(
                    new ByteArrayInputStream(input),
                    new ByteArrayInputStream(nodes.toByteArray()),
                    "fuzz",
                    9,
                    6));
    System.out.println("segments: " + counts);
    counts =
        Fuzzer.run(
            List.of(nodes.toByteArray()),
            Fuzzer.inputs(200),
            2,
            BUDGET,
            input ->
                GraphCsv.read(
                    new ByteArrayInputStream(segments.toByteArray()),
                    new ByteArrayInputStream(input),
                    "fuzz",
                    9,
                    6));
    System.out.println("nodes: " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  @Test
  void readsOrRejectsLabelOverrides() throws IOException {
    Path file = folder.resolve("overrides.csv");
    LabelOverrideCsv.write(
        new LabelOverrides(
            List.of(
                new LabelOverrides.BySegment(0, VesselLabel.ARTERY),
                new LabelOverrides.ByPoint(4, 2.5, VesselLabel.VEIN))),
        file);
    String counts =
        Fuzzer.run(
            List.of(Files.readAllBytes(file)),
            Fuzzer.inputs(200),
            3,
            BUDGET,
            input -> {
              Files.write(file, input);
              LabelOverrideCsv.read(file);
            });
    System.out.println("overrides: " + counts);
    assertTrue(counts.startsWith("inputs "));
  }

  /** One junction with many pixels, where every segment ends, was searched for every segment. */
  @Test
  void readsALargeJunctionInLinearTime() throws IOException {
    long small = nanos(junction(4_000));
    long large = nanos(junction(64_000));
    assertTrue(
        large < 16 * 8 * Math.max(small, 20_000_000L),
        "16 times the size took " + (double) large / small + " times as long");
  }

  /** Segments of five pixels between one junction that is a row, and the row four above it. */
  private static VesselGraph junction(int segments) {
    int width = 2 * segments;
    VesselGraphBuilder builder = VesselGraph.builder(width, 5);
    int[] row = new int[width];
    for (int x = 0; x < width; x++) {
      row[x] = 4 * width + x;
    }
    int center = builder.addNode(NodeKind.JUNCTION, row);
    for (int k = 0; k < segments; k++) {
      int x = 2 * k;
      int end = builder.addNode(NodeKind.END_POINT, x);
      builder.addSegment(
          end,
          center,
          new int[] {x, width + x, 2 * width + x, 3 * width + x, 4 * width + x},
          new float[] {1, 1, 1, 1, 1});
    }
    return builder.build();
  }

  private static long nanos(VesselGraph graph) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GraphFormat.GRAPHML.write(graph, out);
    String text = out.toString(StandardCharsets.UTF_8);
    byte[] swapped =
        text.replaceAll("source=\"(\\w+)\" target=\"(\\w+)\"", "source=\"$2\" target=\"$1\"")
            .getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();
    VesselGraph read = GraphFormat.GRAPHML.read(new ByteArrayInputStream(swapped), "graph");
    long nanos = System.nanoTime() - start;
    assertEquals(graph.segmentCount(), read.segmentCount());
    return nanos;
  }
}

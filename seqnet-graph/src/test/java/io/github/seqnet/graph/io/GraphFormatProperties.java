// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselGraphBuilder;
import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.VesselLabel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GraphFormatProperties {
  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Property(tries = 60, seed = "33")
  void readingGivesBackWhatWasWritten(
      @ForAll("masks") BinaryMask mask, @ForAll GraphFormat format, @ForAll int seed)
      throws IOException {
    VesselGraph graph = annotated(VesselGraph.of(mask), seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(graph, out);
    assertEquals(graph, format.parse(new ByteArrayInputStream(out.toByteArray())));
  }

  @Property(tries = 30, seed = "34")
  void readingTablesGivesBackWhatWasWritten(@ForAll("masks") BinaryMask mask, @ForAll int seed)
      throws IOException {
    VesselGraph graph = annotated(VesselGraph.of(mask), seed);
    Path folder = Files.createTempDirectory("graph");
    Path segments = folder.resolve("a.segments.csv");
    Path nodes = folder.resolve("a.nodes.csv");
    GraphCsv.writeSegments(graph, segments);
    GraphCsv.writeNodes(graph, nodes);
    VesselGraph read = GraphCsv.read(segments, nodes, graph.width(), graph.height());
    Files.delete(segments);
    Files.delete(nodes);
    Files.delete(folder);
    assertEquals(graph, read);
  }

  @Property(tries = 60, seed = "35")
  void damagedFilesAreReadOrRefusedWithALine(
      @ForAll GraphFormat format, @ForAll int at, @ForAll byte with) throws IOException {
    VesselGraph graph = annotated(VesselGraph.of(BinaryMask.full(12, 5)), 3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(graph, out);
    byte[] bytes = out.toByteArray();
    bytes[Math.floorMod(at, bytes.length)] = with;
    try {
      format.parse(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      assertEquals("line ", e.getMessage().substring(0, 5), e.getMessage());
    }
  }

  private static VesselGraph annotated(VesselGraph graph, int seed) {
    VesselGraphBuilder builder = VesselGraph.builder(graph.width(), graph.height()).addAll(graph);
    for (int k = 0; k < graph.segmentCount(); k++) {
      int kind = Math.floorMod(k * 31 + seed, 3);
      if (kind > 0) {
        builder.label(k, kind == 1 ? VesselLabel.ARTERY : VesselLabel.VEIN);
        builder.confidence(k, (k + 1) / 3.0 * (kind == 1 ? 1 : -1));
      }
      if (kind < 2) {
        builder.threshold(k, kind == 0 ? 0.1 : 0.5);
      }
    }
    return builder.build();
  }
}

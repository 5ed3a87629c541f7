// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.io.LabelOverrideCsv;
import io.github.seqnet.graph.testing.Drawing;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelOverridesTest {
  private static final LabelOverrides BOTH =
      new LabelOverrides(
          List.of(
              new LabelOverrides.BySegment(0, VesselLabel.VEIN),
              new LabelOverrides.ByPoint(50, 61, VesselLabel.ARTERY)));

  private static VesselGraph twoLines() {
    return VesselGraph.of(
        new Drawing(100, 100)
            .line(10, 20, 90, 20, 3, VesselLabel.UNKNOWN)
            .line(10, 60, 90, 60, 3, VesselLabel.UNKNOWN)
            .mask());
  }

  @Test
  void filesKeepEveryOverride(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("labels.csv");
    LabelOverrideCsv.write(BOTH, file);
    assertEquals(BOTH, LabelOverrideCsv.read(file));
  }

  @Test
  void malformedFilesAreRejectedWithTheirLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("labels.csv");
    for (String row : List.of("0,1,2,artery", ",,,vein", ",3,,vein", "0,,,capillary", "x,,,vein")) {
      Files.writeString(file, "segment,x_px,y_px,label\n" + row + "\n");
      String message =
          assertThrows(IOException.class, () -> LabelOverrideCsv.read(file)).getMessage();
      assertTrue(message.contains("labels.csv") && message.contains("line 2"), message);
    }
  }

  @Test
  void overridesBecomeFixedLabels() {
    VesselGraph graph = twoLines();
    assertEquals(Map.of(0, VesselLabel.VEIN, 1, VesselLabel.ARTERY), BOTH.resolve(graph));
    LabelOverrides far =
        new LabelOverrides(List.of(new LabelOverrides.ByPoint(50, 40, VesselLabel.VEIN)));
    assertThrows(IllegalArgumentException.class, () -> far.resolve(graph));
  }

  @Test
  void aRuleOfOnesOwnHonorsThem() {
    VesselGraph graph = twoLines();
    PropagationResult result =
        PropagationResult.of(graph, FrozenRegion.none(), BOTH.resolve(graph), segment -> 1);
    assertEquals(VesselLabel.VEIN, result.graph().segment(0).label());
    assertEquals(VesselLabel.ARTERY, result.graph().segment(1).label());
    assertEquals(SegmentAudit.Hold.FIXED, result.audits().get(0).hold());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The vessel graph of an artery/vein map that any program made (red arteries, blue veins), without
 * a network: how many segments there are of each kind, how long and how thick they are.
 *
 * <p>Argument: the map.
 */
public final class GraphOfArteryVeinMap {
  private GraphOfArteryVeinMap() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(1, arguments, "GraphOfArteryVeinMap <map>");
    print(ImageFiles.readLabels(Path.of(arguments[0])), System.out);
  }

  static void print(ArteryVeinMap map, PrintStream out) {
    for (VesselLabel label : new VesselLabel[] {VesselLabel.ARTERY, VesselLabel.VEIN}) {
      VesselGraph graph = VesselGraph.of(map.pixels(label));
      double length = 0;
      double caliber = 0;
      for (Segment segment : graph.segments()) {
        length += segment.lengthPx();
        caliber += segment.meanCaliberPx() * segment.lengthPx();
      }
      out.printf(
          Locale.ROOT,
          "%s: %d nodes, %d segments, %.0f px long, %.1f px thick on average%n",
          label.name().toLowerCase(Locale.ROOT),
          graph.nodeCount(),
          graph.segmentCount(),
          length,
          length > 0 ? caliber / length : 0);
    }
  }
}

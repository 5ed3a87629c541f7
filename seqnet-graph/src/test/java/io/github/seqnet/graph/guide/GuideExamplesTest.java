// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideExamplesTest {
  private static final Path CODE =
      Path.of("src/test/java/io/github/seqnet/graph/guide/GuideExamples.java");

  @TempDir Path folder;

  @Test
  void examplesRun() throws IOException {
    GeneratedEye eye = new GeneratedEye(480, 7);
    VesselGraph graph = GuideExamples.graph(eye.vessels());
    assertTrue(GuideExamples.tidy(eye.vessels()).segmentCount() <= graph.segmentCount());
    OpticDisc disc = GuideExamples.disc(eye.image(), eye.fieldOfView()).disc().orElseThrow();
    // The made-up disc is clean: the margin is found to within two pixels of the working image.
    assertEquals(eye.disc().centerX(), disc.centerX(), 4);
    assertEquals(eye.disc().centerY(), disc.centerY(), 4);
    assertEquals(eye.disc().radiusPx(), disc.radiusPx(), 4);
    String ratio = GuideExamples.measures(graph, eye.vessels(), eye.fieldOfView(), disc, folder);
    assertTrue(ratio.startsWith("AVR 0."), ratio);
    assertEquals(graph, GuideExamples.files(graph, folder));
    assertEquals(
        VesselLabel.ARTERY,
        GuideExamples.propagation(graph, disc, folder).graph().segment(12).label());
    int x = graph.segment(12).x(graph.segment(12).pathSize() / 2);
    int y = graph.segment(12).y(graph.segment(12).pathSize() / 2);
    assertEquals(VesselLabel.VEIN, GuideExamples.click(graph, eye.vessels(), disc, x, y).get(x, y));
    assertTrue(!GuideExamples.trees(graph).isEmpty());
  }

  @Test
  void guideShowsTheCodeThatRuns() throws IOException {
    Map<String, String> code =
        blocks(Files.readString(CODE), "(?s) *// begin: (\\w+)\n(.*?) *// end: \\w+\n");
    Map<String, String> guide =
        blocks(
            Files.readString(Path.of("README.md")),
            "(?s)<!-- example: (\\w+) -->\n```java\n(.*?)```\n");
    assertEquals(code, guide);
  }

  private static Map<String, String> blocks(String text, String pattern) {
    Map<String, String> blocks = new TreeMap<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      blocks.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent());
    }
    return blocks;
  }
}

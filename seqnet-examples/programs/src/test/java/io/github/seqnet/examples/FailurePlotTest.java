// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.weights.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailurePlotTest {
  @TempDir private Path folder;

  @Test
  void degradedPhotographsHaveMoreErrors() throws IOException {
    Path plot = folder.resolve("failures.png");
    List<String> rows = FailurePlot.write(EmbeddedModel.OPEN.load(), 256, plot).lines().toList();
    assertEquals(9, rows.size());
    assertTrue(dice(rows, "out of focus") < dice(rows, "as generated"), rows.toString());
    assertTrue(dice(rows, "with bleedings") < dice(rows, "as generated"), rows.toString());
    RgbImage image = ImageFiles.readRgb(plot);
    assertEquals(7 * 256, image.width());
    assertEquals(2 * 256, image.height());
  }

  private static double dice(List<String> rows, String photograph) {
    String row =
        rows.stream().filter(line -> line.contains("| " + photograph)).findFirst().orElseThrow();
    return Double.parseDouble(row.split("\\|", -1)[3].strip());
  }
}

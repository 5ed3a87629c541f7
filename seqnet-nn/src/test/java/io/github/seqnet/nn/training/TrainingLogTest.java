// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
  @TempDir Path folder;

  @Test
  void linesAreKeptWhateverTheFiguresAreCalled() throws IOException {
    for (String name :
        List.of("plain", "dice (DRIVE, test)", "the \"best\", so far", "two\nlines")) {
      Path validations = folder.resolve("validations.csv");
      Files.deleteIfExists(validations);
      for (long step = 1; step <= 3; step++) {
        try (TrainingLog log = open(step - 1)) {
          log.validated(validated(step, name));
        }
      }
      List<String> lines = Files.readAllLines(validations);
      assertEquals(4, lines.size(), lines.toString());
      assertEquals("3,1.000,0.500000,true,0.250000", lines.get(3));
    }
    try (TrainingLog log = open(9)) {
      log.validated(validated(10, "dice (DRIVE, test)"));
    }
    assertEquals(
        "step,seconds,score,best,two lines",
        Files.readAllLines(folder.resolve("validations.csv")).get(0));
  }

  private TrainingLog open(long lastStep) throws IOException {
    return new TrainingLog(
        folder.resolve("steps.csv"), folder.resolve("validations.csv"), lastStep);
  }

  private static TrainingListener.Validated validated(long step, String metric) {
    Validation.Result result = new Validation.Result(0.5, Map.of(metric, 0.25));
    return new TrainingListener.Validated(step, result, true, Duration.ofSeconds(1));
  }
}

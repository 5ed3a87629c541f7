// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InfoCommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SeqNet",
        "ND4J",
        "backend",
        "oneDNN",
        "threads",
        "Java",
        "platform",
        "TIFF reader"
      })
  void saysWhatRunsHere(String subject) {
    Program run = Program.run("info");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().lines().anyMatch(line -> line.startsWith(subject + " ")), run.out());
  }

  @Test
  void namesTheDataOfEachModelOnce() {
    List<String> data =
        Program.run("info").out().lines().filter(line -> line.startsWith("trained on ")).toList();
    assertEquals(2, data.size());
    for (String set : List.of("DRIVE: ", "LES-AV: ", "HRF: ", "AVRDB: ")) {
      assertEquals(2, data.get(0).split(set, -1).length, data.get(0));
      assertEquals(set.startsWith("DRIVE") ? 1 : 2, data.get(1).split(set, -1).length, set);
    }
  }

  @Test
  void namesTheTiffReader() {
    assertTrue(Program.run("info").out().contains("built in; fax compressions: "));
  }
}

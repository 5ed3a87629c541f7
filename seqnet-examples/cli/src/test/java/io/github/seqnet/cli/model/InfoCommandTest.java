// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.Program;
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
  void namesTheTiffReader() {
    assertTrue(Program.run("info").out().contains("built in; fax compressions: "));
  }
}

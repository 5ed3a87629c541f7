// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateralityTest {
  @ParameterizedTest
  @ValueSource(strings = {"L", "left", " OS ", "os"})
  void parsesLeft(String text) {
    assertEquals(Optional.of(Laterality.LEFT), Laterality.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"R", "Right", "OD", "od\n"})
  void parsesRight(String text) {
    assertEquals(Optional.of(Laterality.RIGHT), Laterality.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "B", "OU", "both", "lefty"})
  void otherTextIsUnknown(String text) {
    assertEquals(Optional.empty(), Laterality.parse(text));
  }

  @Test
  void oppositeEyeAndCode() {
    assertEquals(Laterality.RIGHT, Laterality.LEFT.opposite());
    assertEquals("OD", Laterality.LEFT.opposite().code());
  }
}

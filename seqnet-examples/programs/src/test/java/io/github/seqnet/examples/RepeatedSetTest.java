// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedSetTest {
  @Test
  void readsHowOftenASetIsSampled() {
    assertEquals(new RepeatedSet(1, "drive:a"), RepeatedSet.parse("drive:a"));
    assertEquals(new RepeatedSet(12, "wide:avrdb:b"), RepeatedSet.parse("12*wide:avrdb:b"));
    assertEquals(new RepeatedSet(2, "drive:a*b"), RepeatedSet.parse("2*drive:a*b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0*drive:a", "-1*drive:a", "x*drive:a", "*drive:a", "99999*drive:a"})
  void rejectsWhatIsNotACount(String argument) {
    IllegalArgumentException rejected =
        assertThrows(IllegalArgumentException.class, () -> RepeatedSet.parse(argument));
    assertTrue(rejected.getMessage().startsWith(argument), rejected.getMessage());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TracingOptionsTest {
  @Test
  void namesTheValueThatIsOutOfRange() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TracingOptions.defaults().withMergeWidths(Double.NaN));
    assertEquals("mergeWidths must be in 0..10, got NaN", e.getMessage());
  }

  @Test
  void changesOneValueAtATime() {
    TracingOptions options = TracingOptions.defaults().withJunctionRule(JunctionRule.PAPER);
    assertEquals(new TracingOptions(JunctionRule.PAPER, 0, 0, true), options);
  }
}

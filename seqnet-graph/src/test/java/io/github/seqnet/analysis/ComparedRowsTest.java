// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How the rows of a batch are compared with each other. */
class ComparedRowsTest {
  private static final String DEVIATION = "disc_radius_deviation";

  @Test
  void tellsTheDeviationFromTheMedianOfPhotographsOfTheSameSize() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (double radius : new double[] {40, 42, 44, 46, 22}) {
      rows.add(row(565, radius));
    }
    // Another camera, with too few discs, and photographs without a disc.
    rows.add(row(3504, 190.0));
    rows.add(row(565, null));
    List<Map<String, Object>> compared = ReportTable.compared(rows);
    assertEquals(rows.size(), compared.size());
    assertEquals(40 / 42.0 - 1, compared.get(0).get(DEVIATION));
    assertEquals(0.0, compared.get(1).get(DEVIATION));
    assertEquals(22 / 42.0 - 1, compared.get(4).get(DEVIATION));
    assertNull(compared.get(5).get(DEVIATION));
    assertNull(compared.get(6).get(DEVIATION));
    assertNull(rows.get(0).get(DEVIATION), "rows are left unchanged");
    assertEquals(List.copyOf(rows.get(0).keySet()), List.copyOf(compared.get(0).keySet()));
  }

  @Test
  void fewDiscsAreNoReference() {
    List<Map<String, Object>> rows = List.of(row(565, 40.0), row(565, 60.0));
    ReportTable.compared(rows).forEach(row -> assertNull(row.get(DEVIATION)));
    assertEquals(List.of(), ReportTable.compared(List.of()));
  }

  @Test
  void comparedRowsCannotBeChanged() {
    Map<String, Object> compared = ReportTable.compared(List.of(row(565, 40.0))).get(0);
    assertThrows(UnsupportedOperationException.class, () -> compared.put(DEVIATION, 1.0));
  }

  private static Map<String, Object> row(long width, @Nullable Double radius) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (String name : ReportTable.of(BiomarkerSet.of(List.of()), Scale.pixels()).names()) {
      row.put(name, null);
    }
    row.put("width_px", width);
    row.put("height_px", 584L);
    row.put("disc_radius_px", radius);
    return row;
  }
}

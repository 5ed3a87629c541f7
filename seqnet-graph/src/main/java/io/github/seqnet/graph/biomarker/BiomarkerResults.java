// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The biomarkers of one image, in the order of {@link BiomarkerSet#columns}. The order depends on
 * the set of biomarkers alone, so that the tables of all images have the same columns. Immutable,
 * equal by columns and values.
 */
public final class BiomarkerResults implements Serializable {
  private static final long serialVersionUID = 1;

  private final BiomarkerColumn[] columns;
  private final BiomarkerValue[] values;

  BiomarkerResults(List<BiomarkerColumn> columns, List<BiomarkerValue> values) {
    this.columns = columns.toArray(BiomarkerColumn[]::new);
    this.values = values.toArray(BiomarkerValue[]::new);
  }

  /** The columns in order. */
  public List<BiomarkerColumn> columns() {
    return List.of(columns);
  }

  /** The values in the order of {@link #columns()}. */
  public List<BiomarkerValue> values() {
    return List.of(values);
  }

  /**
   * The value of one biomarker.
   *
   * @param biomarker the id, such as {@code avr_knudtson}
   * @throws IllegalArgumentException if there is no such column, for example the artery equivalent
   *     of veins
   */
  public BiomarkerValue get(String biomarker, VesselGroup vessels, Region region) {
    Objects.requireNonNull(vessels, "vessels");
    Objects.requireNonNull(region, "region");
    return get(
        Objects.requireNonNull(biomarker, "biomarker") + "." + vessels.id() + "." + region.id());
  }

  /**
   * The value of one biomarker.
   *
   * @throws IllegalArgumentException if it was not measured for these vessels and this region
   */
  public BiomarkerValue get(Biomarker biomarker, VesselGroup vessels, Region region) {
    return get(Objects.requireNonNull(biomarker, "biomarker").id(), vessels, region);
  }

  /**
   * The value of a column.
   *
   * @param column the name of the column, such as {@code tortuosity.arteries.zone_c}
   * @throws IllegalArgumentException if there is no such column
   */
  public BiomarkerValue get(String column) {
    Objects.requireNonNull(column, "column");
    for (int k = 0; k < columns.length; k++) {
      if (columns[k].name().equals(column)) {
        return values[k];
      }
    }
    throw new IllegalArgumentException("no biomarker is named '" + column + "'");
  }

  /**
   * These results with more remarks at the values that are present.
   *
   * @param remark the remark for a column, or an empty text
   */
  public BiomarkerResults withRemarks(Function<BiomarkerColumn, String> remark) {
    Objects.requireNonNull(remark, "remark");
    List<BiomarkerValue> remarked = new ArrayList<>();
    for (int k = 0; k < columns.length; k++) {
      remarked.add(
          values[k].isPresent() ? values[k].withRemark(remark.apply(columns[k])) : values[k]);
    }
    return new BiomarkerResults(columns(), remarked);
  }

  /**
   * The remarks, each with the columns that it applies to, in the order of the columns; columns
   * without a remark are left out.
   */
  public Map<String, List<BiomarkerColumn>> remarks() {
    Map<String, List<BiomarkerColumn>> remarks = new LinkedHashMap<>();
    for (int k = 0; k < columns.length; k++) {
      String remark = values[k].remark();
      if (!remark.isEmpty()) {
        remarks.computeIfAbsent(remark, key -> new ArrayList<>()).add(columns[k]);
      }
    }
    return remarks;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BiomarkerResults results
        && results.columns().equals(columns())
        && results.values().equals(values());
  }

  @Override
  public int hashCode() {
    return 31 * columns().hashCode() + values().hashCode();
  }

  @Override
  public String toString() {
    long present = values().stream().filter(BiomarkerValue::isPresent).count();
    return "BiomarkerResults[" + columns.length + " columns, " + present + " with a value]";
  }
}

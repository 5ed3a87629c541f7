// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.report;

import java.util.List;

/**
 * The content of the page of a folder: one row for each photograph. The template escapes every
 * text.
 *
 * @param title the heading
 * @param columns the sortable columns
 * @param rows the photographs
 */
public record IndexPage(String title, List<Column> columns, List<IndexRow> rows) {
  /** A column; its type is {@code text} or {@code number}. */
  public record Column(String title, String type) {}

  /**
   * A photograph.
   *
   * @param text what the search field looks in
   * @param state {@code good}, {@code poor} or {@code error}
   * @param thumbnail a {@code data:} address, or empty
   * @param cells one for each column
   */
  public record IndexRow(String text, String state, String thumbnail, List<Cell> cells) {
    /** Whether there is a thumbnail. */
    public boolean hasThumbnail() {
      return !thumbnail.isEmpty();
    }
  }

  /**
   * A cell.
   *
   * @param text what it shows
   * @param type {@code text} or {@code number}
   * @param sortKey what it is sorted by; empty for a missing number
   * @param href the relative address that it links to, or empty
   */
  public record Cell(String text, String type, String sortKey, String href) {
    /** Whether it is a link. */
    public boolean hasLink() {
      return !href.isEmpty();
    }
  }

  /** The style sheet. */
  public String css() {
    return PageResources.text("report.css");
  }

  /** The script. */
  public String script() {
    return PageResources.text("index.js");
  }
}

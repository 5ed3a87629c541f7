// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.WebImages;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A photograph on the page of its folder. Immutable.
 *
 * @see HtmlReport#writeIndex
 */
public final class HtmlIndexEntry implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int THUMBNAIL_SIDE = 160;
  private static final double THUMBNAIL_QUALITY = 0.7;

  private final Map<String, Object> row;
  private final String href;
  private final byte[] thumbnail;

  private HtmlIndexEntry(Map<String, ?> row, String href, byte[] thumbnail) {
    this.row = new LinkedHashMap<>(Objects.requireNonNull(row, "row"));
    this.href = href;
    this.thumbnail = thumbnail;
  }

  /**
   * A photograph that was analyzed.
   *
   * @param row as {@link RetinaReport#toRow()} returns it
   * @param href the relative address of its page; empty if it has none
   * @param photograph reduced to a thumbnail at once, and not kept
   */
  public static HtmlIndexEntry of(Map<String, ?> row, String href, RgbImage photograph) {
    Objects.requireNonNull(href, "href");
    return new HtmlIndexEntry(
        row, href, WebImages.jpeg(photograph, THUMBNAIL_SIDE, THUMBNAIL_QUALITY));
  }

  /**
   * A photograph without a thumbnail, such as one that could not be analyzed.
   *
   * @param row as {@link RetinaAnalyzer#tryAnalyze} returns it
   * @param href the relative address of its page; empty if it has none
   */
  public static HtmlIndexEntry of(Map<String, ?> row, String href) {
    return new HtmlIndexEntry(row, Objects.requireNonNull(href, "href"), new byte[0]);
  }

  Map<String, Object> row() {
    return row;
  }

  String href() {
    return href;
  }

  byte[] thumbnail() {
    return thumbnail.clone();
  }
}

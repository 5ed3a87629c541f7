// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

/**
 * The pixels over which artery/vein metrics are computed. Values of different protocols must not be
 * compared. All protocols count pixels inside of the field of view and pool them over images. All
 * leave out pixels that are annotated as crossing or unknown.
 */
public enum Protocol {
  /**
   * Every annotated artery and vein pixel, found or not. A pixel is called artery where its artery
   * probability is at least its vein probability. Therefore a hard label map, whose probabilities
   * are 0 outside of its vessels, calls every missed vessel an artery. Use {@link #DISCOVERED} for
   * such maps, together with the sensitivity of the segmentation.
   */
  ALL_GT("all_gt", "all annotated arteries and veins"),
  /** The annotated artery and vein pixels that the segmentation found. */
  DISCOVERED("discovered", "annotated arteries and veins that were found"),
  /** Those of {@link #DISCOVERED} that lie on the center line of the annotated vessels. */
  CENTER_LINE_DISCOVERED("center_line_discovered", "center lines of vessels that were found"),
  /**
   * Those of {@link #CENTER_LINE_DISCOVERED} whose distance to the nearest background pixel,
   * between centers, is at least {@link EvaluationOptions#wideRadius}. With the default of 1.5 px,
   * the center lines of straight vessels 3 px wide or wider count, those of vessels 2 px wide do
   * not.
   */
  CENTER_LINE_DISCOVERED_2PX(
      "center_line_discovered_2px", "center lines of wide vessels that were found"),
  /** The whole field of view with the classes background, artery and vein. */
  THREE_CLASS("three_class", "the whole field of view with three classes");

  private final String id;
  private final String description;

  Protocol(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /** The name in metric ids, such as {@code all_gt} in {@code av.all_gt.accuracy}. */
  public String id() {
    return id;
  }

  /** A few words that describe the pixels. */
  public String description() {
    return description;
  }
}

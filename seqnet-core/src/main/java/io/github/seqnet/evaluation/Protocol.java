package io.github.seqnet.evaluation;

/**
 * Over which pixels artery/vein figures are computed. Published figures state which they use; they
 * must never be compared across protocols. All are inside of the field of view, pooled over images;
 * pixels that the annotator called crossing or unknown are left out of each.
 */
public enum Protocol {
  /**
   * Every artery and vein pixel of the annotation, found or not. A pixel is called artery where its
   * artery probability is at least its vein probability, at equal ones too: of a hard label map,
   * whose probabilities are 0 outside of its vessels, every missed vessel is called artery, which
   * is right for arteries and wrong for veins. {@link #DISCOVERED} leaves missed vessels out; use
   * it for hard label maps, beside the sensitivity of the segmentation.
   */
  ALL_GT("all_gt", "all annotated arteries and veins"),
  /** Of these, those that the segmentation found. */
  DISCOVERED("discovered", "those segmented as vessel"),
  /** Of the discovered, those on the center line of the annotated vessels. */
  CENTER_LINE_DISCOVERED("center_line_discovered", "center line of discovered vessels"),
  /**
   * Of those on the center line, those whose distance to the nearest background pixel, from center
   * to center, is at least {@link EvaluationOptions#wideRadius}, by default 1.5 px: of a straight
   * vessel 3 px wide or wider the center line counts, of one 2 px wide nothing.
   */
  CENTER_LINE_DISCOVERED_2PX("center_line_discovered_2px", "the same, vessels at least 2 px wide"),
  /** The whole field of view, with background, artery and vein as classes. */
  THREE_CLASS("three_class", "whole field of view, three classes");

  private final String id;
  private final String description;

  Protocol(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /** The name in figures, such as {@code all_gt} in {@code av.all_gt.accuracy}. */
  public String id() {
    return id;
  }

  /** A few words for tables. */
  public String description() {
    return description;
  }
}

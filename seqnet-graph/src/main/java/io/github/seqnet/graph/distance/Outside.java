package io.github.seqnet.graph.distance;

/** How distances treat the outside of an image. */
public enum Outside {
  /** Nothing: only background pixels of the image count, as in scipy. */
  IGNORED,
  /** Background, one pixel beyond the edge. */
  BACKGROUND
}

package io.github.seqnet.graph.distance;

/** What lies beyond the edge of an image. */
public enum Outside {
  /** Nothing: only background pixels of the image count, as in scipy. */
  IGNORED,
  /** Background, one pixel beyond the edge. */
  BACKGROUND
}

package io.github.seqnet.dataset;

/** What the label files of a data set tell. */
public enum LabelKind {
  /** Arteries and veins by color. */
  ARTERY_VEIN,
  /** Vessels only; each is read as {@link io.github.seqnet.image.VesselLabel#UNKNOWN}. */
  VESSEL
}

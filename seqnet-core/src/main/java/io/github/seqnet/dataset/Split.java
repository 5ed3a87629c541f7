package io.github.seqnet.dataset;

/** Which part of a data set is meant. */
public enum Split {
  /** The images for training and for every choice. */
  TRAINING,
  /** The images for reporting only. */
  TEST,
  /** Every image. */
  ALL
}

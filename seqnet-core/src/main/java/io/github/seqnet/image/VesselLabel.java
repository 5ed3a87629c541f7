// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

/** The class of a pixel in an {@link ArteryVeinMap}. */
public enum VesselLabel {
  /** No vessel. */
  BACKGROUND(0),
  /** An artery only. */
  ARTERY(1),
  /** A vein only. */
  VEIN(2),
  /** An artery and a vein that cross. */
  CROSSING(3),
  /** A vessel of unknown class. */
  UNKNOWN(4);

  private static final VesselLabel[] VALUES = values();

  private final byte code;

  VesselLabel(int code) {
    this.code = (byte) code;
  }

  /**
   * The label with a given code.
   *
   * @throws IllegalArgumentException if there is no such label
   */
  public static VesselLabel ofCode(int code) {
    if (code < 0 || code >= VALUES.length) {
      throw new IllegalArgumentException("vessel label code must be 0..4, got " + code);
    }
    return VALUES[code];
  }

  /**
   * The code in {@link ArteryVeinMap#toArray()}: 0 background, 1 artery, 2 vein, 3 crossing, 4
   * unknown.
   */
  public byte code() {
    return code;
  }
}

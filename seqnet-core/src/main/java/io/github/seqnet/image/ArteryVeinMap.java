// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * An artery/vein map: one {@link VesselLabel} per pixel, stored as its code at the index {@code y *
 * width + x}. Immutable and safe to share between threads; equal by size and content.
 */
public final class ArteryVeinMap implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int height;
  private final byte[] codes;

  private ArteryVeinMap(int width, int height, byte[] codes) {
    ImageChecks.checkedLength("artery/vein map", width, height, 1, codes.length);
    for (byte code : codes) {
      VesselLabel.ofCode(code);
    }
    this.width = width;
    this.height = height;
    this.codes = codes;
  }

  /**
   * Copies the codes into a new map.
   *
   * @param codes {@link VesselLabel#code()} of each pixel
   * @throws IllegalArgumentException if a side is below 1, the length does not fit, or a code is
   *     not that of a label
   */
  public static ArteryVeinMap of(int width, int height, byte[] codes) {
    return new ArteryVeinMap(width, height, codes.clone());
  }

  /**
   * Creates a map backed by the array, without copying it. The caller must not modify the array
   * afterwards.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static ArteryVeinMap wrap(int width, int height, byte[] codes) {
    return new ArteryVeinMap(width, height, codes);
  }

  /**
   * Combines a mask of arteries and a mask of veins, as AutoMorph and PVBM write them. Pixels of
   * both are {@link VesselLabel#CROSSING}.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static ArteryVeinMap of(BinaryMask arteries, BinaryMask veins) {
    Objects.requireNonNull(arteries, "arteries");
    Objects.requireNonNull(veins, "veins");
    ImageChecks.checkSameSize(
        "vein mask", arteries.width(), arteries.height(), veins.width(), veins.height());
    byte[] artery = arteries.toArray();
    byte[] vein = veins.toArray();
    byte[] codes = new byte[artery.length];
    for (int i = 0; i < codes.length; i++) {
      if (artery[i] != 0) {
        codes[i] = (vein[i] != 0 ? VesselLabel.CROSSING : VesselLabel.ARTERY).code();
      } else if (vein[i] != 0) {
        codes[i] = VesselLabel.VEIN.code();
      }
    }
    return new ArteryVeinMap(arteries.width(), arteries.height(), codes);
  }

  /** A map whose vessels are all {@link VesselLabel#UNKNOWN}. */
  public static ArteryVeinMap unknown(BinaryMask vessels) {
    byte[] codes = vessels.toArray();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = codes[i] == 0 ? 0 : VesselLabel.UNKNOWN.code();
    }
    return new ArteryVeinMap(vessels.width(), vessels.height(), codes);
  }

  /** The number of columns, at least 1. */
  public int width() {
    return width;
  }

  /** The number of rows, at least 1. */
  public int height() {
    return height;
  }

  /**
   * The label at a pixel.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public VesselLabel get(int x, int y) {
    return VesselLabel.ofCode(codes[ImageChecks.index(width, height, x, y)]);
  }

  /** The pixels of every label except background. */
  public BinaryMask vessels() {
    byte[] mask = new byte[codes.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (codes[i] == 0 ? 0 : 1);
    }
    return BinaryMask.wrap(width, height, mask);
  }

  /** The pixels with exactly this label. */
  public BinaryMask pixels(VesselLabel label) {
    byte code = label.code();
    byte[] mask = new byte[codes.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (codes[i] == code ? 1 : 0);
    }
    return BinaryMask.wrap(width, height, mask);
  }

  /** A copy of all codes. */
  public byte[] toArray() {
    return codes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArteryVeinMap map
        && map.width == width
        && map.height == height
        && Arrays.equals(map.codes, codes);
  }

  @Override
  public int hashCode() {
    return (width * 31 + height) * 31 + Arrays.hashCode(codes);
  }

  @Override
  public String toString() {
    return "ArteryVeinMap[" + width + " x " + height + "]";
  }

  private Object writeReplace() {
    return new Serialized(width, height, PackedArray.ofBytes(codes));
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("ArteryVeinMap is read through its serialized form only");
  }

  /** The serialized form: the values are compressed. */
  private record Serialized(int width, int height, PackedArray values) implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() throws InvalidObjectException {
      return wrap(width, height, values.toBytes());
    }
  }
}

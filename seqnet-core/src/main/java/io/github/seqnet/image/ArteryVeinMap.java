package io.github.seqnet.image;

import java.util.Arrays;

/**
 * One {@link VesselLabel} for each pixel, as its code, index {@code y * width + x}. Immutable and
 * safe to share between threads; equal by size and content.
 */
public final class ArteryVeinMap {
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
   *     none
   */
  public static ArteryVeinMap of(int width, int height, byte[] codes) {
    return new ArteryVeinMap(width, height, codes.clone());
  }

  /**
   * Makes a map of the array itself, without a copy: the caller must not touch the array again.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static ArteryVeinMap wrap(int width, int height, byte[] codes) {
    return new ArteryVeinMap(width, height, codes);
  }

  /**
   * A map that calls each set pixel of a mask {@link VesselLabel#UNKNOWN}, any other background.
   */
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

  /** The pixels with any label but background. */
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
}

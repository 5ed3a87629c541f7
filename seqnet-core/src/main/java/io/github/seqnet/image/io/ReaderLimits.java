// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.Serializable;

/**
 * Limits on the resources that reading one image may use, for servers that read files of unknown
 * origin.
 *
 * <p>Whatever the limits, reading a file of <i>n</i> bytes that declares <i>p</i> pixels takes time
 * and memory linear in <i>n</i> + <i>p</i>: at most 16 bytes of heap per byte of the file plus 48
 * bytes per pixel (plus 32 MB), and at most {@value #BASE_SECONDS} s plus {@value
 * #MICROSECONDS_PER_UNIT} &micro;s of processor time per byte and pixel. Sizes are checked before
 * anything of that size is allocated. A decoder that runs past its time is stopped, and the read
 * fails with an {@link java.io.IOException}. An ordinary photograph takes about 0.05 &micro;s per
 * pixel. The bytes of a deflated DICOM file are those that it expands to, at most 64 times its own
 * plus 1 MB.
 *
 * <p>JPEG 2000 has an optional decoder, which cannot be stopped. Files whose structure would make
 * it use far more memory than their size justifies are rejected, and it runs on a thread of its
 * own. When its time is over, the read fails and the thread runs on; until it ends, reading any
 * other JPEG 2000 file fails at once. A server that reads files of unknown origin in one process
 * should leave that decoder off its class path.
 *
 * @param pixels the largest number of pixels of an image or frame, 1..{@value #MOST_PIXELS};
 *     default {@value ImageFiles#MAXIMUM_PIXELS}
 * @param bytes the largest size of a file in bytes, 1..{@value #MOST_BYTES}; default 1 GiB
 * @param seconds the longest time for one image in seconds of wall-clock time, greater than 0;
 *     default 120
 */
public record ReaderLimits(long pixels, long bytes, double seconds) implements Serializable {
  private static final long serialVersionUID = 1;

  /** The highest value of {@link #pixels}: more samples do not fit an array. */
  public static final long MOST_PIXELS = 700_000_000;

  /** The highest value of {@link #bytes}: more do not fit an array. */
  public static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  static final double BASE_SECONDS = 10;
  static final double MICROSECONDS_PER_UNIT = 1;

  private static final ReaderLimits DEFAULTS =
      new ReaderLimits(ImageFiles.MAXIMUM_PIXELS, 1L << 30, 120);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is out of range
   */
  public ReaderLimits {
    if (pixels < 1 || pixels > MOST_PIXELS) {
      throw new IllegalArgumentException("pixels must be in 1.." + MOST_PIXELS + ", got " + pixels);
    }
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("bytes must be in 1.." + MOST_BYTES + ", got " + bytes);
    }
    if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "seconds must be greater than 0 and finite, got " + seconds);
    }
  }

  /** 100 million pixels, 1 GiB, 120 seconds. */
  public static ReaderLimits defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another number of pixels. */
  public ReaderLimits withPixels(long value) {
    return new ReaderLimits(value, bytes, seconds);
  }

  /** Returns these options with another number of bytes. */
  public ReaderLimits withBytes(long value) {
    return new ReaderLimits(pixels, value, seconds);
  }

  /** Returns these options with another time in seconds. */
  public ReaderLimits withSeconds(double value) {
    return new ReaderLimits(pixels, bytes, value);
  }

  /** The time in seconds that a file of this size may take. */
  double secondsFor(long fileBytes, long imagePixels) {
    return Math.min(
        seconds, BASE_SECONDS + MICROSECONDS_PER_UNIT * 1e-6 * (fileBytes + imagePixels));
  }
}

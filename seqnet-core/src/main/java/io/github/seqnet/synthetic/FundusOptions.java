// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import java.io.Serializable;

/**
 * Options of a {@link FundusGenerator}. Immutable.
 *
 * @param width columns, 64..8192
 * @param height rows, 64..8192
 * @param seed determines the vessels, the eye (left or right) and the noise; any value
 * @param noise standard deviation of the sensor noise of each sample, 0..0.2, where 1 is white
 */
public record FundusOptions(int width, int height, long seed, double noise)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final FundusOptions DEFAULTS = new FundusOptions(768, 768, 1, 0.008);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public FundusOptions {
    checkSide("width", width);
    checkSide("height", height);
    if (!(noise >= 0 && noise <= 0.2)) {
      throw new IllegalArgumentException("noise must be in 0..0.2, got " + noise);
    }
  }

  /** 768 x 768 pixels, seed 1, and the noise of the photographs of DRIVE (0.008). */
  public static FundusOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another size. */
  public FundusOptions withSize(int newWidth, int newHeight) {
    return new FundusOptions(newWidth, newHeight, seed, noise);
  }

  /** Returns these options with another seed. */
  public FundusOptions withSeed(long newSeed) {
    return new FundusOptions(width, height, newSeed, noise);
  }

  /** Returns these options with another noise. */
  public FundusOptions withNoise(double newNoise) {
    return new FundusOptions(width, height, seed, newNoise);
  }

  private static void checkSide(String name, int value) {
    if (value < 64 || value > 8192) {
      throw new IllegalArgumentException(name + " must be 64..8192, got " + value);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ColorEncoding;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.preprocess.Resampler;

/**
 * Result images: those of the published program, and an overlay on the photograph. Stateless and
 * thread-safe.
 */
public final class ResultImages {
  private ResultImages() {}

  /**
   * Stretches a map to the range 0..1 and resamples it, as the published program does for {@code
   * out_seg}, {@code out_art} and {@code out_vei}. A constant map becomes 0.
   *
   * @param width columns of the result, at least 1
   * @param height rows of the result, at least 1
   */
  public static ProbabilityMap normalized(ProbabilityMap map, int width, int height) {
    return resized(normalize(map), map, width, height);
  }

  /**
   * The merged artery/vein image of the published program, {@code out_final}: red where the
   * normalized artery map is at least the normalized vein map, else blue, with the brightness of
   * the normalized vessel map; then resampled.
   *
   * @param width columns of the result, at least 1
   * @param height rows of the result, at least 1
   */
  public static RgbImage merged(VesselMaps maps, int width, int height) {
    float[] vessel = normalize(maps.vessel());
    float[] artery = normalize(maps.artery());
    float[] vein = normalize(maps.vein());
    float[] red = new float[vessel.length];
    float[] blue = new float[vessel.length];
    for (int i = 0; i < vessel.length; i++) {
      (artery[i] >= vein[i] ? red : blue)[i] = vessel[i];
    }
    red = resized(red, maps.vessel(), width, height).toArray();
    blue = resized(blue, maps.vessel(), width, height).toArray();
    float[] rgb = new float[red.length * 3];
    for (int i = 0; i < red.length; i++) {
      rgb[i * 3] = red[i];
      rgb[i * 3 + 2] = blue[i];
    }
    return RgbImage.wrap(width, height, rgb);
  }

  /** A map with other values, resampled. */
  private static ProbabilityMap resized(float[] values, ProbabilityMap map, int width, int height) {
    return Resampler.resize(ProbabilityMap.wrap(map.width(), map.height(), values), width, height);
  }

  /**
   * Draws the vessels on a photograph: arteries red, veins blue, crossings green, unknown ones
   * white.
   *
   * @param labels of the size of the photograph
   * @param opacity of the vessels, 0..1
   * @throws IllegalArgumentException if the sizes differ or the opacity is out of range
   */
  public static RgbImage overlay(RgbImage photograph, ArteryVeinMap labels, double opacity) {
    if (labels.width() != photograph.width() || labels.height() != photograph.height()) {
      throw new IllegalArgumentException(
          "labels must be of the size of the photograph, got " + labels + " for " + photograph);
    }
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("opacity must be in 0..1, got " + opacity);
    }
    byte[] codes = labels.toArray();
    float[] rgb = photograph.toArray();
    float[] palette = palette();
    float share = (float) opacity;
    for (int p = 0; p < codes.length; p++) {
      if (codes[p] != 0) {
        for (int c = 0; c < 3; c++) {
          int i = p * 3 + c;
          rgb[i] = (1 - share) * rgb[i] + share * palette[codes[p] * 3 + c];
        }
      }
    }
    return RgbImage.wrap(photograph.width(), photograph.height(), rgb);
  }

  /** Red, green and blue of each label, by its code. */
  private static float[] palette() {
    byte[] codes = new byte[VesselLabel.values().length];
    for (VesselLabel label : VesselLabel.values()) {
      codes[label.code()] = label.code();
    }
    return ColorEncoding.encode(ArteryVeinMap.wrap(codes.length, 1, codes)).toArray();
  }

  private static float[] normalize(ProbabilityMap map) {
    float[] values = map.toArray();
    float lowest = values[0];
    float highest = values[0];
    for (float v : values) {
      lowest = Math.min(lowest, v);
      highest = Math.max(highest, v);
    }
    float range = highest - lowest;
    for (int i = 0; i < values.length; i++) {
      values[i] = range > 0 ? (values[i] - lowest) / range : 0f;
    }
    return values;
  }
}

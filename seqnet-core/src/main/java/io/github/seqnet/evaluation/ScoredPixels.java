// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.image.VesselLabel;

/** The vessel probabilities in one image's field of view, with the annotation of each pixel. */
final class ScoredPixels {
  private final int[] pixels;
  private final int count;
  private final ImageScores summary;

  private ScoredPixels(int[] pixels, int count) {
    this.pixels = pixels;
    this.count = count;
    summary = ImageScores.of(pixels, count);
  }

  static ScoredPixels of(EvaluatedImage image) {
    byte[] labels = image.trueLabels().toArray();
    byte[] view = image.fieldOfView().toArray();
    float[] vessel = image.maps().vessel().toArray();
    int[] pixels = new int[labels.length];
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (view[i] != 0) {
        pixels[count++] = ImageScores.pixel(vessel[i], labels[i] != VesselLabel.BACKGROUND.code());
      }
    }
    return new ScoredPixels(pixels, count);
  }

  /** The areas under the curves and the compressed bins of the pixels. */
  ImageScores summary() {
    return summary;
  }

  void addTo(ScoreHistogram histogram) {
    for (int i = 0; i < count; i++) {
      histogram.count(ImageScores.bin(pixels[i]), (pixels[i] & 1) != 0);
    }
  }
}

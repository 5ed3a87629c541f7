// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.pipeline.VesselPipeline;
import io.github.seqnet.pipeline.VesselRefiner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A post-processing of one's own: each vessel pixel takes the label that outweighs the other in the
 * square around it. Better ones work on the vessel graph, see the module seqnet-graph.
 *
 * <p>Arguments: the photograph and the PNG file to write.
 */
public final class CustomRefiner implements VesselRefiner {
  private final int radius;
  private final double threshold;

  /**
   * @param radius how far around a pixel to look, in pixels of the working resolution, at least 0
   * @param threshold the probability above which a pixel is a vessel
   */
  public CustomRefiner(int radius, double threshold) {
    if (radius < 0) {
      throw new IllegalArgumentException("radius must be at least 0, got " + radius);
    }
    this.radius = radius;
    this.threshold = threshold;
  }

  @Override
  public ArteryVeinMap refine(VesselMaps maps, Supplier<RgbImage> photograph) {
    int width = maps.width();
    int height = maps.height();
    float[] vessel = maps.vessel().toArray();
    float[] artery = maps.artery().toArray();
    float[] vein = maps.vein().toArray();
    byte[] labels = new byte[vessel.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (vessel[y * width + x] <= threshold) {
          continue;
        }
        double evidence = 0;
        for (int v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
          for (int u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
            int i = v * width + u;
            evidence += vessel[i] > threshold ? artery[i] - vein[i] : 0;
          }
        }
        labels[y * width + x] = (evidence >= 0 ? VesselLabel.ARTERY : VesselLabel.VEIN).code();
      }
    }
    return ArteryVeinMap.wrap(width, height, labels);
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(2, arguments, "CustomRefiner <photograph> <result.png>");
    RgbImage photograph = ImageFiles.readRgb(Path.of(arguments[0]));
    try (VesselModel network = SeqNet.pretrained()) {
      VesselPipeline pipeline = VesselPipeline.of(network).withRefiner(new CustomRefiner(5, 0.5));
      ImageFiles.writePng(Path.of(arguments[1]), pipeline.analyze(photograph).labels());
    }
  }
}

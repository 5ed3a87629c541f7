// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.pipeline.VesselPipeline;
import java.io.IOException;
import java.nio.file.Path;

/**
 * SeqNet within an application, in five lines: a photograph in, an overlay with its arteries (red)
 * and veins (blue) out. A server keeps one {@link SeqNet} open and calls it from all its threads.
 *
 * <p>Arguments: the photograph and the PNG file to write.
 */
public final class EmbedInApplication {
  private EmbedInApplication() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(2, arguments, "EmbedInApplication <photograph> <result.png>");
    RgbImage photograph = ImageFiles.readRgb(Path.of(arguments[0]));
    try (VesselModel network = SeqNet.pretrained()) {
      VesselAnalysis analysis = VesselPipeline.of(network).analyze(photograph);
      ImageFiles.writePng(Path.of(arguments[1]), analysis.labels());
    }
  }
}

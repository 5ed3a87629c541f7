package io.github.seqnet.examples.cli;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.NpyFile;
import io.github.seqnet.pipeline.ResultImages;
import io.github.seqnet.pipeline.VesselAnalysis;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes what was predicted for an image, each kind of result to a folder of its own.
 *
 * @param folder where to
 * @param probabilities whether to write the maps as numbers too
 */
record PredictionWriter(OutputFolder folder, boolean probabilities) {
  private static final double OVERLAY_OPACITY = 0.6;

  /** Writes maps, labels and an overlay. */
  void write(String name, RgbImage photograph, VesselAnalysis analysis) throws IOException {
    VesselMaps maps = analysis.workingMaps();
    int width = analysis.width();
    int height = analysis.height();
    writeMap("out_seg", name, maps.vessel(), width, height);
    writeMap("out_art", name, maps.artery(), width, height);
    writeMap("out_vei", name, maps.vein(), width, height);
    ImageFiles.writePng(png("out_final", name), ResultImages.merged(maps, width, height));
    ArteryVeinMap labels = analysis.labels();
    if (analysis.refinedLabels().isPresent()) {
      ImageFiles.writePng(png("out_refined", name), labels);
    }
    ImageFiles.writePng(
        png("overlay", name), ResultImages.overlay(photograph, labels, OVERLAY_OPACITY));
    if (probabilities) {
      VesselMaps prediction = analysis.prediction();
      writeNumbers(name + ".seg", prediction.vessel());
      writeNumbers(name + ".art", prediction.artery());
      writeNumbers(name + ".vei", prediction.vein());
    }
  }

  /** Writes the one map of a network without artery and vein streams. */
  void write(String name, RgbImage photograph, ProbabilityMap vessel) throws IOException {
    writeMap("out_seg", name, vessel, photograph.width(), photograph.height());
    if (probabilities) {
      writeNumbers(name + ".seg", vessel);
    }
  }

  private void writeMap(String kind, String name, ProbabilityMap map, int width, int height)
      throws IOException {
    ImageFiles.writePng(png(kind, name), ResultImages.normalized(map, width, height));
  }

  private void writeNumbers(String name, ProbabilityMap map) throws IOException {
    NpyFile.write(folder.file("probabilities", name + ".npy"), map);
  }

  private Path png(String kind, String name) throws IOException {
    return folder.file(kind, name + ".png");
  }
}

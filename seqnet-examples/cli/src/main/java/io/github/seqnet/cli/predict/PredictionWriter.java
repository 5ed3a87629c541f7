// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.predict;

import io.github.seqnet.cli.file.OutputLayout;
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
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes what was predicted for an image.
 *
 * @param layout where the files are
 * @param kinds the kinds of results to write
 */
public record PredictionWriter(OutputLayout layout, Set<Kind> kinds) {
  private static final double OVERLAY_OPACITY = 0.6;

  /** The kinds of results. */
  public enum Kind {
    SEG("out_seg"),
    ART("out_art"),
    VEI("out_vei"),
    FINAL("out_final"),
    REFINED("out_refined"),
    OVERLAY("overlay"),
    PROBABILITIES("probabilities");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }

    /** All that are written unless something else is asked for. */
    public static Set<Kind> images() {
      return EnumSet.complementOf(EnumSet.of(PROBABILITIES));
    }
  }

  /** Writes maps, labels and an overlay. */
  public void write(String name, RgbImage photograph, VesselAnalysis analysis) throws IOException {
    VesselMaps maps = analysis.workingMaps();
    int width = analysis.width();
    int height = analysis.height();
    writeMap(Kind.SEG, name, maps.vessel(), width, height);
    writeMap(Kind.ART, name, maps.artery(), width, height);
    writeMap(Kind.VEI, name, maps.vein(), width, height);
    if (kinds.contains(Kind.FINAL)) {
      ImageFiles.writePng(png(Kind.FINAL, name), ResultImages.merged(maps, width, height));
    }
    ArteryVeinMap labels = analysis.labels();
    if (kinds.contains(Kind.REFINED) && analysis.refinedLabels().isPresent()) {
      ImageFiles.writePng(png(Kind.REFINED, name), labels);
    }
    if (kinds.contains(Kind.OVERLAY)) {
      ImageFiles.writePng(
          png(Kind.OVERLAY, name), ResultImages.overlay(photograph, labels, OVERLAY_OPACITY));
    }
    VesselMaps prediction = analysis.prediction();
    writeNumbers(name, "seg", prediction.vessel());
    writeNumbers(name, "art", prediction.artery());
    writeNumbers(name, "vei", prediction.vein());
  }

  /** Writes the one map of a network without artery and vein streams. */
  public void write(String name, RgbImage photograph, ProbabilityMap vessel) throws IOException {
    writeMap(Kind.SEG, name, vessel, photograph.width(), photograph.height());
    writeNumbers(name, "seg", vessel);
  }

  private void writeMap(Kind kind, String name, ProbabilityMap map, int width, int height)
      throws IOException {
    if (kinds.contains(kind)) {
      ImageFiles.writePng(png(kind, name), ResultImages.normalized(map, width, height));
    }
  }

  private void writeNumbers(String name, String stream, ProbabilityMap map) throws IOException {
    if (kinds.contains(Kind.PROBABILITIES)) {
      NpyFile.write(layout.file(Kind.PROBABILITIES.folder, name, stream + ".npy"), map);
    }
  }

  private Path png(Kind kind, String name) throws IOException {
    return layout.file(kind.folder, name, "png");
  }
}

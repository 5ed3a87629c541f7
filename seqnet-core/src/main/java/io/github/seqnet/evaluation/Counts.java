// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.image.VesselLabel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The confusion matrices and center-line counts of the built-in protocols, for one image or for
 * several. Mutable.
 */
final class Counts {
  static final Accumulation<Counts> ACCUMULATION = new CountAccumulation();

  static final String NO_WIDTHS =
      "the annotation draws vessels as strokes that do not have the vessels' width";

  /** Segmentation: {@code [annotated as vessel][predicted as vessel]}. */
  private final long[][] segmentation = new long[2][2];

  /**
   * Center-line pixels for clDice: predicted ones, those inside of annotated vessels, annotated
   * ones, those that were found.
   */
  private final long[] centerLines = new long[4];

  /**
   * Each protocol: {@code [annotated][predicted]} with 0 vein and 1 artery, or 0 background, 1
   * artery and 2 vein.
   */
  private final Map<Protocol, long[][]> arteryVein = new EnumMap<>(Protocol.class);

  /** The number of images left out of some metrics, by reason. */
  private final long[] omitted = new long[4];

  private static final int VESSELS_ONLY = 0;
  private static final int UNKNOWN_ONLY = 1;
  private static final int STROKES = 2;
  private static final int NO_CENTER_LINES = 3;

  private Counts() {
    for (Protocol protocol : Protocol.values()) {
      int classes = protocol == Protocol.THREE_CLASS ? 3 : 2;
      arteryVein.put(protocol, new long[classes][classes]);
    }
  }

  long[][] segmentation() {
    return segmentation;
  }

  long[][] of(Protocol protocol) {
    return Objects.requireNonNull(arteryVein.get(protocol));
  }

  long[] centerLines() {
    return centerLines;
  }

  String whySegmentationUndefined() {
    return omitted(STROKES) ? NO_WIDTHS : "no pixel of the class in the field of view";
  }

  String whyCenterLinesUndefined() {
    return omitted(NO_CENTER_LINES)
        ? "center lines were not computed"
        : "neither the annotation nor the prediction has a vessel";
  }

  String whyUndefined(Protocol protocol) {
    boolean onCenterLine =
        protocol == Protocol.CENTER_LINE_DISCOVERED
            || protocol == Protocol.CENTER_LINE_DISCOVERED_2PX;
    boolean needsWidths =
        protocol == Protocol.THREE_CLASS || protocol == Protocol.CENTER_LINE_DISCOVERED_2PX;
    if (omitted(VESSELS_ONLY)) {
      return "the annotation does not tell arteries from veins";
    }
    if (omitted(UNKNOWN_ONLY)) {
      return "the class of every annotated vessel is unknown";
    }
    if (needsWidths && omitted(STROKES)) {
      return NO_WIDTHS;
    }
    return onCenterLine && omitted(NO_CENTER_LINES)
        ? "center lines were not computed"
        : "no artery or vein counts toward this metric";
  }

  private boolean omitted(int reason) {
    return omitted[reason] > 0;
  }

  private static final class CountAccumulation implements Accumulation<Counts> {
    @Override
    public Counts create() {
      return new Counts();
    }

    @Override
    public void add(Counts counts, EvaluatedImage image) {
      if (image.groundTruth().kind() == LabelKind.VESSEL) {
        counts.omitted[VESSELS_ONLY]++;
      } else if (!image.labelsArteriesAndVeins()) {
        counts.omitted[UNKNOWN_ONLY]++;
      }
      counts.omitted[STROKES] += image.labelsWidths() ? 0 : 1;
      counts.omitted[NO_CENTER_LINES] += image.hasCenterLines() ? 0 : 1;
      boolean widths = image.labelsWidths();
      boolean classes = image.labelsArteriesAndVeins();
      byte[] labels = image.trueLabels().toArray();
      byte[] view = image.fieldOfView().toArray();
      byte[] found = image.foundVessels().toArray();
      byte[] trueLine = image.trueCenterLine().toArray();
      byte[] foundLine = image.foundCenterLine().toArray();
      byte[] wide =
          WidthKernel.atLeast(
              image.trueLabels().vessels().toArray(),
              image.width(),
              image.height(),
              image.options().wideRadius());
      boolean[] arteries = image.calledArteries();
      long[][] allGt = counts.of(Protocol.ALL_GT);
      long[][] discovered = counts.of(Protocol.DISCOVERED);
      long[][] center = counts.of(Protocol.CENTER_LINE_DISCOVERED);
      long[][] centerWide = counts.of(Protocol.CENTER_LINE_DISCOVERED_2PX);
      long[][] threeClass = counts.of(Protocol.THREE_CLASS);
      for (int i = 0; i < labels.length; i++) {
        if (view[i] == 0) {
          continue;
        }
        int label = labels[i];
        boolean isVessel = label != VesselLabel.BACKGROUND.code();
        boolean isFound = found[i] != 0;
        if (widths) {
          counts.segmentation[isVessel ? 1 : 0][isFound ? 1 : 0]++;
        }
        if (foundLine[i] != 0) {
          counts.centerLines[0]++;
          counts.centerLines[1] += isVessel ? 1 : 0;
        }
        if (trueLine[i] != 0) {
          counts.centerLines[2]++;
          counts.centerLines[3] += isFound ? 1 : 0;
        }
        boolean isArtery = label == VesselLabel.ARTERY.code();
        boolean isVein = label == VesselLabel.VEIN.code();
        if (!classes || (isVessel && !isArtery && !isVein)) {
          continue;
        }
        if (widths) {
          threeClass[isArtery ? 1 : isVein ? 2 : 0][!isFound ? 0 : arteries[i] ? 1 : 2]++;
        }
        if (!isVessel) {
          continue;
        }
        int row = isArtery ? 1 : 0;
        int column = arteries[i] ? 1 : 0;
        allGt[row][column]++;
        if (isFound) {
          discovered[row][column]++;
          if (trueLine[i] != 0) {
            center[row][column]++;
            if (wide[i] != 0 && widths) {
              centerWide[row][column]++;
            }
          }
        }
      }
    }

    @Override
    public void merge(Counts counts, Counts other) {
      merge(counts, other, 1);
    }

    @Override
    public void merge(Counts counts, Counts other, int times) {
      add(counts.segmentation, other.segmentation, times);
      add(counts.centerLines, other.centerLines, times);
      for (Protocol protocol : Protocol.values()) {
        add(counts.of(protocol), other.of(protocol), times);
      }
      add(counts.omitted, other.omitted, times);
    }

    private static void add(long[][] sum, long[][] other, int times) {
      for (int i = 0; i < sum.length; i++) {
        add(sum[i], other[i], times);
      }
    }

    private static void add(long[] sum, long[] other, int times) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += times * other[i];
      }
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.ThresholdOptions;
import io.github.seqnet.graph.ThresholdTracer;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Measures how well propagation repairs errors. A random fifth of the segments of annotated vessels
 * gets the wrong label with little confidence. Counted are the repaired segments and the right ones
 * that propagation breaks.
 */
final class InjectedErrors {
  private static final double PART = 0.2;

  /** Confidence of a wrong segment as a part of that of a right one of the same length. */
  private final double doubt;

  private int flipped;
  private int repaired;
  private int right;
  private int broken;

  InjectedErrors(double doubt) {
    this.doubt = doubt;
  }

  /** The part of the wrong segments longer than ten pixels that came back right. */
  double repairedPart() {
    return repaired / (double) flipped;
  }

  /** The part of the right segments that went wrong. */
  double brokenPart() {
    return broken / (double) right;
  }

  @Override
  public String toString() {
    return String.format(
        "repaired %d of %d (%.4f), broken %d of %d (%.4f)",
        repaired, flipped, repairedPart(), broken, right, brokenPart());
  }

  /** All label images of a folder, in the order of their names. */
  static List<Path> labelImages(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
  }

  /** Counts on one image of labels: red arteries, blue veins, other colors uncertain. */
  void add(Path labels, LabelPropagation propagation, int repetitions) {
    byte[] groundTruth;
    int width;
    int height;
    try {
      BufferedImage image = ImageIO.read(labels.toFile());
      width = image.getWidth();
      height = image.getHeight();
      groundTruth = new byte[width * height];
      for (int i = 0; i < groundTruth.length; i++) {
        groundTruth[i] = decode(image.getRGB(i % width, i / width)).code();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(labels.toString(), e);
    }
    byte[] mask = new byte[groundTruth.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (groundTruth[i] == 0 ? 0 : 1);
    }
    VesselGraph graph = traced(BinaryMask.wrap(width, height, mask));
    int[] sign = new int[graph.segmentCount()];
    for (Segment segment : graph.segments()) {
      sign[segment.index()] = sign(segment, groundTruth);
    }
    for (int k = 0; k < repetitions; k++) {
      count(graph, sign, propagation, new SplittableRandom(k));
    }
  }

  private void count(
      VesselGraph graph, int[] sign, LabelPropagation propagation, SplittableRandom random) {
    double[] confidences = new double[sign.length];
    boolean[] wrong = new boolean[sign.length];
    List<VesselLabel> labels = new ArrayList<>();
    for (int i = 0; i < sign.length; i++) {
      int pixels = Math.max(2, graph.segment(i).pixelCount());
      wrong[i] = sign[i] != 0 && random.nextDouble() < PART;
      confidences[i] = pixels * (wrong[i] ? -doubt * sign[i] : sign[i]);
      labels.add(confidences[i] > 0 ? VesselLabel.ARTERY : VesselLabel.VEIN);
    }
    VesselGraph after = propagation.propagate(graph.withLabels(labels, confidences)).graph();
    for (int i = 0; i < sign.length; i++) {
      if (sign[i] == 0) {
        continue;
      }
      boolean isRight = (after.segment(i).label() == VesselLabel.ARTERY) == sign[i] > 0;
      if (!wrong[i]) {
        right++;
        broken += isRight ? 0 : 1;
      } else if (after.segment(i).lengthPx() > 10) {
        flipped++;
        repaired += isRight ? 1 : 0;
      }
    }
  }

  /** 1 artery, -1 vein, 0 if less than half is certain or less than four fifths agree. */
  private static int sign(Segment segment, byte[] groundTruth) {
    int size = segment.pathSize();
    int arteries = 0;
    int veins = 0;
    for (int k = 0; k < size; k++) {
      byte code = groundTruth[segment.position(k)];
      arteries += code == VesselLabel.ARTERY.code() ? 1 : 0;
      veins += code == VesselLabel.VEIN.code() ? 1 : 0;
    }
    int certain = arteries + veins;
    if (2 * certain < size || 5 * Math.max(arteries, veins) < 4 * certain) {
      return 0;
    }
    return arteries > veins ? 1 : -1;
  }

  private static VesselLabel decode(int rgb) {
    boolean red = (rgb >> 16 & 255) >= 128;
    boolean green = (rgb >> 8 & 255) >= 128;
    boolean blue = (rgb & 255) >= 128;
    if (!red && !green && !blue) {
      return VesselLabel.BACKGROUND;
    }
    if (red && !green && !blue) {
      return VesselLabel.ARTERY;
    }
    return blue && !green && !red ? VesselLabel.VEIN : VesselLabel.UNKNOWN;
  }

  /** Traces as a {@link GraphRefiner} does by default. */
  private static VesselGraph traced(BinaryMask mask) {
    ThresholdOptions options = ThresholdOptions.defaults().withThresholds(List.of(0.5));
    return ThresholdTracer.with(options).trace(ProbabilityMap.certain(mask));
  }
}

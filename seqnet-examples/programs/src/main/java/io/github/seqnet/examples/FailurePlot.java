// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.evaluation.Evaluation;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Shows where a model fails: generated photographs, degraded in several ways, above the errors of
 * the model. Prints a Markdown table of its accuracy on them.
 *
 * <p>Colors: arteries red and veins blue where they are right, yellow where they are interchanged,
 * green where a vessel is missed, gray where there is none.
 *
 * <p>Arguments: a model file, {@code embedded} or {@code open}, and the PNG file to write.
 */
public final class FailurePlot {
  private static final int SIDE = 512;
  private static final List<String> METRICS =
      List.of(
          "segmentation.auc", "segmentation.dice", "av.discovered.accuracy", "av.all_gt.accuracy");

  private static final int RIGHT_ARTERY = 0xE0_3030;
  private static final int RIGHT_VEIN = 0x40_60F0;
  private static final int INTERCHANGED = 0xF0_D000;
  private static final int MISSED = 0x30_C040;
  private static final int FALSE_VESSEL = 0x80_8080;

  private FailurePlot() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(2, arguments, "FailurePlot <model|embedded|open> <png>");
    System.out.print(write(EmbeddedModel.read(Path.of(arguments[0])), SIDE, Path.of(arguments[1])));
  }

  /** Writes the plot and returns the table. */
  static String write(TrainedModel model, int side, Path plot) throws IOException {
    SyntheticFundus fundus =
        FundusGenerator.generate(FundusOptions.defaults().withSize(side, side).withSeed(7));
    Map<String, UnaryOperator<RgbImage>> changes = changes(fundus.fieldOfView());
    int columns = changes.size();
    int[] colors = new int[2 * columns * side * side];
    StringBuilder table = new StringBuilder("| photograph |");
    METRICS.forEach(metric -> table.append(' ').append(metric).append(" |"));
    table.append("\n|---|").append("---|".repeat(METRICS.size())).append('\n');
    try (VesselModel network = VesselModel.of(model)) {
      int column = 0;
      for (Map.Entry<String, UnaryOperator<RgbImage>> change : changes.entrySet()) {
        RgbImage photograph = change.getValue().apply(fundus.image());
        FieldOfView view = FieldOfView.given(fundus.fieldOfView());
        VesselMaps maps =
            Resampler.resize(network.predict(photograph), side, side).maskedBy(view.mask());
        paint(photograph, maps.labels(0.5), fundus.labels(), colors, column++, columns);
        LabeledImage image =
            new LabeledImage(
                change.getKey(), photograph, fundus.labels(), view, LabelKind.ARTERY_VEIN);
        table.append("| ").append(change.getKey()).append(" |");
        Evaluation result = evaluation(image, maps);
        for (String metric : METRICS) {
          double value = result.value(metric).value().orElse(Double.NaN);
          table.append(String.format(Locale.ROOT, " %.3f |", value));
        }
        table.append('\n');
      }
    }
    ImageFiles.writePng(plot, columns * side, 2 * side, colors);
    return table.toString();
  }

  private static Evaluation evaluation(LabeledImage image, VesselMaps maps) {
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults().withIntervals(0, 0.95, 0));
    evaluator.add(image, maps);
    return evaluator.result();
  }

  /** What is wrong with photographs, by name. */
  private static Map<String, UnaryOperator<RgbImage>> changes(BinaryMask inside) {
    Map<String, UnaryOperator<RgbImage>> changes = new LinkedHashMap<>();
    changes.put("as generated", image -> image);
    changes.put("out of focus", image -> blurred(image, image.width() / 128));
    changes.put("underexposed", image -> mapped(image, (i, v) -> 0.2 * v));
    changes.put("hazy", image -> mapped(image, (i, v) -> inside(inside, i) ? 0.4 + 0.25 * v : v));
    changes.put("noisy", FailurePlot::noisy);
    changes.put("with bleedings", image -> spotted(image, 0.35));
    changes.put("with bright deposits", image -> spotted(image, 2));
    return changes;
  }

  private interface SampleMap {
    double apply(int index, double value);
  }

  private static RgbImage mapped(RgbImage image, SampleMap map) {
    float[] samples = image.toArray();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.max(0, Math.min(1, map.apply(i, samples[i])));
    }
    return RgbImage.wrap(image.width(), image.height(), samples);
  }

  private static boolean inside(BinaryMask mask, int sample) {
    int pixel = sample / 3;
    return mask.get(pixel % mask.width(), pixel / mask.width());
  }

  private static RgbImage noisy(RgbImage image) {
    SplittableRandom random = new SplittableRandom(1);
    return mapped(image, (i, v) -> v + 0.06 * random.nextGaussian());
  }

  /** Three passes of a box filter, which is close to a Gaussian. */
  private static RgbImage blurred(RgbImage image, int radius) {
    float[] samples = image.toArray();
    int width = image.width();
    int height = image.height();
    for (int pass = 0; pass < 3; pass++) {
      samples = boxed(samples, width, height, 3, 3 * width, radius);
      samples = boxed(samples, height, width, 3 * width, 3, radius);
    }
    return RgbImage.wrap(width, height, samples);
  }

  /**
   * Means along lines; neighbors on a line are {@code step} samples apart, lines {@code stride}.
   */
  private static float[] boxed(
      float[] samples, int length, int lines, int step, int stride, int radius) {
    float[] means = new float[samples.length];
    for (int line = 0; line < lines; line++) {
      for (int channel = 0; channel < 3; channel++) {
        int start = line * stride + channel;
        for (int i = 0; i < length; i++) {
          double sum = 0;
          for (int j = i - radius; j <= i + radius; j++) {
            sum += samples[start + Math.max(0, Math.min(length - 1, j)) * step];
          }
          means[start + i * step] = (float) (sum / (2 * radius + 1));
        }
      }
    }
    return means;
  }

  /** Round spots in the middle of the photograph, whose light is multiplied by a factor. */
  private static RgbImage spotted(RgbImage image, double factor) {
    int width = image.width();
    SplittableRandom random = new SplittableRandom(5);
    double[] factors = new double[width * image.height()];
    Arrays.fill(factors, 1);
    for (int spot = 0; spot < 40; spot++) {
      double radius = width * (0.004 + 0.016 * random.nextDouble());
      double x = width * (0.25 + 0.5 * random.nextDouble());
      double y = image.height() * (0.25 + 0.5 * random.nextDouble());
      for (int i = 0; i < factors.length; i++) {
        int row = i / width;
        if (Math.hypot(i % width - x, row - y) < radius) {
          factors[i] = factor;
        }
      }
    }
    return mapped(image, (i, v) -> v * factors[i / 3]);
  }

  private static void paint(
      RgbImage photograph,
      ArteryVeinMap predicted,
      ArteryVeinMap annotation,
      int[] colors,
      int column,
      int columns) {
    int side = photograph.width();
    int stride = columns * side;
    float[] samples = photograph.toArray();
    byte[] found = predicted.toArray();
    byte[] right = annotation.toArray();
    for (int i = 0; i < found.length; i++) {
      int at = i / side * stride + column * side + i % side;
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        rgb = rgb << 8 | Math.round(255 * samples[3 * i + channel]);
      }
      colors[at] = rgb;
      colors[at + side * stride] = color(found[i], right[i]);
    }
  }

  private static int color(byte found, byte right) {
    if (found == 0) {
      return right == 0 ? 0 : MISSED;
    }
    if (right == 0) {
      return FALSE_VESSEL;
    }
    boolean artery = found == VesselLabel.ARTERY.code();
    boolean vein = found == VesselLabel.VEIN.code();
    boolean trueArtery = right == VesselLabel.ARTERY.code();
    boolean trueVein = right == VesselLabel.VEIN.code();
    if ((artery && trueVein) || (vein && trueArtery)) {
      return INTERCHANGED;
    }
    return artery ? RIGHT_ARTERY : RIGHT_VEIN;
  }
}

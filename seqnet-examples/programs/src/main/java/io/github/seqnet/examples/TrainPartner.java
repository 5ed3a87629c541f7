// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.CropTransform;
import io.github.seqnet.augmentation.Jitter;
import io.github.seqnet.augmentation.PhotometricTransform;
import io.github.seqnet.augmentation.PhotometricTransform.Kind;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.graph.distance.BorderMode;
import io.github.seqnet.graph.distance.DistanceMap;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.training.LearningRate;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains a second network for a model, see {@link TrainedModel#withPartner}, on crops of
 * photographs at many resolutions and with altered colors. It is a residual U-Net with
 * normalization that begins at half resolution and sees far. A few filters at full resolution show
 * thin vessels. Strokes that are wider than the vessels are narrowed to their inner part.
 *
 * <p>Arguments: a checkpoint or {@code embedded}, the training folder, the time limit in minutes,
 * and data sets such as {@code drive:DRIVE@training} or {@code 4*les-av:LES-AV}, whose images are
 * sampled four times as often. To resume an interrupted training, run the same command again. The
 * result is {@code joined.seqnet}, the model with its partner.
 */
public final class TrainPartner {
  /** The longer side of the field of view in training. */
  private static final int SIDE = 640;

  private static final int CROP = 384;
  private static final String VESSEL = "vessel";
  private static final String CLASSES = "classes";
  private static final List<Integer> FILTERS = List.of(24, 48, 96, 128, 160);

  /** Filters at full resolution, which only vessels have. */
  private static final int DETAIL_FILTERS = 8;

  private static final double PEAK_RATE = 0.002;

  /** The number of copies of each photograph with other colors. */
  private static final int CHANGED = 3;

  /** The part of a stroke that counts as the vessel. */
  private static final double INNER = 0.6;

  /** Changes of prepared crops. */
  private static final List<CropTransform> COLORS =
      Stream.of(
              Kind.CHANNEL_GAIN,
              Kind.CHANNEL_MIX,
              Kind.ILLUMINATION_GRADIENT,
              Kind.BLUR,
              Kind.NOISE)
          .<CropTransform>map(PhotometricTransform::of)
          .toList();

  private TrainPartner() {}

  static ModelSpecification specification(Preprocessing preprocessing) {
    NetworkBuilder builder = new NetworkBuilder("photograph", 3);
    Tensor features = ResidualUNet.halved(builder, FILTERS, 0.1);
    Tensor vessel = ResidualUNet.detailedLogits(builder, VESSEL + ".", features, DETAIL_FILTERS, 1);
    Tensor classes = builder.upConvolution(CLASSES, features, 2);
    builder.output(VESSEL, builder.sigmoid(vessel));
    builder.output(CLASSES, builder.sigmoid(classes));
    return ModelSpecification.of(builder.build(), OutputMap.channel(VESSEL, 0))
        .withArteryVein(OutputMap.channel(CLASSES, 0), OutputMap.channel(CLASSES, 1))
        .withPreprocessing(preprocessing)
        .withFraming(Framing.FIELD_OF_VIEW)
        .withWorkingSizes(ModelSpecification.DEFAULT_WORKING_SIZES)
        .withCaliber(ModelSpecification.DEFAULT_CALIBER);
  }

  /** Runs the training. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(
        4, arguments, "TrainPartner <checkpoint|embedded> <folder> <minutes> [n*]<set>...");
    TrainedModel model = TrainDefaultModel.start(arguments[0]);
    Path folder = Path.of(arguments[1]);
    List<String> sets = List.of(arguments).subList(3, arguments.length);
    Preprocessing preprocessing = model.specification().preprocessing();
    TrainedModel partner =
        train(sets, preprocessing, Duration.ofMinutes(Long.parseLong(arguments[2])), folder);
    WeightFile.write(folder.resolve("joined.seqnet"), model.withPartner(partner));
  }

  /** Trains a partner on data sets, or resumes its training. */
  static TrainedModel train(
      List<String> sets, Preprocessing preprocessing, Duration time, Path folder)
      throws IOException {
    return train(
        images(sets, preprocessing), preprocessing, CROP, Integer.MAX_VALUE, time, folder, sets);
  }

  static TrainedModel train(
      List<TrainingImage> images,
      Preprocessing preprocessing,
      int crop,
      int steps,
      Duration time,
      Path folder,
      List<String> sets)
      throws IOException {
    ModelSpecification specification = specification(preprocessing);
    AugmentationOptions augmentation =
        AugmentationOptions.defaults()
            .withFlips(0.5, 0.5)
            .withRotation(new Jitter(0.9, 180))
            .withContrast(new Jitter(0.7, 0.3))
            .withZoom(new Jitter(0.85, 0.08))
            .withScale(new Jitter(0.85, 0.4));
    CropOptions crops = CropOptions.defaults().withSize(crop).withBatch(6, 1);
    CropSampler sampler = new CropSampler(images, crops, augmentation, COLORS, 4);
    TrainingOptions options =
        TrainingOptions.of(
                LossOptions.of(MapCrossEntropy.ofVessels(1.6))
                    .plus(0.7, MapCrossEntropy.onVessels(0.03)),
                steps)
            .withRate(LearningRate.cosine(PEAK_RATE, Math.min(100, steps - 1)))
            .withTimeLimit(time)
            .withMicroBatches(6)
            .withSeed(4)
            .withAverageDecay(0.998);
    int threads = InferenceEngine.defaultThreads();
    Trainer trainer = new Trainer(specification, options, TrainingData.of(sampler, threads), sets);
    return TrainDefaultModel.trained(trainer, folder);
  }

  private static List<TrainingImage> images(List<String> sets, Preprocessing preprocessing)
      throws IOException {
    List<TrainingImage> images = new ArrayList<>();
    for (String set : sets) {
      RepeatedSet repeated = RepeatedSet.parse(set);
      for (Sample sample : Dataset.parse(repeated.set(), Split.ALL).samples()) {
        for (LabeledImage image : variants(sample.load(), preprocessing)) {
          images.addAll(Collections.nCopies(repeated.times(), TrainingImage.of(image)));
        }
      }
    }
    return images;
  }

  /** A photograph and its copies with other colors, as the network sees them. */
  static List<LabeledImage> variants(LabeledImage photograph, Preprocessing preprocessing) {
    LabeledImage image = photograph.withFoundFieldOfView();
    List<LabeledImage> variants = new ArrayList<>();
    for (int i = 0; i <= CHANGED; i++) {
      LabeledImage colors =
          i == 0 ? image : OtherCamera.of(image, image.name().hashCode() * 37L + i);
      LabeledImage framed = colors.framed(Framing.FIELD_OF_VIEW, SIDE, preprocessing);
      variants.add(framed.kind() == LabelKind.ARTERY_VEIN_STROKES ? narrowed(framed) : framed);
    }
    return variants;
  }

  /** Strokes without their outer part. */
  private static LabeledImage narrowed(LabeledImage image) {
    int width = image.width();
    int height = image.height();
    DistanceMap distance = DistanceMap.of(image.labels().vessels(), BorderMode.IGNORED);
    byte[] codes = image.labels().toArray();
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (codes[i] != 0 && distance.px(x, y) < (1 - INNER) * halfWidth(distance, x, y)) {
          codes[i] = 0;
        }
      }
    }
    return new LabeledImage(
        image.name(),
        image.image(),
        ArteryVeinMap.wrap(width, height, codes),
        image.fieldOfView(),
        image.kind());
  }

  /** The largest distance to the background within 3 px: about half the width of the stroke. */
  private static double halfWidth(DistanceMap distance, int x, int y) {
    double largest = 0;
    for (int v = Math.max(0, y - 3); v <= Math.min(distance.height() - 1, y + 3); v++) {
      for (int u = Math.max(0, x - 3); u <= Math.min(distance.width() - 1, x + 3); u++) {
        largest = Math.max(largest, distance.px(u, v));
      }
    }
    return largest;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.augmentation.ArteryVeinConfusion;
import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.CropTransform;
import io.github.seqnet.augmentation.Jitter;
import io.github.seqnet.augmentation.PhotometricTransform;
import io.github.seqnet.augmentation.PhotometricTransform.Kind;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.ArteryVeinCorrector;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.training.LearningRate;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Trains the network that corrects the artery and vein maps of a model, see {@link
 * ArteryVeinCorrector}: a residual U-Net of five levels with normalization that sees the maps and
 * the photograph of the whole field of view.
 *
 * <p>The training maps are predictions of the model for its training images, at several working
 * sizes and with altered colors, which reproduces errors that the model makes on other cameras.
 * {@link ArteryVeinConfusion} adds synthetic errors. In data sets whose annotations are wider than
 * the vessels (prefix {@code wide:}), labeled pixels to which the model gives a low vessel
 * probability are background.
 *
 * <p>Arguments: a checkpoint or {@code embedded}, the training folder, the time limit in minutes,
 * and data sets such as {@code drive:DRIVE@training} or {@code 2*wide:avrdb:AVRDB}, whose images
 * are sampled twice as often. To resume an interrupted training, run the same command again. The
 * result is {@code corrected.seqnet}, the model with its correction.
 */
public final class TrainMapCorrection {
  /** The side of the maps that the network sees. */
  static final int SIDE = 320;

  private static final int CROP = 288;
  private static final List<Integer> FILTERS = List.of(8, 16, 32, 64, 96, 96);
  private static final double PEAK_RATE = 0.004;

  /** Changes of the prepared photograph. */
  private static final List<CropTransform> COLORS =
      Stream.of(Kind.CHANNEL_GAIN, Kind.CHANNEL_MIX, Kind.GAMMA, Kind.BLUR, Kind.NOISE)
          .<CropTransform>map(PhotometricTransform::of)
          .toList();

  /** A labeled vessel below this probability does not count where strokes are wide. */
  private static final float SEEN = 0.15f;

  /** How training maps are predicted. */
  private static final List<Variant> VARIANTS =
      List.of(
          new Variant(0, 0),
          new Variant(352, 0),
          new Variant(480, 1),
          new Variant(0, 2),
          new Variant(640, 0),
          new Variant(416, 3));

  /**
   * One way to predict training maps.
   *
   * @param size the working size; 0 for those of the model
   * @param colors which change of colors; 0 for none
   */
  record Variant(int size, int colors) {}

  private TrainMapCorrection() {}

  /**
   * The encoded maps of a photograph, and the prepared photograph.
   *
   * @param maps as an image with the photograph's labels
   * @param photograph of the same size, with the same labels
   */
  record Pair(LabeledImage maps, LabeledImage photograph) {}

  /** A network from encoded maps and a photograph to the vessel, artery and vein map. */
  static ModelSpecification specification(Preprocessing preprocessing) {
    Network network = ResidualUNet.of("maps-photograph", 6, FILTERS, 3);
    return ModelSpecification.of(network, OutputMap.channel(ResidualUNet.OUTPUT, 0))
        .withArteryVein(
            OutputMap.channel(ResidualUNet.OUTPUT, 1), OutputMap.channel(ResidualUNet.OUTPUT, 2))
        .withPreprocessing(preprocessing)
        .withFraming(Framing.FIELD_OF_VIEW)
        .withWorkingSize(SIDE);
  }

  /** Runs the training. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(
        4,
        arguments,
        "TrainMapCorrection <checkpoint|embedded> <folder> <minutes> [n*][wide:]<set>...");
    TrainedModel model = TrainDefaultModel.start(arguments[0]);
    Path folder = Path.of(arguments[1]);
    List<String> sets = List.of(arguments).subList(3, arguments.length);
    TrainedModel correction =
        train(
            pairs(model.withoutCorrection(), sets),
            model.specification().preprocessing(),
            Integer.MAX_VALUE,
            Duration.ofMinutes(Long.parseLong(arguments[2])),
            folder,
            sets);
    WeightFile.write(folder.resolve("corrected.seqnet"), model.withCorrection(correction));
  }

  static TrainedModel train(
      List<Pair> pairs,
      Preprocessing preprocessing,
      int steps,
      Duration time,
      Path folder,
      List<String> sets)
      throws IOException {
    AugmentationOptions augmentation =
        AugmentationOptions.none()
            .withFlips(0.5, 0.5)
            .withRotation(new Jitter(0.8, 60))
            .withShear(new Jitter(0.3, 10))
            .withZoom(new Jitter(0.5, 0.1))
            .withScale(new Jitter(0.8, 0.25));
    // The same seed, so that both show the same crops.
    CropSampler maps = sampler(pairs, Pair::maps, augmentation, ArteryVeinConfusion.defaults());
    CropSampler photographs =
        sampler(pairs, Pair::photograph, augmentation, COLORS.toArray(CropTransform[]::new));
    TrainingOptions options =
        TrainingOptions.of(LossOptions.of(MapCrossEntropy.onVessels(0.03)), steps)
            .withRate(LearningRate.cosine(PEAK_RATE, Math.min(100, steps - 1)))
            .withTimeLimit(time)
            .withSeed(5)
            .withAverageDecay(0.995);
    int threads = InferenceEngine.defaultThreads();
    TrainingData data =
        TrainingData.joined(TrainingData.of(maps, threads), TrainingData.of(photographs, 1));
    Trainer trainer = new Trainer(specification(preprocessing), options, data, sets);
    return TrainDefaultModel.trained(trainer, folder);
  }

  private static CropSampler sampler(
      List<Pair> pairs,
      Function<Pair, LabeledImage> of,
      AugmentationOptions augmentation,
      CropTransform... transforms) {
    List<TrainingImage> images =
        TrainDefaultModel.each(pairs.stream().map(of).toList(), TrainingImage::of);
    CropOptions crops = CropOptions.defaults().withSize(CROP).withBatch(4, 1);
    return new CropSampler(images, crops, augmentation, List.of(transforms), 77);
  }

  private static List<Pair> pairs(TrainedModel model, List<String> sets) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try (VesselModel network = VesselModel.of(model)) {
      for (String set : sets) {
        RepeatedSet repeated = RepeatedSet.parse(set);
        String rest = repeated.set();
        boolean wide = rest.startsWith("wide:");
        Dataset images = Dataset.parse(wide ? rest.substring("wide:".length()) : rest, Split.ALL);
        for (Sample sample : images.samples()) {
          LabeledImage image = sample.load();
          for (Variant variant : VARIANTS) {
            pairs.addAll(
                Collections.nCopies(repeated.times(), pair(network, image, variant, wide)));
          }
        }
      }
    }
    return pairs;
  }

  /** The maps of a photograph and the photograph, as the network sees them. */
  static Pair pair(VesselModel network, LabeledImage photograph, Variant variant, boolean wide) {
    LabeledImage image = photograph.withFoundFieldOfView();
    LabeledImage colors =
        variant.colors == 0
            ? image
            : OtherCamera.of(image, image.name().hashCode() * 31L + variant.colors);
    WindowStrategy strategy =
        variant.size == 0
            ? network.strategy()
            : network.strategy().withCaliber(0).withWorkingSize(variant.size);
    VesselMaps predicted =
        network.with(strategy).predict(colors.image(), image.fieldOfView(), ProgressListener.NONE);
    VesselMaps maps =
        Resampler.resize(predicted, image.width(), image.height())
            .maskedBy(image.fieldOfView().mask());
    LabeledImage encoded =
        new LabeledImage(
                image.name(),
                ArteryVeinCorrector.encode(maps),
                image.labels(),
                image.fieldOfView(),
                image.kind())
            .framed(Framing.FIELD_OF_VIEW, SIDE, Preprocessing.NONE);
    LabeledImage seen =
        colors.framed(Framing.FIELD_OF_VIEW, SIDE, network.model().specification().preprocessing());
    LabeledImage square = square(encoded, wide);
    return new Pair(square, square(seen, square));
  }

  /** The crop in the center of a square, as the network sees it. */
  private static LabeledImage square(LabeledImage crop, boolean wide) {
    float[] source = crop.image().toArray();
    byte[] labels = crop.labels().toArray();
    float seen = ArteryVeinCorrector.encode(SEEN);
    byte[] codes = new byte[SIDE * SIDE];
    int left = (SIDE - crop.width()) / 2;
    int top = (SIDE - crop.height()) / 2;
    for (int i = 0; i < labels.length; i++) {
      int at = (top + i / crop.width()) * SIDE + left + i % crop.width();
      codes[at] = wide && source[3 * i] < seen ? 0 : labels[i];
    }
    return new LabeledImage(
        crop.name(),
        ArteryVeinCorrector.centered(crop.image(), SIDE),
        ArteryVeinMap.of(SIDE, SIDE, codes),
        FieldOfView.wholeImage(SIDE, SIDE),
        crop.kind());
  }

  /** A photograph in the center of a square, black outside of its field of view. */
  private static LabeledImage square(LabeledImage crop, LabeledImage maps) {
    float[] source = crop.image().toArray();
    byte[] inside = crop.fieldOfView().mask().toArray();
    float[] samples = new float[3 * SIDE * SIDE];
    int left = (SIDE - crop.width()) / 2;
    int top = (SIDE - crop.height()) / 2;
    for (int i = 0; i < inside.length; i++) {
      if (inside[i] != 0) {
        int at = (top + i / crop.width()) * SIDE + left + i % crop.width();
        System.arraycopy(source, 3 * i, samples, 3 * at, 3);
      }
    }
    return new LabeledImage(
        crop.name(),
        RgbImage.wrap(SIDE, SIDE, samples),
        maps.labels(),
        maps.fieldOfView(),
        maps.kind());
  }
}

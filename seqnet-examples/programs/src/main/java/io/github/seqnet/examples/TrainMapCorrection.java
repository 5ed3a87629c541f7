// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.Descriptor;
import io.github.seqnet.augmentation.ArteryVeinConfusion;
import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.Jitter;
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
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.training.LearningRate;
import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.weights.DefaultModel;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Trains the network that corrects the artery and vein maps of a model, see {@link
 * ArteryVeinCorrector}: a residual U-Net of five levels with normalization, on maps of whole fields
 * of view.
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
  private static final int WIDTH = 8;
  private static final int MOST_CHANNELS = 96;
  private static final int LEVELS = 5;
  private static final double PEAK_RATE = 0.004;

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

  /** A network from encoded maps to the vessel, artery and vein map. */
  static Network network() {
    NetworkBuilder builder = new NetworkBuilder("maps", 3);
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor x = builder.relu(normalized(builder, "e0", builder.input(), WIDTH));
    for (int level = 1; level <= LEVELS; level++) {
      skips.push(x);
      x = residual(builder, "e" + level, builder.maxPooling(x), channels(level));
    }
    for (int level = LEVELS - 1; level > 0; level--) {
      Tensor up = builder.bilinearUpsampling(x);
      x =
          residual(
              builder,
              "d" + level,
              builder.concatenation(List.of(up, skips.pop())),
              channels(level));
    }
    // Full resolution costs most and decides least.
    Tensor up = builder.bilinearUpsampling(builder.convolution("d0.reduced", x, 1, WIDTH));
    Tensor last = builder.concatenation(List.of(up, skips.pop()));
    x = builder.relu(normalized(builder, "d0", last, WIDTH));
    builder.output("maps", builder.sigmoid(builder.convolution("head", x, 1, 3)));
    return builder.build();
  }

  private static int channels(int level) {
    return Math.min(MOST_CHANNELS, WIDTH << level);
  }

  private static Tensor residual(NetworkBuilder builder, String name, Tensor x, int filters) {
    Tensor first = builder.relu(normalized(builder, name + ".first", x, filters));
    Tensor second = normalized(builder, name + ".second", first, filters);
    Tensor shortcut = builder.convolution(name + ".shortcut", x, 1, filters);
    return builder.relu(builder.addition(List.of(second, shortcut)));
  }

  private static Tensor normalized(NetworkBuilder builder, String name, Tensor x, int filters) {
    return builder.batchNormalization(name + ".norm", builder.convolution(name, x, 3, filters));
  }

  static ModelSpecification specification() {
    return ModelSpecification.of(network(), OutputMap.channel("maps", 0))
        .withArteryVein(OutputMap.channel("maps", 1), OutputMap.channel("maps", 2))
        .withFraming(Framing.FIELD_OF_VIEW)
        .withWorkingSize(SIDE);
  }

  /**
   * Cross-entropy of the artery and vein maps, nearly on vessels alone: what is background shows in
   * the vessel map, which is not corrected.
   *
   * @param background the weight of a background pixel in terms of a vessel pixel
   */
  record OnVessels(double background) implements Loss {
    private static final long serialVersionUID = 1L;
    private static final double BOUND = 1e-6;

    @Override
    public Descriptor descriptor() {
      return Descriptor.of("on-vessels-" + background);
    }

    @Override
    public double evaluate(LossInput input, LossGradients gradients) {
      float[] vessel = input.groundTruth(Target.VESSEL);
      double total = 0;
      for (Target map : List.of(Target.ARTERY, Target.VEIN)) {
        float[] p = input.probabilities(map);
        float[] t = input.groundTruth(map);
        float[] w = input.weights(map);
        float[] gradient = gradients.of(map);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
          sum += w[i] * (vessel[i] > 0.5f ? 1 : background);
        }
        for (int i = 0; i < p.length && sum > 0; i++) {
          double weight = w[i] * (vessel[i] > 0.5f ? 1 : background) / sum;
          double q = Math.max(BOUND, Math.min(1 - BOUND, p[i]));
          total -= weight * (t[i] * Math.log(q) + (1 - t[i]) * Math.log(1 - q));
          gradient[i] += (float) (weight * (q - t[i]) / (q * (1 - q)));
        }
      }
      return total;
    }
  }

  /** Runs the training. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(
        4,
        arguments,
        "TrainMapCorrection <checkpoint|embedded> <folder> <minutes> [n*][wide:]<set>...");
    String name = arguments[0];
    TrainedModel model =
        name.equals("embedded") ? DefaultModel.load() : TrainedModel.read(Path.of(name));
    Path folder = Path.of(arguments[1]);
    List<String> sets = List.of(arguments).subList(3, arguments.length);
    TrainedModel correction =
        train(
            maps(model.withoutCorrection(), sets),
            Duration.ofMinutes(Long.parseLong(arguments[2])),
            folder,
            sets);
    WeightFile.write(folder.resolve("corrected.seqnet"), model.withCorrection(correction));
  }

  static TrainedModel train(List<TrainingImage> maps, Duration time, Path folder, List<String> sets)
      throws IOException {
    AugmentationOptions augmentation =
        AugmentationOptions.none()
            .withFlips(0.5, 0.5)
            .withRotation(new Jitter(0.8, 60))
            .withShear(new Jitter(0.3, 10))
            .withZoom(new Jitter(0.5, 0.1))
            .withScale(new Jitter(0.8, 0.25));
    CropOptions crops = CropOptions.defaults().withSize(CROP).withBatch(4, 1);
    CropSampler sampler =
        new CropSampler(maps, crops, augmentation, List.of(ArteryVeinConfusion.defaults()), 77);
    TrainingOptions options =
        TrainingOptions.of(LossOptions.of(new OnVessels(0.03)), Integer.MAX_VALUE)
            .withRate(LearningRate.cosine(PEAK_RATE, 100))
            .withTimeLimit(time)
            .withSeed(5)
            .withAverageDecay(0.995);
    int threads = InferenceEngine.defaultThreads();
    Trainer trainer =
        new Trainer(specification(), options, TrainingData.of(sampler, threads), sets);
    boolean begun = Files.exists(folder.resolve(Trainer.CHECKPOINT));
    return begun ? trainer.resume(folder).last() : trainer.train(folder).last();
  }

  private static List<TrainingImage> maps(TrainedModel model, List<String> sets)
      throws IOException {
    List<TrainingImage> maps = new ArrayList<>();
    try (VesselModel network = VesselModel.of(model)) {
      for (String set : sets) {
        int star = set.indexOf('*');
        int times = star < 0 ? 1 : Integer.parseInt(set.substring(0, star));
        String rest = set.substring(star + 1);
        boolean wide = rest.startsWith("wide:");
        Dataset images = Dataset.parse(wide ? rest.substring("wide:".length()) : rest, Split.ALL);
        for (Sample sample : images.samples()) {
          LabeledImage image = sample.load();
          for (Variant variant : VARIANTS) {
            LabeledImage seen = maps(network, image, variant, wide);
            maps.addAll(Collections.nCopies(times, TrainingImage.of(seen)));
          }
        }
      }
    }
    return maps;
  }

  /** The encoded maps of a photograph as an image with the photograph's labels. */
  static LabeledImage maps(
      VesselModel network, LabeledImage photograph, Variant variant, boolean wide) {
    LabeledImage image =
        photograph.fieldOfView().source() == FieldOfView.Source.WHOLE_IMAGE
            ? photograph.withFieldOfView(FieldOfViewFinder.find(photograph.image()))
            : photograph;
    RgbImage colors =
        variant.colors == 0
            ? image.image()
            : OtherCamera.of(image, image.name().hashCode() * 31L + variant.colors).image();
    WindowStrategy strategy =
        variant.size == 0
            ? network.strategy()
            : network.strategy().withCaliber(0).withWorkingSize(variant.size);
    VesselMaps predicted =
        network.with(strategy).predict(colors, image.fieldOfView(), ProgressListener.NONE);
    VesselMaps maps =
        Resampler.resize(predicted, image.width(), image.height())
            .maskedBy(image.fieldOfView().mask());
    LabeledImage framed =
        new LabeledImage(
                image.name(),
                ArteryVeinCorrector.encode(maps),
                image.labels(),
                image.fieldOfView(),
                image.kind())
            .framed(Framing.FIELD_OF_VIEW, SIDE, Preprocessing.NONE);
    return square(framed, wide);
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
}

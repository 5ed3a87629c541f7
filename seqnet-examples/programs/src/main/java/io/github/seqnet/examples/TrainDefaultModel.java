// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.Jitter;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.training.LearningRate;
import io.github.seqnet.nn.training.Loss.Target;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.LossOptions.OutputTerm;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The recipe of the embedded model, in stages, each in a folder of its own; run again after an
 * interruption it goes on where it was.
 *
 * <ol>
 *   <li>The base U-Net of the vessels, anew, with standardized kernels.
 *   <li>The whole IterNet of the vessels.
 *   <li>The base U-Net of the arteries alone: an IterNet on photographs that are multiplied with
 *       the vessel map beforehand, which costs a quarter of training it inside SeqNet. It begins
 *       with the stream of the given checkpoint. Almost all weight is on vessel pixels, and crops
 *       are large, since what a vessel is shows in what it is connected with.
 *   <li>The base U-Net of the veins in the same way, beginning with that of the arteries and output
 *       layers that are negated: on vessels, one is the opposite of the other.
 *   <li>The streams put together; the refinement U-Nets of arteries and veins.
 *   <li>All of arteries and veins.
 * </ol>
 *
 * <p>A network of 0 iterations consists of base U-Nets: the recipe skips stages 2 and 5 and gives
 * their time to stages 1 and 6.
 *
 * <p>Given a model with illumination correction, such as the embedded one or one that the recipe
 * has made, it does a shorter round instead: stages 3 and 4 once more, from the model's own
 * arteries and veins, and stage 6, at lower rates. The last stages of the embedded model are such
 * rounds. Each round draws other crops than the one before: its seed follows from the weights that
 * it begins with.
 *
 * <p>Arguments: a checkpoint to start from, or {@code embedded}, the folder of the training, how
 * many minutes it may take, and data sets such as {@code drive:DRIVE} or {@code 4*drive:DRIVE},
 * whose images are drawn four times as often. All images of a set are used: name {@code
 * drive:...@training} for those of the official split.
 */
public final class TrainDefaultModel {
  private static final String ITERNET = SeqNetArchitecture.SEGMENTATION_PREFIX;
  private static final String ARTERY = SeqNetArchitecture.ARTERY_PREFIX;
  private static final String VEIN = SeqNetArchitecture.VEIN_PREFIX;

  /** Everything before the refinement U-Nets of arteries and veins. */
  private static final List<String> BASE_UNETS =
      List.of(ITERNET, ARTERY + "e", ARTERY + "d", VEIN + "e", VEIN + "d");

  /** The longer side of the field of view in training. */
  private static final int SIDE = 640;

  /** How photographs are framed in training, and by the network whose vessel maps are needed. */
  private static final WindowStrategy FRAMED =
      new WindowStrategy(Framing.FIELD_OF_VIEW, List.of(SIDE), 0, 352, 288, 32, 1);

  /** The number of transformed copies of each photograph, in addition to the photograph itself. */
  private static final int CHANGED = 2;

  /** The seed of the recipe; a round takes another one, see {@link #seed}. */
  private static final int SEED = 1;

  /** The file of the model that the stages began with. */
  private static final String START = "start.seqnet";

  /** Many places at once, for the vessels, which are seen from close by. */
  private static final Crops SMALL =
      new Crops(
          CropOptions.defaults().withSize(192).withBatch(8, 1),
          AugmentationOptions.defaults()
              .withZoom(new Jitter(0.85, 0.08))
              .withScale(new Jitter(0.85, 0.5)));

  /**
   * Arteries and veins are told apart by what they are connected with, and by colors that even
   * light has already made alike: they are changed little.
   */
  private static final Crops LARGE =
      new Crops(
          CropOptions.defaults().withSize(384).withBatch(2, 1),
          AugmentationOptions.defaults()
              .withBrightness(new Jitter(0.5, 0.12))
              .withContrast(new Jitter(0.5, 0.15))
              .withSaturation(new Jitter(0.5, 0.15))
              .withZoom(new Jitter(0.8, 0.08))
              .withScale(new Jitter(0.8, 0.45)));

  /** The options of crops and augmentation. */
  private record Crops(CropOptions options, AugmentationOptions augmentation) {}

  private final Path folder;
  private final int minutes;
  private final List<String> description;
  private final TrainedModel start;
  private final int seed;
  private final SeqNetConfig whole;
  private final SeqNetConfig one;
  private final List<LabeledImage> photographs;
  private final List<LabeledImage> images;
  private final PrintStream out;
  private boolean trained;

  private TrainDefaultModel(
      Path folder, int minutes, List<String> sets, TrainedModel start, PrintStream out)
      throws IOException {
    this.out = out;
    this.folder = folder;
    this.minutes = minutes;
    this.description = sets;
    this.start = start;
    seed = seed(start);
    whole =
        SeqNetConfig.of(start.specification())
            .orElseThrow()
            .withDropout(0)
            .withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);
    one =
        SeqNetConfig.iterNet(whole.baseWidth(), whole.iterations())
            .withPreprocessing(whole.preprocessing());
    photographs = load(sets);
    images = each(photographs, photograph -> photograph.prepared(whole.preprocessing()));
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(
        4, arguments, "TrainDefaultModel <checkpoint|embedded> <folder> <minutes> <set:folder>...");
    try {
      train(arguments, System.out);
    } catch (IllegalArgumentException | SeqnetException e) {
      Arguments.end(e.getMessage());
    }
  }

  /**
   * Trains, and says to {@code out} what each stage does.
   *
   * @throws IllegalArgumentException if the model to start from has no arteries and veins, or the
   *     folder holds stages that began with another model or other data
   */
  static void train(String[] arguments, PrintStream out) throws IOException {
    List<String> sets = Arrays.asList(arguments).subList(3, arguments.length);
    TrainedModel start = start(arguments[0]);
    if (!start.specification().separatesArteriesAndVeins()) {
      throw new IllegalArgumentException(
          arguments[0]
              + ": does not classify arteries and veins; the recipe needs a SeqNet to start from");
    }
    Path folder = Path.of(arguments[1]);
    checkStages(folder, start, sets);
    TrainDefaultModel recipe =
        new TrainDefaultModel(folder, Integer.parseInt(arguments[2]), sets, start, out);
    if (isRound(start)) {
      recipe.anotherRound();
    } else {
      recipe.anew();
    }
    if (!recipe.trained) {
      out.println("nothing was trained: every stage was there already");
    }
  }

  /**
   * Sees that what the folder holds began with the same model, data and seed. The model is kept as
   * {@value #START}; a folder of an earlier version has none, and is taken as it is.
   */
  private static void checkStages(Path folder, TrainedModel start, List<String> sets)
      throws IOException {
    Files.createDirectories(folder);
    List<Path> stages;
    try (Stream<Path> entries = Files.list(folder)) {
      stages = entries.filter(place -> Files.exists(place.resolve(Trainer.CHECKPOINT))).toList();
    }
    Path file = folder.resolve(START);
    if (Files.exists(file)) {
      TrainedModel before = WeightFile.read(file);
      if (!before.specification().equals(start.specification())
          || !before.weights().equals(start.weights())) {
        throw new IllegalArgumentException(
            file + ": the stages here began with another model; name another folder");
      }
    } else if (stages.isEmpty()) {
      WeightFile.write(file, start);
    }
    for (Path stage : stages) {
      Path last = stage.resolve(Trainer.LAST);
      if (Files.exists(last)) {
        Provenance provenance = WeightFile.read(last).provenance();
        if (!provenance.dataSets().equals(sets) || provenance.seed().orElse(SEED) != seed(start)) {
          throw new IllegalArgumentException(
              last
                  + ": was trained on other data or with another seed ("
                  + String.join(" ", provenance.dataSets())
                  + "); name another folder");
        }
      }
    }
  }

  /** Reads a checkpoint; {@code embedded} is the default model. */
  static TrainedModel start(String name) throws IOException {
    return EmbeddedModel.read(Path.of(name));
  }

  /** Whether the model has been made by the recipe, and is trained on for one more round. */
  private static boolean isRound(TrainedModel start) {
    return start.specification().preprocessing().equals(Preprocessing.ILLUMINATION_CORRECTION);
  }

  private static int seed(TrainedModel start) {
    return isRound(start) ? start.weights().hashCode() : SEED;
  }

  private void anew() throws IOException {
    TrainingOptions plain = TrainingOptions.balanced(one, Integer.MAX_VALUE);
    List<String> all = List.of(ITERNET);
    LossOptions vessels = LossOptions.reference(one).withPixelWeights(1.8, 1);
    LossOptions firstVessels = first(Target.VESSEL).withPixelWeights(1.8, 1);
    NetworkWeights fresh = NetworkWeights.initial(SeqNetArchitecture.network(one), seed);
    boolean refined = one.iterations() > 0;
    TrainedModel large =
        stage(
            "1-vessels",
            one,
            plain.withLoss(firstVessels).withStandardized(all).withRate(rate(3e-3)),
            SMALL,
            refined ? 0.1 : 0.3,
            fresh,
            images);
    TrainedModel vesselNet =
        refined
            ? stage(
                "2-vessels-iternet",
                one,
                plain.withLoss(vessels).withStandardized(all).withRate(rate(2e-3)),
                SMALL,
                0.2,
                large.weights(),
                images)
            : large;

    List<LabeledImage> masked = masked(photographs, vesselNet);
    NetworkWeights weights = put(whole, start.weights(), ITERNET, vesselNet.weights());
    NetworkWeights arteries =
        large("3-arteries", Target.ARTERY, 2e-3, 0.3, take(one, weights, ARTERY), masked);
    NetworkWeights veins =
        large("4-veins", Target.VEIN, 2e-3, 0.2, opposite(one, arteries), masked);
    weights = put(whole, put(whole, weights, ARTERY, arteries), VEIN, veins);
    if (refined) {
      weights =
          stage(
                  "5-small",
                  whole,
                  both().withFrozen(BASE_UNETS).withRate(rate(2e-3)),
                  LARGE,
                  0.1,
                  weights,
                  images)
              .weights();
    }
    whole("6-whole", 8e-4, refined ? 0.1 : 0.2, weights);
  }

  /** Arteries and veins of a model that was made by this recipe, trained on. */
  private void anotherRound() throws IOException {
    TrainingOptions plain = TrainingOptions.balanced(one, Integer.MAX_VALUE);
    List<LabeledImage> wide = withWidths(images);
    if (wide.isEmpty()) {
      throw new IllegalArgumentException(
          "vessels need labels of their own width, and none of the data sets has them");
    }
    TrainedModel vesselNet =
        stage(
            "0-vessels",
            one,
            plain
                .withLoss(LossOptions.reference(one).withPixelWeights(1.8, 1))
                .withRate(rate(1.5e-3)),
            SMALL,
            0.3,
            take(one, start.weights(), ITERNET),
            wide);
    NetworkWeights weights = put(whole, start.weights(), ITERNET, vesselNet.weights());
    List<LabeledImage> masked = masked(photographs, vesselNet);
    NetworkWeights arteries =
        large("1-arteries", Target.ARTERY, 1.6e-3, 0.32, take(one, weights, ARTERY), masked);
    NetworkWeights veins =
        large("2-veins", Target.VEIN, 1.6e-3, 0.26, take(one, weights, VEIN), masked);
    weights = put(whole, put(whole, weights, ARTERY, arteries), VEIN, veins);
    whole("3-whole", 6e-4, 0.12, weights);
  }

  /** The images whose labels are as wide as the vessels: others would teach wrong widths. */
  private static List<LabeledImage> withWidths(List<LabeledImage> images) {
    return images.stream().filter(i -> i.kind() != LabelKind.ARTERY_VEIN_STROKES).toList();
  }

  /** The loss of arteries and veins in the whole network. */
  private TrainingOptions both() {
    return TrainingOptions.balanced(whole, Integer.MAX_VALUE)
        .withLoss(LossOptions.balanced(whole).withoutVesselTerms().withContrast(2));
  }

  /** Trains all of arteries and veins. */
  private void whole(String name, double peak, double share, NetworkWeights from)
      throws IOException {
    TrainingOptions options = both().withFrozen(List.of(ITERNET)).withRate(rate(peak));
    stage(name, whole, options, LARGE, share, from, images);
  }

  /** Trains the base U-Net of one stream alone, as an IterNet. */
  private NetworkWeights large(
      String name,
      Target target,
      double peak,
      double share,
      NetworkWeights from,
      List<LabeledImage> masked)
      throws IOException {
    TrainingOptions options =
        TrainingOptions.balanced(one, Integer.MAX_VALUE)
            .withLoss(first(target).withPixelWeights(1, 200))
            .withRate(rate(peak));
    return stage(name, one, options, LARGE, share, from, masked).weights();
  }

  /** The stream that sees veins where this one sees arteries: with its output layers negated. */
  private static NetworkWeights opposite(SeqNetConfig one, NetworkWeights weights) {
    Map<String, float[]> values = weights.toMap();
    values.forEach(
        (name, array) -> {
          if (name.startsWith(ITERNET + "out_")) {
            for (int i = 0; i < array.length; i++) {
              array[i] = -array[i];
            }
          }
        });
    return NetworkWeights.of(SeqNetArchitecture.network(one), values);
  }

  /** The first output of an IterNet alone: of its base U-Net. */
  private LossOptions first(Target target) {
    String output = LossOptions.baseUnets(one).outputs().get(0).output();
    return new LossOptions(List.of(new OutputTerm(output, target, 1)), List.of(), 1, 1);
  }

  private static LearningRate rate(double peak) {
    return LearningRate.cosine(peak, 100);
  }

  /** Trains, resumes, or reads the result of an earlier run. */
  private TrainedModel stage(
      String name,
      SeqNetConfig config,
      TrainingOptions options,
      Crops crops,
      double share,
      NetworkWeights from,
      List<LabeledImage> sources)
      throws IOException {
    Path place = folder.resolve(name);
    if (Files.exists(place.resolve(Trainer.LAST))) {
      out.println("already there: " + name);
      return WeightFile.read(place.resolve(Trainer.LAST));
    }
    Duration time = Duration.ofSeconds(Math.max(1, Math.round(60 * minutes * share)));
    boolean begun = Files.exists(place.resolve(Trainer.CHECKPOINT));
    out.printf(
        Locale.ROOT,
        "%s %s, %.1f minutes in all%n",
        begun ? "going on with" : "training",
        name,
        time.toSeconds() / 60.0);
    trained = true;
    List<TrainingImage> prepared = each(sources, TrainingImage::of);
    CropSampler sampler = new CropSampler(prepared, crops.options(), crops.augmentation(), seed);
    Trainer trainer =
        new Trainer(
                config,
                options
                    .withTimeLimit(time)
                    .withSeed(seed)
                    .withMicroBatches(Math.min(4, crops.options().imagesPerBatch())),
                TrainingData.of(sampler, InferenceEngine.defaultThreads()),
                description)
            .startFrom(from);
    return trained(trainer, place);
  }

  /** Trains in a folder, or resumes the training that was begun there. */
  static TrainedModel trained(Trainer trainer, Path folder) throws IOException {
    boolean begun = Files.exists(folder.resolve(Trainer.CHECKPOINT));
    return begun ? trainer.resume(folder).last() : trainer.train(folder).last();
  }

  /** Photographs as the artery and vein streams see them: prepared, times the vessel map. */
  private static List<LabeledImage> masked(List<LabeledImage> photographs, TrainedModel vesselNet) {
    try (VesselModel network = VesselModel.of(vesselNet, VesselModelOptions.defaults())) {
      return each(photographs, photograph -> masked(photograph, network));
    }
  }

  private static LabeledImage masked(LabeledImage photograph, VesselModel network) {
    RgbImage image = photograph.image();
    float[] vessel = network.segment(image, FRAMED, ProgressListener.NONE).toArray();
    float[] samples = network.prepare(image, FRAMED).toArray();
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= vessel[i / 3];
    }
    return new LabeledImage(
        photograph.name(),
        RgbImage.wrap(image.width(), image.height(), samples),
        photograph.labels(),
        photograph.fieldOfView(),
        photograph.kind());
  }

  /** Maps each image with a function; an image that occurs several times is mapped once. */
  static <T> List<T> each(List<LabeledImage> images, Function<LabeledImage, T> function) {
    IdentityHashMap<LabeledImage, T> made = new IdentityHashMap<>();
    return images.stream().map(image -> made.computeIfAbsent(image, function)).toList();
  }

  /** One stream's weights as those of an IterNet alone. */
  private static NetworkWeights take(SeqNetConfig one, NetworkWeights whole, String stream) {
    Network network = SeqNetArchitecture.network(one);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String name : network.parameters().keySet()) {
      values.put(name, whole.values(stream + name.substring(ITERNET.length())));
    }
    return NetworkWeights.of(network, values);
  }

  /** The whole network's weights with those of an IterNet alone in place of one stream. */
  private static NetworkWeights put(
      SeqNetConfig whole, NetworkWeights weights, String stream, NetworkWeights one) {
    Map<String, float[]> values = weights.toMap();
    one.toMap()
        .forEach((name, array) -> values.put(stream + name.substring(ITERNET.length()), array));
    return NetworkWeights.of(SeqNetArchitecture.network(whole), values);
  }

  private static List<LabeledImage> load(List<String> sets) throws IOException {
    List<LabeledImage> images = new ArrayList<>();
    for (String text : sets) {
      RepeatedSet repeated = RepeatedSet.parse(text);
      Dataset set = Dataset.parse(repeated.set(), Split.ALL);
      for (Sample sample : set.samples()) {
        LabeledImage image = sample.load().framed(Framing.FIELD_OF_VIEW, SIDE, Preprocessing.NONE);
        images.addAll(Collections.nCopies(repeated.times(), image));
        for (int i = 1; i <= CHANGED; i++) {
          images.addAll(
              Collections.nCopies(repeated.times(), OtherCamera.of(image, images.size() + SEED)));
        }
      }
    }
    return images;
  }
}

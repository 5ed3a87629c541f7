// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.CropTransform;
import io.github.seqnet.augmentation.Jitter;
import io.github.seqnet.augmentation.PhotometricTransform;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.evaluation.Evaluation;
import io.github.seqnet.evaluation.EvaluationOptions;
import io.github.seqnet.evaluation.Evaluator;
import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Compares training recipes by how well their models do on cameras that they have not seen: trains
 * each recipe on all cameras but one, evaluates it on that one, for each camera in turn, and ranks
 * recipes by the mean.
 *
 * <p>A recipe is a line of a text file:
 *
 * <pre>
 * # name     framing        size  scale  transforms
 * squeezed   whole-frame    576   0
 * framed     field-of-view  576   0
 * colors     field-of-view  576   0.45   gamma,channel-gain,noise:strength=0.2
 * </pre>
 *
 * <p>{@code scale} is the amount of {@link AugmentationOptions#scale()}. The line {@code partner}
 * trains the network of {@link TrainPartner}. The line {@code embedded} evaluates the model that
 * comes with the library, which was trained on some of the cameras. Instead of a file, {@code
 * built-in} takes the recipes of {@link #BUILT_IN}.
 *
 * <p>Each result is kept, so that the program goes on where it was. The folder gets {@code
 * results.csv}, with a line for each recipe and camera, and {@code results.md}, a table of the
 * means. Minutes are for each model: with a few, recipes are ranked by how fast they learn.
 *
 * <p>Arguments: the folder, minutes for each model, the file of recipes, and cameras such as {@code
 * DRIVE=drive:DRIVE@training}.
 */
public final class LeaveOneCameraOut {
  /** Framing, scale and colors, one after the other. */
  static final List<String> BUILT_IN =
      List.of(
          "squeezed whole-frame 576 0",
          "framed field-of-view 576 0",
          "framed-scale field-of-view 576 0.45",
          "framed-colors field-of-view 576 0"
              + " gamma,channel-gain,channel-mix,illumination-gradient,blur,compression,noise",
          "framed-scale-colors field-of-view 576 0.45"
              + " gamma,channel-gain,channel-mix,illumination-gradient,blur,compression,noise",
          "partner");

  private static final String PARTNER = "partner";
  private static final String EMBEDDED = "embedded";

  private static final List<String> METRICS =
      List.of(
          "segmentation.auc", "segmentation.dice", "av.all_gt.accuracy", "av.discovered.accuracy");

  /** The number of evaluated images of the held-out camera, evenly chosen. */
  private static final int MOST_IMAGES = 12;

  private static final SeqNetConfig NETWORK =
      SeqNetConfig.seqNet(8, 1).withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);

  /** The settings that differ between trainings. */
  private record Recipe(
      String name, Framing framing, int size, double scale, List<CropTransform> transforms) {
    boolean isTrained() {
      return !name.equals(EMBEDDED);
    }

    boolean isPartner() {
      return name.equals(PARTNER);
    }
  }

  private final Path folder;
  private final Duration time;
  private final Map<String, String> cameras;
  private final PrintStream out;

  private LeaveOneCameraOut(
      Path folder, Duration time, Map<String, String> cameras, PrintStream out) {
    this.folder = folder;
    this.time = time;
    this.cameras = cameras;
    this.out = out;
  }

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(
        5,
        arguments,
        "LeaveOneCameraOut <folder> <minutes> <recipes|built-in> <camera=set:folder>...");
    try {
      run(arguments, System.out);
    } catch (IllegalArgumentException | SeqnetException e) {
      Arguments.end(e.getMessage());
    }
  }

  /**
   * Trains, evaluates and writes the tables.
   *
   * @throws IllegalArgumentException if an argument or a recipe is not valid
   */
  static void run(String[] arguments, PrintStream out) throws IOException {
    double minutes = Double.parseDouble(arguments[1]);
    if (!(minutes > 0 && minutes <= 100_000)) {
      throw new IllegalArgumentException("minutes must be in 0..100000, got " + arguments[1]);
    }
    List<Recipe> recipes = recipes(arguments[2]);
    Map<String, String> cameras = new LinkedHashMap<>();
    for (String argument : Arrays.asList(arguments).subList(3, arguments.length)) {
      int equals = argument.indexOf('=');
      if (equals < 1 || !argument.substring(0, equals).matches("[\\w-]+")) {
        throw new IllegalArgumentException("a camera is NAME=set:folder, got '" + argument + "'");
      }
      cameras.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    if (cameras.size() < 2) {
      throw new IllegalArgumentException("one camera is left out: at least two are needed");
    }
    Duration time = Duration.ofMillis(Math.max(1, Math.round(60_000 * minutes)));
    new LeaveOneCameraOut(Path.of(arguments[0]), time, cameras, out).compare(recipes);
  }

  private static List<Recipe> recipes(String source) throws IOException {
    List<String> lines = source.equals("built-in") ? BUILT_IN : Files.readAllLines(Path.of(source));
    List<Recipe> recipes = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        recipes.add(recipe(text));
      }
    }
    if (recipes.isEmpty()) {
      throw new IllegalArgumentException(source + ": no recipe");
    }
    return recipes;
  }

  private static Recipe recipe(String line) {
    String[] parts = line.split("\\s+", -1);
    if (line.equals(EMBEDDED) || line.equals(PARTNER)) {
      return new Recipe(line, Framing.FIELD_OF_VIEW, 0, 0, List.of());
    }
    if (parts.length < 4 || parts.length > 5 || !parts[0].matches("[\\w-]+")) {
      throw new IllegalArgumentException(
          "a recipe is 'name framing size scale [transform,...]', got '" + line + "'");
    }
    List<CropTransform> transforms = new ArrayList<>();
    if (parts.length == 5) {
      for (String transform : parts[4].split(",(?=[a-z-]+(:|,|$))", -1)) {
        transforms.add(PhotometricTransform.parse(transform));
      }
    }
    return new Recipe(
        parts[0],
        Framing.ofId(parts[1]),
        Integer.parseInt(parts[2]),
        Double.parseDouble(parts[3]),
        List.copyOf(transforms));
  }

  private void compare(List<Recipe> recipes) throws IOException {
    Map<String, Map<String, Map<String, Double>>> results = new LinkedHashMap<>();
    for (Recipe recipe : recipes) {
      Map<String, Map<String, Double>> ofRecipe = new LinkedHashMap<>();
      for (String camera : cameras.keySet()) {
        ofRecipe.put(camera, result(recipe, camera));
        results.put(recipe.name, ofRecipe);
        writeTables(results);
      }
    }
  }

  /** The scores of a recipe on the camera that it has not seen, read or made. */
  private Map<String, Double> result(Recipe recipe, String camera) throws IOException {
    Path place = folder.resolve(recipe.name).resolve(camera);
    Path scores = place.resolve("scores.csv");
    if (Files.exists(scores)) {
      return read(scores);
    }
    Files.createDirectories(place);
    out.println(
        recipe.isTrained()
            ? recipe.name + ": training without " + camera
            : recipe.name + ": evaluating on " + camera);
    TrainedModel model =
        recipe.isTrained() ? train(recipe, camera, place) : EmbeddedModel.DEFAULT.load();
    Map<String, Double> result =
        evaluate(recipe, model, Objects.requireNonNull(cameras.get(camera)));
    StringBuilder text = new StringBuilder("metric,value\n");
    result.forEach((metric, value) -> text.append(metric).append(',').append(value).append('\n'));
    write(scores, text.toString());
    return result;
  }

  private TrainedModel train(Recipe recipe, String leftOut, Path place) throws IOException {
    Path last = place.resolve(Trainer.LAST);
    if (Files.exists(last)) {
      return WeightFile.read(last);
    }
    List<String> others =
        cameras.entrySet().stream()
            .filter(camera -> !camera.getKey().equals(leftOut))
            .map(Map.Entry::getValue)
            .toList();
    if (recipe.isPartner()) {
      return TrainPartner.train(others, NETWORK.preprocessing(), time, place);
    }
    ModelSpecification model =
        NETWORK.specification().withFraming(recipe.framing).withWorkingSize(recipe.size);
    int threads = InferenceEngine.defaultThreads();
    List<TrainingImage> images = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String other : others) {
      Dataset set = Dataset.parse(other, Split.ALL);
      names.add(set.name());
      images.addAll(
          TrainingImage.load(
              set,
              model.framing(),
              model.workingSize(),
              model.preprocessing(),
              threads,
              ProgressListener.NONE));
    }
    AugmentationOptions augmentation =
        AugmentationOptions.defaults().withScale(new Jitter(0.8, recipe.scale));
    CropSampler sampler =
        new CropSampler(
            images,
            CropOptions.defaults().withSize(192).withBatch(4, 1),
            augmentation,
            recipe.transforms,
            1);
    TrainingOptions options =
        TrainingOptions.balanced(NETWORK, Integer.MAX_VALUE).withTimeLimit(time).withSeed(1);
    Trainer trainer =
        new Trainer(model, options, TrainingData.of(sampler, threads), names).threads(threads);
    return TrainDefaultModel.trained(trainer, place);
  }

  private static Map<String, Double> evaluate(Recipe recipe, TrainedModel model, String set)
      throws IOException {
    Evaluator evaluator = new Evaluator(EvaluationOptions.defaults().withIntervals(0, 0.95, 0));
    List<Sample> samples = Dataset.parse(set, Split.ALL).samples();
    int count = Math.min(MOST_IMAGES, samples.size());
    try (VesselModel network = VesselModel.of(model)) {
      WindowStrategy strategy =
          recipe.isPartner() ? network.strategy().withLargeWindows() : network.strategy();
      for (int i = 0; i < count; i++) {
        LabeledImage image = samples.get(i * samples.size() / count).load();
        VesselMaps predicted = network.predict(image.image(), strategy, ProgressListener.NONE);
        VesselMaps maps = Resampler.resize(predicted, image.width(), image.height());
        evaluator.add(image, maps.maskedBy(image.fieldOfView().mask()));
      }
    }
    Evaluation evaluation = evaluator.result();
    Map<String, Double> scores = new LinkedHashMap<>();
    for (String metric : METRICS) {
      evaluation.value(metric).value().ifPresent(value -> scores.put(metric, value));
    }
    return scores;
  }

  private static Map<String, Double> read(Path scores) throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String line : Files.readAllLines(scores).subList(1, Files.readAllLines(scores).size())) {
      int comma = line.indexOf(',');
      values.put(line.substring(0, comma), Double.parseDouble(line.substring(comma + 1)));
    }
    return values;
  }

  private void writeTables(Map<String, Map<String, Map<String, Double>>> results)
      throws IOException {
    StringBuilder csv = new StringBuilder("recipe,held_out," + String.join(",", METRICS) + "\n");
    StringBuilder table = new StringBuilder("| recipe | held out |");
    METRICS.forEach(metric -> table.append(' ').append(metric).append(" |"));
    table.append("\n|---|---|").append("---:|".repeat(METRICS.size())).append('\n');
    results.forEach(
        (recipe, byCamera) -> {
          byCamera.forEach(
              (camera, scores) -> {
                csv.append(recipe).append(',').append(camera);
                table.append("| ").append(recipe).append(" | ").append(camera).append(" |");
                for (String metric : METRICS) {
                  Double value = scores.get(metric);
                  csv.append(',').append(value == null ? "" : value);
                  table.append(value == null ? " |" : rounded(value));
                }
                csv.append('\n');
                table.append('\n');
              });
          table.append("| ").append(recipe).append(" | mean |");
          for (String metric : METRICS) {
            OptionalDouble mean =
                byCamera.values().stream()
                    .filter(scores -> scores.containsKey(metric))
                    .mapToDouble(scores -> scores.get(metric))
                    .average();
            table.append(mean.isPresent() ? rounded(mean.getAsDouble()) : " |");
          }
          table.append('\n');
        });
    write(folder.resolve("results.csv"), csv.toString());
    write(folder.resolve("results.md"), table.toString());
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, " %.4f |", value);
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}

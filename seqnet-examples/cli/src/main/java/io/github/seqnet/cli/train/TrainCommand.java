// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.train;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.CropTransform;
import io.github.seqnet.augmentation.Jitter;
import io.github.seqnet.augmentation.PhotometricTransform;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.FolderLock;
import io.github.seqnet.cli.file.OutputFolder;
import io.github.seqnet.cli.option.DataOption;
import io.github.seqnet.cli.option.ModelOption;
import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.cli.option.PreprocessingNames;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.training.LearningRate;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingData;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.training.TrainingReport;
import io.github.seqnet.nn.training.WeightedLoss;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code seqnet train}. */
@Command(
    name = "train",
    description = "Train a SeqNet or an IterNet, from the beginning or from given weights.")
public final class TrainCommand extends Subcommand {
  /** Published epochs have 100 crops of each image. */
  private static final int CROPS_PER_IMAGE_AND_EPOCH = 100;

  /** The named ways to train. */
  enum Recipe {
    REFERENCE,
    BALANCED,
    BASE_UNETS
  }

  /** Reads a recipe. */
  static final class RecipeNames extends NamedConstants<Recipe> {
    RecipeNames() {
      super(Recipe.class);
    }
  }

  /** The networks. */
  enum Kind {
    SEQNET,
    ITERNET
  }

  /** Reads a kind of network. */
  static final class KindNames extends NamedConstants<Kind> {
    KindNames() {
      super(Kind.class);
    }
  }

  /** The duration of the training; one of these options. */
  static final class Length {
    @Option(
        names = "--epochs",
        paramLabel = "N",
        description = "Number of epochs of 100 crops per image.")
    private Integer epochs;

    @Option(names = "--steps", paramLabel = "N", description = "Number of steps.")
    private Long steps;

    @Option(
        names = "--minutes",
        paramLabel = "N",
        description = "Duration; the learning-rate schedule follows the time.")
    private Integer minutes;
  }

  /** The fraction of crops that are scaled if scaling is requested. */
  private static final double OFTEN = 0.8;

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "SET:FOLDER",
      description = {
        DataOption.SETS
            + "; their training images, or others with @test or @all behind (@all for les-av,"
            + " stare, plain and plain-vessels).",
        DataOption.PLAIN_LAYOUT
      })
  private List<String> data;

  @Option(
      names = {"-o", "--output", "--out"},
      required = true,
      paramLabel = "FOLDER",
      description = "Folder for checkpoints, logs and the best network.")
  private Path output;

  @Option(
      names = "--network",
      paramLabel = "KIND",
      defaultValue = "seqnet",
      converter = KindNames.class,
      completionCandidates = KindNames.class,
      description = "Architecture: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Kind kind;

  @Option(
      names = "--base-width",
      paramLabel = "K",
      defaultValue = "8",
      description = "Channels of the first stage; default ${DEFAULT-VALUE}.")
  private int baseWidth;

  @Option(
      names = "--iterations",
      paramLabel = "T",
      defaultValue = "3",
      description =
          "Number of iterations of the refinement U-Net; with 0 the network has base U-Nets"
              + " only. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--dropout",
      paramLabel = "RATE",
      description = "Dropout rate. Default: 0.1 in the recipe reference, else 0.")
  private Double dropout;

  @Option(
      names = "--preprocessing",
      paramLabel = "NAME",
      converter = PreprocessingNames.class,
      completionCandidates = PreprocessingNames.class,
      description =
          "Preprocessing of photographs: ${COMPLETION-CANDIDATES}. Default: that of the"
              + " weights of --init, else none in the recipe reference, else"
              + " illumination-correction.")
  private Preprocessing preprocessing;

  @ArgGroup private Length length = new Length();

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "balanced",
      converter = RecipeNames.class,
      completionCandidates = RecipeNames.class,
      description =
          "Recipe of loss, schedule and crops: ${COMPLETION-CANDIDATES}; default"
              + " ${DEFAULT-VALUE}.")
  private Recipe recipe;

  @Option(names = "--rate", paramLabel = "RATE", description = "The highest learning rate.")
  private Double rate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME[:KEY=VALUE,...]",
      description =
          "Learning-rate schedule: constant, cosine, step or one-cycle, such as"
              + " step:interval=500,factor=0.5. Default: that of the recipe.")
  private String schedule;

  @Option(names = "--batch", paramLabel = "N", description = "Crops in a batch. Default: 24.")
  private Integer batch;

  @Option(
      names = "--freeze",
      split = ",",
      paramLabel = "PREFIX",
      description = "Prefixes of frozen parameters, such as segmentation. or artery.e1.")
  private List<String> frozen = new ArrayList<>();

  @Option(
      names = "--fresh",
      split = ",",
      paramLabel = "PREFIX",
      description =
          "With --init: prefixes of parameters that start from random values, such as"
              + " artery.,vein.")
  private List<String> fresh = List.of();

  @Option(
      names = "--standardize",
      split = ",",
      paramLabel = "PREFIX",
      description =
          "Prefixes of parameters trained with weight standardization, such as artery.,vein.;"
              + " helps streams that start from random weights.")
  private List<String> standardized = List.of();

  @Option(
      names = "--loss",
      paramLabel = "[WEIGHT*]LOSS",
      description =
          "A loss to add to the recipe's, such as 0.5*dice or 0.3*focal:gamma=3; may be repeated."
              + " Losses: cross-entropy, artery-vein-contrast, dice, focal, cldice.")
  private List<String> losses = List.of();

  @Option(
      names = "--transform",
      paramLabel = "NAME",
      description =
          "Photometric transform of crops, such as gamma or blur:strength=0.3; may be"
              + " repeated. Transforms: gamma, hue, channel-gain, illumination-gradient, vignette,"
              + " blur, channel-mix, compression, resolution, noise.")
  private List<String> transforms = List.of();

  @Option(
      names = "--scale",
      paramLabel = "AMOUNT",
      description =
          "Scale most crops by a factor of up to e^AMOUNT, as if cameras had other angles; 0"
              + " to 1.5. Default: 0.")
  private Double scale;

  @Option(
      names = "--framing",
      paramLabel = "FRAMING",
      converter = FramingNames.class,
      completionCandidates = FramingNames.class,
      description =
          "Part of photographs that the network sees: ${COMPLETION-CANDIDATES}. Default: that"
              + " of the weights of --init, or whole-frame.")
  private Framing framing;

  @Option(
      names = "--working-size",
      paramLabel = "PX",
      description =
          "Working size of photographs in pixels. Default: that of the weights of --init, or"
              + " 576.")
  private Integer workingSize;

  /** Reads a framing. */
  static final class FramingNames extends NamedConstants<Framing> {
    FramingNames() {
      super(Framing.class);
    }
  }

  @Option(
      names = "--contrast",
      paramLabel = "FACTOR",
      description = "Weight of the artery/vein contrast in the loss. Default: that of the recipe.")
  private Double contrast;

  @Option(
      names = "--vessel-weight",
      paramLabel = "WEIGHT",
      description =
          "Weight of vessel pixels in the vessel loss; background pixels have 1. Default:"
              + " that of the recipe.")
  private Double vesselWeight;

  @Option(
      names = "--artery-vein-weight",
      paramLabel = "WEIGHT",
      description =
          "Weight of vessel pixels in the artery and vein losses; background pixels have 1."
              + " Default: that of the recipe.")
  private Double arteryVeinWeight;

  @Option(
      names = "--validation",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Number of images to hold out for validation; default ${DEFAULT-VALUE}. The network"
              + " with the best validation is best.seqnet.")
  private int validation;

  @Option(
      names = "--validate-every",
      paramLabel = "STEPS",
      description = "Number of steps between validations. Default: 500.")
  private Long validationInterval;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after this many validations without improvement. Default: never.")
  private Integer patience;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description =
          "Weights to start from: .seqnet, Keras HDF5 or 'embedded'. They determine the"
              + " architecture.")
  private Path init;

  @Option(
      names = "--resume",
      description = "Resume from the last checkpoint in the folder, with the same options.")
  private boolean resume;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all random choices; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of threads. Default: one per core.")
  private Integer threads;

  @Option(
      names = "--license",
      paramLabel = "TEXT",
      description =
          "License of the model and its data, stored in the model; repeat it with --resume."
              + " Default: none.")
  private String license = "";

  @Option(
      names = "--notes",
      paramLabel = "TEXT",
      description = "Notes to store in the model; repeat them with --resume.")
  private String notes = "";

  @Mixin private ProgressOption progress;

  /** Created by picocli. */
  TrainCommand() {}

  @Override
  @SuppressWarnings("try") // The lock is held until the block ends.
  protected int run() throws IOException {
    checkNumbers();
    Optional<TrainedModel> start = Optional.ofNullable(init).map(ModelOption::read);
    SeqNetConfig config = start.map(model -> ofOptions(configOf(model))).orElseGet(this::config);
    CropOptions crops = crops();
    checkCombinations(config);
    Dataset all = DataOption.open(data, Split.TRAINING);
    Dataset.HoldOut parts = split(all);
    if (config.streams() == Streams.SEGMENTATION_ARTERY_VEIN
        && parts.kept().samples().stream().noneMatch(s -> s.kind().hasClasses())) {
      throw new CommandException(
          "no image has artery and vein labels: train an IterNet (--network iternet)");
    }
    TrainingOptions options;
    final Trainer trainer;
    final ModelSpecification model;
    int workers = threads == null ? InferenceEngine.defaultThreads() : threads;
    try {
      model = specification(config, start);
      options = options(config, parts.kept().size(), crops.batchSize());
      List<TrainingImage> images =
          TrainingImage.load(
              parts.kept(),
              model.framing(),
              model.workingSize(),
              config.preprocessing(),
              workers,
              ProgressListener.NONE);
      CropSampler sampler =
          new CropSampler(
              images,
              crops,
              augmentation(),
              transforms.stream().<CropTransform>map(PhotometricTransform::parse).toList(),
              seed);
      trainer =
          new Trainer(model, options, TrainingData.of(sampler, workers), description(parts.kept()))
              .threads(workers)
              .terms(license, notes);
      start.ifPresent(
          from -> trainer.startFrom(from.weights().withFresh(from.network(), fresh, seed)));
    } catch (IllegalArgumentException e) {
      throw usage(FailureText.oneLine(e));
    } catch (SeqnetException | IOException e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
    if (validation > 0) {
      trainer.validation(WholeImageValidation.load(parts.heldOut(), model, workers));
    }
    ModelOption.warnIfSlow(messages());
    TrainingReport report;
    try (FolderLock lock = OutputFolder.at(output).lock("train");
        TrainingProgress shown = TrainingProgress.of(messages(), progress.mode(), options)) {
      trainer.listener(shown).listener(new LossPlot());
      report = resume ? trainer.resume(output) : trainer.train(output);
    } catch (IllegalArgumentException | SeqnetException e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
    messages().line(summary(report));
    return ExitCode.DONE;
  }

  private SeqNetConfig configOf(TrainedModel model) {
    return SeqNetConfig.of(model.specification())
        .orElseThrow(
            () ->
                usage(
                    "--init: "
                        + init
                        + " is not a SeqNet or IterNet; train other networks with the Java API"));
  }

  private void checkNumbers() {
    numbers().atLeastOne("--epochs", Optional.ofNullable(length.epochs));
    numbers().atLeastOne("--steps", Optional.ofNullable(length.steps));
    numbers().atLeastOne("--minutes", Optional.ofNullable(length.minutes));
    numbers().within("--base-width", 1, 256, Optional.of(baseWidth));
    numbers().within("--iterations", 0, 64, Optional.of(iterations));
    numbers().aboveZero("--rate", Optional.ofNullable(rate));
    numbers().atLeastOne("--batch", Optional.ofNullable(batch));
    numbers().aboveZero("--vessel-weight", Optional.ofNullable(vesselWeight));
    numbers().aboveZero("--artery-vein-weight", Optional.ofNullable(arteryVeinWeight));
    numbers().atLeastOne("--validate-every", Optional.ofNullable(validationInterval));
    numbers().atLeastOne("--patience", Optional.ofNullable(patience));
    numbers().atLeastOne("--threads", Optional.ofNullable(threads));
    if (dropout != null && !(dropout >= 0 && dropout < 1)) {
      throw usage("--dropout must be at least 0 and below 1, got " + dropout);
    }
  }

  /** Options that would do nothing are mistakes. */
  private void checkCombinations(SeqNetConfig config) {
    if (init != null) {
      checkNetworkOf(config);
    }
    if (init == null && isGiven("--fresh")) {
      throw usage("--fresh: only with --init");
    }
    String forValidation = given("--validate-every", "--patience");
    if (validation == 0 && !forValidation.isEmpty()) {
      throw usage(forValidation + ": only with --validation");
    }
    String forClasses = given("--contrast", "--artery-vein-weight");
    if (config.streams() == Streams.SEGMENTATION && !forClasses.isEmpty()) {
      throw usage(forClasses + ": requires a network that classifies arteries and veins");
    }
    if (isSegmentationFrozen() && isGiven("--vessel-weight")) {
      throw usage("--vessel-weight: not where segmentation. is frozen; no loss of vessels is left");
    }
  }

  /** Options of the network may be given beside its weights, if they say the same. */
  private void checkNetworkOf(SeqNetConfig config) {
    Kind ofWeights = config.streams() == Streams.SEGMENTATION ? Kind.ITERNET : Kind.SEQNET;
    boolean differs =
        (isGiven("--network") && kind != ofWeights)
            || (isGiven("--base-width") && baseWidth != config.baseWidth())
            || (isGiven("--iterations") && iterations != config.iterations());
    if (differs) {
      throw usage(
          String.format(
              "%s: the weights of --init are of a %s of base width %d and %d iterations",
              given("--network", "--base-width", "--iterations"),
              ofWeights == Kind.ITERNET ? "IterNet" : "SeqNet",
              config.baseWidth(),
              config.iterations()));
    }
  }

  private SeqNetConfig config() {
    return ofOptions(
        new SeqNetConfig(
            baseWidth,
            iterations,
            0,
            kind == Kind.ITERNET ? Streams.SEGMENTATION : Streams.SEGMENTATION_ARTERY_VEIN,
            recipe == Recipe.REFERENCE
                ? Preprocessing.NONE
                : Preprocessing.ILLUMINATION_CORRECTION));
  }

  /** With what the options say of dropout and preprocessing. */
  private SeqNetConfig ofOptions(SeqNetConfig config) {
    double byRecipe = recipe == Recipe.REFERENCE ? 0.1 : 0;
    return config
        .withDropout(dropout == null ? byRecipe : dropout)
        .withPreprocessing(preprocessing == null ? config.preprocessing() : preprocessing);
  }

  private Dataset.HoldOut split(Dataset all) {
    if (validation < 0 || validation >= all.size()) {
      throw usage(
          "--validation must be 0.."
              + (all.size() - 1)
              + " (there are "
              + all.size()
              + " images), got "
              + validation);
    }
    return validation == 0 ? new Dataset.HoldOut(all, all) : all.holdOut(validation, seed);
  }

  private CropOptions crops() {
    CropOptions crops =
        recipe == Recipe.REFERENCE ? CropOptions.reference() : CropOptions.defaults();
    return batch == null ? crops : crops.withBatch(batch, 1);
  }

  private AugmentationOptions augmentation() {
    AugmentationOptions usual =
        recipe == Recipe.REFERENCE
            ? AugmentationOptions.reference()
            : AugmentationOptions.defaults();
    return scale == null ? usual : usual.withScale(new Jitter(OFTEN, scale));
  }

  /** The network, and how it sees photographs: unchanged if a training starts from a model. */
  private ModelSpecification specification(SeqNetConfig config, Optional<TrainedModel> start) {
    ModelSpecification model = config.specification();
    if (start.isPresent()) {
      ModelSpecification before = start.get().specification();
      model =
          model
              .withFraming(before.framing())
              .withWorkingSizes(before.workingSizes())
              .withCaliber(before.caliber());
    }
    if (framing != null) {
      model = model.withFraming(framing);
    }
    return workingSize == null ? model : model.withWorkingSize(workingSize).withCaliber(0);
  }

  private TrainingOptions options(SeqNetConfig config, int images, int batchSize) {
    long steps = steps(images, batchSize);
    TrainingOptions options =
        switch (recipe) {
          case REFERENCE -> TrainingOptions.reference(config, steps);
          case BALANCED -> TrainingOptions.balanced(config, steps);
          case BASE_UNETS -> TrainingOptions.baseUnets(config, steps);
        };
    options =
        options
            .withSeed(seed)
            .withFrozen(frozen)
            .withStandardized(standardized)
            .withLoss(loss(options.loss()));
    if (rate != null || schedule != null) {
      options = options.withRate(rate(options.rate(), steps));
    }
    if (length.minutes != null) {
      options = options.withTimeLimit(Duration.ofMinutes(length.minutes));
    }
    if (batchSize % options.microBatches() != 0) {
      options = options.withMicroBatches(1);
    }
    if (validationInterval != null) {
      options = options.withValidation(validationInterval, options.patience());
    }
    return patience == null
        ? options
        : options.withValidation(options.validationInterval(), patience);
  }

  private LearningRate rate(LearningRate ofRecipe, long steps) {
    double peak = rate == null ? ofRecipe.at(Math.max(1, ofRecipe.warmUpSteps()), 0) : rate;
    try {
      return LearningRate.parse(
          schedule == null ? ofRecipe.descriptor().id() : schedule, peak, steps);
    } catch (IllegalArgumentException e) {
      throw usage("--schedule: " + e.getMessage());
    }
  }

  /** The recipe's loss, without the terms of a stream that is frozen anyway. */
  private LossOptions loss(LossOptions ofRecipe) {
    LossOptions loss = nativeLoss(ofRecipe);
    for (String text : losses) {
      WeightedLoss added = WeightedLoss.parse(text);
      loss = loss.plus(added.weight(), added.loss());
    }
    return loss;
  }

  private LossOptions nativeLoss(LossOptions ofRecipe) {
    LossOptions loss = contrast == null ? ofRecipe : ofRecipe.withContrast(contrast);
    loss =
        loss.withPixelWeights(
            vesselWeight == null ? loss.vesselWeight() : vesselWeight,
            arteryVeinWeight == null ? loss.arteryVeinWeight() : arteryVeinWeight);
    return isSegmentationFrozen() ? loss.withoutVesselTerms() : loss;
  }

  private boolean isSegmentationFrozen() {
    return frozen.contains(SeqNetArchitecture.SEGMENTATION_PREFIX);
  }

  private long steps(int images, int batchSize) {
    if (length.steps != null) {
      return length.steps;
    }
    if (length.minutes != null) {
      // More than any machine can do: the time ends it.
      return Integer.MAX_VALUE;
    }
    int epochs = length.epochs == null ? 200 : length.epochs;
    return Math.max(1, (long) epochs * CROPS_PER_IMAGE_AND_EPOCH * images / batchSize);
  }

  private List<String> description(Dataset set) {
    return List.of(
        String.join(", ", data)
            + ": "
            + set.size()
            + " images ("
            + String.join(" ", set.samples().stream().map(Sample::name).toList())
            + ")");
  }

  private String summary(TrainingReport report) {
    String text =
        report.steps()
            + " steps in "
            + report.elapsed().toSeconds()
            + " s, "
            + report.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    if (report.bestScore().isPresent()) {
      text += String.format(Locale.ROOT, ", best score %.4f", report.bestScore().getAsDouble());
    }
    return text + ": " + output.resolve(validation > 0 ? Trainer.BEST : Trainer.LAST);
  }
}

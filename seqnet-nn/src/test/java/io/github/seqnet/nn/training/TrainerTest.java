// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final SeqNetConfig CONFIG = SeqNetConfig.seqNet(2, 1);
  private static final SeqNetConfig SINGLE = SeqNetConfig.iterNet(2, 1);
  private static final List<String> SETS = List.of("generated");

  @TempDir Path folder;

  private static TrainingOptions options(SeqNetConfig config, long steps) {
    return TrainingOptions.balanced(config, steps).withMicroBatches(2).withCheckpointInterval(3);
  }

  private static Trainer trainer(SeqNetConfig config, TrainingOptions options) {
    return new Trainer(config, options, LineCrops::feed, SETS);
  }

  @Test
  void lossFallsOnAnEasyTask() throws IOException {
    List<Double> losses = new ArrayList<>();
    TrainingOptions options =
        options(SINGLE.withDropout(0), 60)
            .withAverageDecay(TrainingOptions.NO_AVERAGE)
            .withRate(LearningRate.constant(5e-3));
    TrainingReport report =
        trainer(SINGLE.withDropout(0), options)
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepDone(StepDone event) {
                    losses.add(event.loss());
                  }
                })
            .train(folder);
    assertEquals(TrainingReport.Reason.STEPS_DONE, report.reason());
    assertEquals(60, losses.size());
    assertTrue(losses.get(59) < 0.5 * losses.get(0), losses.get(0) + " to " + losses.get(59));
  }

  @Test
  void trainsNetworksWithoutIterations() throws IOException {
    for (SeqNetConfig config : List.of(SeqNetConfig.seqNet(2, 0), SeqNetConfig.iterNet(2, 0))) {
      Network network = SeqNetArchitecture.network(config);
      List<String> outputs = List.copyOf(network.outputs().keySet());
      assertEquals(LossOptions.balanced(config), LossOptions.baseUnets(config));
      NetworkWeights start = NetworkWeights.initial(network, 5);
      for (TrainingOptions options :
          List.of(
              TrainingOptions.reference(config, 3),
              TrainingOptions.balanced(config, 3),
              TrainingOptions.baseUnets(config, 3))) {
        List<LossOptions.OutputTerm> terms = options.loss().outputs();
        assertEquals(outputs, terms.stream().map(LossOptions.OutputTerm::output).toList());
        assertEquals(
            List.of(Loss.Target.values()).subList(0, outputs.size()),
            terms.stream().map(LossOptions.OutputTerm::target).toList());
        Path place = Files.createTempDirectory(folder, "run");
        TrainingReport report =
            trainer(config, options.withMicroBatches(2)).startFrom(start).train(place);
        assertEquals(3, report.steps());
        Map<String, float[]> end = report.last().weights().toMap();
        start
            .toMap()
            .forEach((name, values) -> assertFalse(Arrays.equals(values, end.get(name)), name));
        assertEquals(report.last(), WeightFile.read(place.resolve(Trainer.LAST)));
      }
    }
  }

  @Test
  void resumedTrainingEndsWithTheSameBits() throws IOException {
    TrainingOptions options = options(CONFIG, 8);
    NetworkWeights whole = trainer(CONFIG, options).train(folder.resolve("whole")).last().weights();

    Path cut = folder.resolve("cut");
    AtomicInteger steps = new AtomicInteger();
    Trainer killed =
        new Trainer(
            CONFIG,
            options,
            first ->
                new TrainingData.Feed() {
                  private final TrainingData.Feed feed = LineCrops.feed(first);

                  @Override
                  public Batch next() {
                    if (steps.incrementAndGet() > 5) {
                      throw new IllegalStateException("the power failed");
                    }
                    return feed.next();
                  }

                  @Override
                  public void close() {}
                },
            SETS);
    assertThrows(IllegalStateException.class, () -> killed.train(cut));
    assertEquals(3, Checkpoint.read(cut.resolve(Trainer.CHECKPOINT)).step());
    TrainingReport resumed = trainer(CONFIG, options).resume(cut);
    assertEquals(whole, resumed.last().weights());
    assertEquals(8, resumed.steps());
    // Header and one line for each step, none twice.
    assertEquals(9, Files.readAllLines(cut.resolve(Trainer.STEPS)).size());
    assertEquals(whole, WeightFile.read(cut.resolve(Trainer.LAST)).weights());
  }

  @Test
  void numberOfThreadsDoesNotMatter() throws IOException {
    TrainingOptions options = options(SINGLE, 3);
    NetworkWeights one =
        trainer(SINGLE, options).threads(1).train(folder.resolve("one")).last().weights();
    NetworkWeights two =
        trainer(SINGLE, options).threads(2).train(folder.resolve("two")).last().weights();
    assertEquals(one, two);
  }

  @Test
  void frozenStreamKeepsItsWeights() throws IOException {
    TrainingOptions options =
        options(CONFIG, 2).withFrozen(List.of("segmentation.")).withAverageDecay(0);
    NetworkWeights start = NetworkWeights.initial(SeqNetArchitecture.network(CONFIG), 5);
    Map<String, float[]> end =
        trainer(CONFIG, options).startFrom(start).train(folder).last().weights().toMap();
    start
        .toMap()
        .forEach(
            (name, values) ->
                assertEquals(
                    name.startsWith("segmentation."), Arrays.equals(values, end.get(name)), name));
  }

  @Test
  void cancelledTrainingIsSavedAndGoesOn() throws IOException {
    TrainingOptions options = options(SINGLE, 6);
    ProgressListener impatient =
        new ProgressListener() {
          private long done;

          @Override
          public void progress(String stage, long count, long total) {
            done = count;
          }

          @Override
          public boolean cancelled() {
            return done == 2;
          }
        };
    TrainingReport report = trainer(SINGLE, options).progressListener(impatient).train(folder);
    assertEquals(TrainingReport.Reason.CANCELLED, report.reason());
    assertEquals(2, report.steps());
    assertEquals(6, trainer(SINGLE, options).resume(folder).steps());
  }

  @Test
  void trainingWithOtherBatchesIsNotResumed() throws IOException {
    TrainingOptions options = options(SINGLE, 1);
    new Trainer(SINGLE, options, described("crops of 16"), SETS).train(folder);
    Trainer other = new Trainer(SINGLE, options, described("crops of 32"), SETS);
    Throwable e = assertThrows(IllegalArgumentException.class, () -> other.resume(folder));
    assertTrue(e.getMessage().contains("other data: crops of 16, not crops of 32"), e.toString());
    assertEquals(
        1, new Trainer(SINGLE, options, described("crops of 16"), SETS).resume(folder).steps());
  }

  @Test
  void modelSaysItsBatchesAndReadableTimes() throws IOException {
    TrainingOptions options = options(SINGLE, 1);
    Trainer trainer = new Trainer(SINGLE, options, described("crops of 16"), SETS);
    String recipe = trainer.train(folder).last().provenance().recipe();
    assertTrue(recipe.endsWith("], crops of 16"), recipe);
    assertTrue(recipe.contains("steps=1, timeLimit=none, clipNorm=5.0,"), recipe);
    assertTrue(recipe.contains("patience=none,"), recipe);
    Checkpoint checkpoint = Checkpoint.read(folder.resolve(Trainer.CHECKPOINT));
    assertEquals("PT876000H", checkpoint.options().get("timeLimit"));
    assertEquals("5.0", checkpoint.options().get("clipNorm"));
    assertEquals("[generated], crops of 16", checkpoint.data());
  }

  @Test
  void timesAreReadable() {
    assertEquals("none", RecipeText.readable(TrainingOptions.NO_TIME_LIMIT));
    assertEquals("2 h 5 s", RecipeText.readable(Duration.ofSeconds(7205)));
    assertEquals("68 h 30 min", RecipeText.readable(Duration.ofMinutes(68 * 60 + 30)));
    assertEquals("10 s", RecipeText.readable(Duration.ofSeconds(10)));
    assertEquals("0.25 s", RecipeText.readable(Duration.ofMillis(250)));
  }

  private static TrainingData described(String description) {
    return new TrainingData() {
      @Override
      public Feed open(long firstBatch) {
        return LineCrops.feed(firstBatch);
      }

      @Override
      public String description() {
        return description;
      }
    };
  }

  @Test
  void interruptedTrainingEndsWhenItsThreadsHave() {
    Trainer trainer =
        trainer(SINGLE, options(SINGLE, 20))
            .listener(
                new TrainingListener() {
                  @Override
                  public void stepDone(StepDone event) {
                    // The next step is handed to the threads, and waiting for them fails at once.
                    Thread.currentThread().interrupt();
                  }
                });
    Throwable e = assertThrows(SeqnetException.class, () -> trainer.train(folder));
    assertEquals("interrupted in a training step", e.getMessage());
    assertTrue(Thread.interrupted(), "the interruption is kept");
  }

  @Test
  void interruptionWhileWaitingForABatchIsTheSameError() {
    TrainingData interrupted =
        first ->
            new TrainingData.Feed() {
              @Override
              public Batch next() {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
              }

              @Override
              public void close() {}
            };
    Trainer trainer = new Trainer(SINGLE, options(SINGLE, 2), interrupted, SETS);
    Throwable e = assertThrows(SeqnetException.class, () -> trainer.train(folder));
    assertEquals("interrupted while waiting for a batch", e.getMessage());
    assertTrue(Thread.interrupted(), "the interruption is kept");
  }

  @Test
  void folderIsNoCheckpoint() {
    Throwable e = assertThrows(IOException.class, () -> Checkpoint.read(folder));
    assertTrue(e.getMessage().startsWith(folder + ": cannot be read: "), e.toString());
  }

  @Test
  void unknownPrefixesAreRefused() {
    TrainingOptions options = options(SINGLE, 1);
    for (TrainingOptions wrong :
        List.of(
            options.withFrozen(List.of("artry.")), options.withStandardized(List.of("artry.")))) {
      Throwable e = assertThrows(IllegalArgumentException.class, () -> trainer(SINGLE, wrong));
      assertTrue(e.getMessage().endsWith("no parameter begins with artry."), e.toString());
    }
    Network network = SeqNetArchitecture.network(SINGLE);
    NetworkWeights weights = NetworkWeights.initial(network, 1);
    assertThrows(
        IllegalArgumentException.class, () -> weights.withFresh(network, List.of("artry."), 2));
  }

  @Test
  void bestOfTheValidationsIsKeptAndPatienceEndsTheTraining() throws IOException {
    TrainingOptions options = options(SINGLE, 50).withValidation(2, 2);
    double[] scores = {0.1, 0.5, 0.4, 0.3, 0.9};
    AtomicInteger count = new AtomicInteger();
    List<NetworkWeights> seen = new ArrayList<>();
    TrainingReport report =
        trainer(SINGLE, options)
            .validation(
                model -> {
                  seen.add(model.weights());
                  return new Validation.Result(
                      scores[count.getAndIncrement()], Map.of("metric", 1.0));
                })
            .train(folder);
    assertEquals(TrainingReport.Reason.EARLY_STOPPED, report.reason());
    assertEquals(8, report.steps());
    assertEquals(0.5, report.bestScore().orElseThrow());
    assertEquals(seen.get(1), report.best().weights());
    assertNotEquals(seen.get(3), report.best().weights());
  }

  @Test
  void bestNetworkAndCheckpointBelongTogether() throws IOException {
    TrainingOptions options = options(SINGLE, 8).withCheckpointInterval(5).withValidation(2, 50);
    double[] scores = {0.1, 0.5, 0.3, 0.4};
    assertThrows(
        IllegalStateException.class,
        () -> failingAfter(4, options).validation(scored(scores)).train(folder));
    Checkpoint checkpoint = Checkpoint.read(folder.resolve(Trainer.CHECKPOINT));
    assertEquals(4, checkpoint.step());
    assertEquals(0.5, checkpoint.bestScore().orElseThrow());
    NetworkWeights best = WeightFile.read(folder.resolve(Trainer.BEST)).weights();

    TrainingReport report = trainer(SINGLE, options).validation(scored(scores)).resume(folder);
    assertEquals(best, report.best().weights());
    assertEquals(0.5, report.bestScore().orElseThrow());
    Path whole = folder.resolve("whole");
    TrainingReport unbroken = trainer(SINGLE, options).validation(scored(scores)).train(whole);
    assertEquals(unbroken.last().weights(), report.last().weights());
    assertEquals(unbroken.best().weights(), report.best().weights());

    Files.delete(folder.resolve(Trainer.BEST));
    Throwable e = assertThrows(IOException.class, () -> trainer(SINGLE, options).resume(folder));
    assertTrue(e.getMessage().startsWith(folder.resolve(Trainer.BEST) + ": "), e.toString());
  }

  /** Gives each validated step, two after two, its score. */
  private static Validation scored(double... scores) {
    return model -> {
      int step = Integer.parseInt(model.provenance().notes().replaceAll("\\D", ""));
      return new Validation.Result(scores[step / 2 - 1], Map.of("metric, in parts", 1.0));
    };
  }

  /** A training of the single network whose data end, as if the process did. */
  private static Trainer failingAfter(int batches, TrainingOptions options) {
    AtomicInteger made = new AtomicInteger();
    TrainingData data =
        first ->
            new TrainingData.Feed() {
              private final TrainingData.Feed feed = LineCrops.feed(first);

              @Override
              public Batch next() {
                if (made.incrementAndGet() > batches) {
                  throw new IllegalStateException("the power failed");
                }
                return feed.next();
              }

              @Override
              public void close() {}
            };
    return new Trainer(SINGLE, options, data, SETS);
  }

  @Test
  void resumedTrainingWithStandardizedKernelsEndsWithTheSameBits() throws IOException {
    TrainingOptions options = options(SINGLE, 8).withStandardized(List.of("segmentation."));
    NetworkWeights whole = trainer(SINGLE, options).train(folder.resolve("whole")).last().weights();
    Path cut = folder.resolve("cut");
    assertThrows(IllegalStateException.class, () -> failingAfter(5, options).train(cut));
    assertEquals(whole, trainer(SINGLE, options).resume(cut).last().weights());
  }

  @Test
  void divergenceStopsAndKeepsTheLastCheckpoint() throws IOException {
    TrainingOptions options = options(SINGLE, 50).withCheckpointInterval(1);
    TrainingData damaged =
        first ->
            new TrainingData.Feed() {
              private long next = first;

              @Override
              public Batch next() {
                Batch batch = LineCrops.batch(next++);
                if (next == 4) {
                  batch.image()[7] = Float.NaN;
                }
                return batch;
              }

              @Override
              public void close() {}
            };
    Trainer trainer = new Trainer(SINGLE, options, damaged, SETS);
    var e = assertThrows(TrainingDivergedException.class, () -> trainer.train(folder));
    assertEquals(4, e.step());
    assertTrue(e.getMessage().contains("step 4"), e.getMessage());
    Checkpoint kept = Checkpoint.read(folder.resolve(Trainer.CHECKPOINT));
    assertEquals(3, kept.step());
  }

  @Test
  void trainingThatFailsInItsFirstStepDoesNotBlockTheFolder() throws IOException {
    TrainingOptions wrong = options(SINGLE, 2).withMicroBatches(3);
    assertThrows(IllegalArgumentException.class, () -> trainer(SINGLE, wrong).train(folder));
    assertEquals(2, trainer(SINGLE, options(SINGLE, 2)).train(folder).steps());
    // Header and one line for each step.
    assertEquals(3, Files.readAllLines(folder.resolve(Trainer.STEPS)).size());
  }

  @Test
  void resumingWithOtherOptionsIsRefused() throws IOException {
    trainer(SINGLE, options(SINGLE, 1)).train(folder);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> trainer(SINGLE, options(SINGLE, 2)).resume(folder));
    assertTrue(e.getMessage().endsWith("with other options: steps: 1, not 2"), e.getMessage());
    assertThrows(IOException.class, () -> trainer(SINGLE, options(SINGLE, 1)).train(folder));
  }

  @Test
  void optionsThatChangeNoStepMayChange() throws IOException {
    TrainingOptions options =
        options(SINGLE, 3).withRate(LearningRate.constant(1e-3)).withAverageDecay(0.5);
    trainer(SINGLE, options).train(folder);
    TrainingOptions more =
        options
            .withSteps(6)
            .withTimeLimit(Duration.ofHours(1))
            .withCheckpointInterval(5)
            .withValidation(10, 7);
    TrainingReport resumed = trainer(SINGLE, more).resume(folder);
    assertEquals(6, resumed.steps());
    NetworkWeights whole = trainer(SINGLE, more).train(folder.resolve("whole")).last().weights();
    assertEquals(whole, resumed.last().weights());
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                trainer(SINGLE, more.withRate(LearningRate.constant(1e-2)).withSeed(3))
                    .resume(folder));
    assertTrue(
        e.getMessage()
            .endsWith(
                "other options: rate: constant:rate=0.001, not constant:rate=0.01;"
                    + " seed: 0, not 3"),
        e.getMessage());
  }

  @Test
  void warmUpOfAllStepsIsRefused() {
    TrainingOptions options = options(SINGLE, 100).withRate(LearningRate.cosine(1e-3, 200));
    Throwable e = assertThrows(IllegalArgumentException.class, () -> trainer(SINGLE, options));
    assertEquals("warmUpSteps must be below the 100 steps, got 200", e.getMessage());
    trainer(SINGLE, options.withSteps(201));
  }

  @Test
  void stateIsSavedWhenTimeHasPassedToo() throws IOException {
    TrainingOptions options = options(SINGLE, 8).withCheckpointInterval(100);
    NetworkWeights whole = trainer(SINGLE, options).train(folder.resolve("whole")).last().weights();
    Path cut = folder.resolve("cut");
    Trainer impatient = failingAfter(5, options).checkpointTime(Duration.ofNanos(1));
    assertThrows(IllegalStateException.class, () -> impatient.train(cut));
    assertEquals(5, Checkpoint.read(cut.resolve(Trainer.CHECKPOINT)).step());
    assertEquals(whole, trainer(SINGLE, options).resume(cut).last().weights());
    assertThrows(IllegalArgumentException.class, () -> impatient.checkpointTime(Duration.ZERO));
  }

  @Test
  void eachStepIsLoggedAtOnce() throws IOException {
    Path log = folder.resolve(Trainer.STEPS);
    List<Integer> lines = new ArrayList<>();
    trainer(SINGLE, options(SINGLE, 3))
        .listener(
            new TrainingListener() {
              @Override
              public void stepDone(StepDone event) {
                try {
                  lines.add(Files.readAllLines(log).size());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            })
        .train(folder);
    assertEquals(List.of(2, 3, 4), lines);
  }

  @Test
  void failingListenerChangesNothing() throws IOException {
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void stepDone(StepDone event) {
            throw new IllegalStateException("no");
          }
        };
    TrainingReport report = trainer(SINGLE, options(SINGLE, 2)).listener(failing).train(folder);
    assertEquals(2, report.steps());
  }

  @Test
  void unknownOutputsAndNothingToTrainAreRefused() {
    TrainingOptions options = options(CONFIG, 2);
    assertThrows(IllegalArgumentException.class, () -> trainer(SINGLE, options));
    TrainingOptions all = options(SINGLE, 2).withFrozen(List.of("segmentation."));
    Throwable e = assertThrows(IllegalArgumentException.class, () -> trainer(SINGLE, all));
    assertEquals("frozen must leave parameters to train", e.getMessage());
  }
}

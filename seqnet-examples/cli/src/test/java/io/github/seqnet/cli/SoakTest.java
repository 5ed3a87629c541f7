// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Long runs in one process, for {@code .ci/soak-test}: many predictions, whose memory must stay
 * level, and a mixed load of photographs of many sizes, cancellations, malformed files and models
 * that are opened and closed, on eight threads.
 */
@Tag("slow")
final class SoakTest {
  private static final int THREADS = 8;
  private static final WindowStrategy SMALL = new WindowStrategy(96, 96, 96, 32);

  @TempDir private Path folder;

  /** Memory of the process at a moment. */
  private record Sample(double heapMegabytes, double residentMegabytes, int threads) {
    static Sample now() {
      // Twice: what a first collection finds is freed by the second.
      System.gc();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return new Sample(
          (runtime.totalMemory() - runtime.freeMemory()) / 1e6, resident(), Thread.activeCount());
    }

    private static double resident() {
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
        return lines
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1000)
            .findFirst()
            .orElse(0);
      } catch (IOException e) {
        return 0;
      }
    }

    @Override
    public String toString() {
      return "heap %.1f MB, resident %.0f MB, %d threads"
          .formatted(heapMegabytes, residentMegabytes, threads);
    }
  }

  /** Later samples must not exceed earlier ones; the first quarter warms up. */
  private static void assertLevel(List<Sample> samples) {
    int quarter = samples.size() / 4;
    Sample before = highest(samples.subList(quarter, 2 * quarter));
    Sample after = highest(samples.subList(3 * quarter, samples.size()));
    assertTrue(after.heapMegabytes() < 1.1 * before.heapMegabytes() + 4, "heap grew: " + samples);
    assertTrue(
        after.residentMegabytes() < 1.1 * before.residentMegabytes() + 16,
        "resident memory grew: " + samples);
    assertTrue(after.threads() <= before.threads() + 2, "threads grew: " + samples);
  }

  private static Sample highest(List<Sample> samples) {
    return new Sample(
        samples.stream().mapToDouble(Sample::heapMegabytes).max().orElseThrow(),
        samples.stream().mapToDouble(Sample::residentMegabytes).max().orElseThrow(),
        samples.stream().mapToInt(Sample::threads).max().orElseThrow());
  }

  private VesselModel open() throws IOException {
    return VesselModel.load(SmallModel.write(folder.resolve("weights.seqnet"), SmallModel.SEQNET));
  }

  private static RgbImage photograph(int width, int height, long seed) {
    return FundusGenerator.generate(FundusOptions.defaults().withSize(width, height).withSeed(seed))
        .image();
  }

  @Test
  @EnabledIfSystemProperty(named = "seqnet.soak.predictions", matches = "[1-9]\\d*")
  void memoryStaysLevelOverManyPredictions() throws IOException {
    int predictions = Integer.getInteger("seqnet.soak.predictions");
    List<Sample> samples = new ArrayList<>();
    try (VesselModel model = open()) {
      List<RgbImage> images = new ArrayList<>();
      for (int k = 0; k < 8; k++) {
        images.add(photograph(96 + 4 * k, 96, k));
      }
      for (int k = 0; k < predictions; k++) {
        model.predict(images.get(k % images.size()), SMALL, ProgressListener.NONE);
        if ((k + 1) % Math.max(1, predictions / 20) == 0) {
          samples.add(Sample.now());
          System.out.println("predictions " + (k + 1) + ": " + samples.get(samples.size() - 1));
        }
      }
    }
    assertLevel(samples);
  }

  /** The counts of a mixed load. */
  private static final class Counts {
    final AtomicLong analyzed = new AtomicLong();
    final AtomicLong cancelled = new AtomicLong();
    final AtomicLong rejected = new AtomicLong();
    final AtomicLong damagedButRead = new AtomicLong();
    final AtomicLong opened = new AtomicLong();
    final AtomicLong unlike = new AtomicLong();

    @Override
    public String toString() {
      return "analyzed %d, cancelled %d, rejected %d, read in spite of changed bytes %d, models %d"
          .formatted(
              analyzed.get(), cancelled.get(), rejected.get(), damagedButRead.get(), opened.get());
    }
  }

  /** A generated photograph with the number of segments that one thread alone found. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(RgbImage image, byte[] file, int segments) {}

  @Test
  @EnabledIfSystemProperty(named = "seqnet.soak.minutes", matches = "[0-9.]+")
  void survivesAMixedLoad() throws Exception {
    double minutes = Double.parseDouble(System.getProperty("seqnet.soak.minutes"));
    List<Sample> samples = new ArrayList<>();
    Counts counts = new Counts();
    try (VesselModel model = open()) {
      RetinaAnalyzer analyzer =
          RetinaAnalyzer.of((image, listener) -> model.predict(image, SMALL, listener));
      List<Known> known = new ArrayList<>();
      int[][] sizes = {{64, 64}, {97, 143}, {200, 180}, {400, 300}, {70, 250}, {640, 480}};
      for (int[] size : sizes) {
        RgbImage image = photograph(size[0], size[1], size[0]);
        Path file = folder.resolve(size[0] + ".png");
        ImageFiles.writePng(file, image);
        int segments = analyzer.analyze(image).graph().segmentCount();
        known.add(new Known(image, Files.readAllBytes(file), segments));
      }
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      long start = System.nanoTime();
      long end = start + (long) (minutes * 60e9);
      // Rounds of many tasks, with a sample of the memory between two of them.
      for (int round = 0; round < 20; round++) {
        long until = start + (end - start) * (round + 1) / 20;
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          SplittableRandom random = new SplittableRandom(round * THREADS + t);
          running.add(
              threads.submit(
                  () -> {
                    do {
                      task(model, analyzer, known, counts, random);
                    } while (System.nanoTime() < until);
                    return null;
                  }));
        }
        for (Future<?> task : running) {
          task.get();
        }
        samples.add(Sample.now());
        System.out.println(
            "%.1f min: %s; %s"
                .formatted(
                    (System.nanoTime() - start) / 60e9, counts, samples.get(samples.size() - 1)));
      }
      threads.shutdownNow();
    }
    assertEquals(0, counts.unlike.get(), "results that differ from those of one thread");
    assertTrue(counts.analyzed.get() > 0 && counts.cancelled.get() > 0, counts.toString());
    assertLevel(samples);
  }

  private void task(
      VesselModel model,
      RetinaAnalyzer analyzer,
      List<Known> known,
      Counts counts,
      SplittableRandom random)
      throws IOException {
    Known photograph = known.get(random.nextInt(known.size()));
    switch (random.nextInt(10)) {
      case 0, 1 -> readMalformed(photograph.file(), counts, random);
      case 2, 3 -> cancel(analyzer, photograph, counts, random);
      case 4 -> interrupt(analyzer, photograph, counts, random);
      case 5 -> {
        // A second network of the same weights comes and goes.
        try (VesselModel other = VesselModel.of(model.model())) {
          other.predict(photograph.image(), SMALL, ProgressListener.NONE);
        }
        counts.opened.incrementAndGet();
      }
      default -> {
        RetinaReport report = analyzer.analyze(photograph.image());
        if (report.graph().segmentCount() != photograph.segments()) {
          counts.unlike.incrementAndGet();
        }
        counts.analyzed.incrementAndGet();
      }
    }
  }

  private static void readMalformed(byte[] file, Counts counts, SplittableRandom random) {
    byte[] damaged = Arrays.copyOf(file, random.nextInt(file.length));
    if (random.nextBoolean()) {
      damaged = file.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
    }
    try {
      ImageFiles.readRgb(new ByteArrayInputStream(damaged), "upload");
      counts.damagedButRead.incrementAndGet();
    } catch (IOException e) {
      counts.rejected.incrementAndGet();
    }
  }

  /** A listener that cancels at a random stage. */
  private static void cancel(
      RetinaAnalyzer analyzer, Known photograph, Counts counts, SplittableRandom random) {
    int calls = random.nextInt(6);
    AtomicLong left = new AtomicLong(calls);
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public boolean cancelled() {
            return left.getAndDecrement() <= 0;
          }
        };
    try {
      analyzer.analyze(photograph.image(), KnownFacts.none(), listener);
      counts.analyzed.incrementAndGet();
    } catch (CancellationException e) {
      counts.cancelled.incrementAndGet();
    }
  }

  /** A thread that is interrupted while it analyzes. */
  private static void interrupt(
      RetinaAnalyzer analyzer, Known photograph, Counts counts, SplittableRandom random) {
    ExecutorService own = Executors.newSingleThreadExecutor();
    try {
      Future<RetinaReport> running = own.submit(() -> analyzer.analyze(photograph.image()));
      Thread.sleep(random.nextInt(100));
      running.cancel(true);
      running.get();
      counts.analyzed.incrementAndGet();
    } catch (CancellationException e) {
      counts.cancelled.incrementAndGet();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      own.shutdownNow();
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.tiling.Tiling;
import io.github.seqnet.tiling.WindowAccumulator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;

/**
 * Predicts whole images window by window, at each working size of the strategy: runs the windows,
 * in each orientation, in batches, and averages the predictions for each pixel.
 *
 * <p>With several working sizes, the first map, that of the vessels, is predicted at the largest
 * size, which shows thin vessels best. Whether a vessel is an artery or a vein follows from what it
 * is connected to, which smaller sizes show too: the other maps are resampled to the largest size,
 * and their logits averaged.
 *
 * <p>Memory is that of the maps and of a few batches, whatever the number of windows. Windows are
 * added in their own order, so that the result has the same bits for any number of threads.
 * Stateless; safe to share between threads.
 */
public final class WindowedPrediction {
  /** A batch has about the pixels of this many windows of 128 x 128. */
  private static final int BATCH_WINDOWS = 4;

  /** Probabilities closer than this to 0 or 1 count as this far away when logits are averaged. */
  private static final double LEAST = 1e-6;

  /** The name of the stage for a {@link ProgressListener}. */
  public static final String STAGE = "predict";

  private WindowedPrediction() {}

  /**
   * Predicts the maps of an image.
   *
   * @param image what the network sees, {@linkplain io.github.seqnet.nn.VesselModel#prepare
   *     prepared}. For {@link Framing#WHOLE_FRAME} an image of any size, squeezed to the working
   *     size; for {@link Framing#FIELD_OF_VIEW} a crop no larger than that
   * @param engine of a network of photographs: three channels
   * @param maps which outputs to read the maps from, at the size of the input; the first is the
   *     vessel map
   * @return the maps in the same order, each {@code workingSize x workingSize} or of the size of
   *     the crop
   * @throws IllegalArgumentException if the network's input does not have 3 channels, an output is
   *     unknown or smaller than the input, the window is not a multiple of the network's {@link
   *     Network#requiredMultiple()}, or a crop is larger than the working size
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  public static List<ProbabilityMap> predict(
      InferenceEngine engine,
      RgbImage image,
      WindowStrategy strategy,
      List<OutputMap> maps,
      ProgressListener listener) {
    OutputMap.requirePhotographs(engine.network());
    OutputMap.requireMaps(engine.network(), maps);
    List<Level> levels = new ArrayList<>();
    // Smaller sizes add nothing to the vessel map.
    List<Integer> sizes =
        maps.size() == 1 ? List.of(strategy.workingSize()) : strategy.workingSizes();
    for (int size : sizes) {
      listener.checkCancelled();
      levels.add(level(image, strategy, size, engine.network().requiredMultiple(), maps.size()));
    }
    run(engine, levels, strategy.augmentations(), maps, listener);
    List<ProbabilityMap> predicted = new ArrayList<>();
    Level largest = levels.get(levels.size() - 1);
    for (int i = 0; i < maps.size(); i++) {
      List<ProbabilityMap> same = new ArrayList<>();
      if (i > 0) {
        for (Level level : levels.subList(0, levels.size() - 1)) {
          same.add(level.sums.toMap(i));
        }
      }
      same.add(largest.sums.toMap(i));
      predicted.add(mean(same));
    }
    return predicted;
  }

  /**
   * Predicts the maps of one square, which may have any number of channels.
   *
   * @param square {@code size * size * channels} values, channels last
   * @param size the side of the square, a multiple of {@link Network#requiredMultiple()}
   * @param augmentations the number of flips and rotations that are averaged, 1..8; all of them run
   *     at the same time, as far as there are threads
   * @param maps which outputs to read the maps from, at the size of the input
   * @return the maps in the same order, {@code size * size} values each
   * @throws IllegalArgumentException if a size or the number of augmentations does not fit, or an
   *     output is unknown
   * @throws IllegalStateException if the engine is closed
   * @throws io.github.seqnet.SeqnetException if the memory limit does not suffice, or the thread is
   *     interrupted, whose interrupt status stays set
   */
  public static List<float[]> predictSquare(
      InferenceEngine engine, float[] square, int size, int augmentations, List<OutputMap> maps) {
    TestTimeAugmentation.requireCount(augmentations);
    Network network = engine.network();
    int channels = network.input().output().channels();
    long expected = (long) size * size * channels;
    if (size < 1 || square.length != expected) {
      throw new IllegalArgumentException(
          "square must have size * size * channels = %d * %d * %d values, got %d"
              .formatted(size, size, channels, square.length));
    }
    List<String> outputs = maps.stream().map(OutputMap::output).distinct().toList();
    List<Future<Map<String, float[]>>> results = new ArrayList<>();
    List<float[]> sums = new ArrayList<>();
    maps.forEach(map -> sums.add(new float[size * size]));
    try {
      for (int i = 0; i < augmentations; i++) {
        int turn = i;
        results.add(
            engine.submit(
                1,
                size,
                size,
                outputs,
                input -> TestTimeAugmentation.turn(square, size, channels, turn, input, 0)));
      }
      for (int i = 0; i < augmentations; i++) {
        Map<String, float[]> result = InferenceEngine.get(results.get(i));
        for (int m = 0; m < maps.size(); m++) {
          float[] map = TestTimeAugmentation.back(read(maps.get(m), network, result), 0, size, i);
          float[] sum = sums.get(m);
          for (int pixel = 0; pixel < sum.length; pixel++) {
            sum[pixel] += map[pixel] / augmentations;
          }
        }
      }
    } finally {
      results.forEach(unneeded -> unneeded.cancel(false));
    }
    return sums;
  }

  /**
   * Averages predictions of one image at two working sizes.
   *
   * @param fine maps at the larger size, the vessel map first
   * @param coarse the same maps at the smaller size
   * @return the vessel map of the larger size; the mean of the logits of each other map, at the
   *     larger size
   * @throws IllegalArgumentException if there is another number of maps
   */
  public static List<ProbabilityMap> averaged(
      List<ProbabilityMap> fine, List<ProbabilityMap> coarse) {
    if (coarse.size() != fine.size()) {
      throw new IllegalArgumentException(
          "coarse must have " + fine.size() + " maps, got " + coarse.size());
    }
    List<ProbabilityMap> averaged = new ArrayList<>(fine.subList(0, 1));
    for (int i = 1; i < fine.size(); i++) {
      averaged.add(mean(List.of(coarse.get(i), fine.get(i))));
    }
    return averaged;
  }

  /** The image at one working size. */
  private static Level level(
      RgbImage image, WindowStrategy strategy, int size, int multiple, int maps) {
    int width = size;
    int height = size;
    if (strategy.framing() == Framing.FIELD_OF_VIEW) {
      int largest = strategy.workingSize();
      if (image.width() > largest || image.height() > largest) {
        throw new IllegalArgumentException(
            "the crop must have at most %d x %d pixels (the working size), got %d x %d"
                .formatted(largest, largest, image.width(), image.height()));
      }
      width = scaled(image.width(), size, largest);
      height = scaled(image.height(), size, largest);
    }
    Tiling tiling = strategy.tiling(size, width, height, multiple);
    WindowAccumulator sums =
        strategy.taper() == 0
            ? WindowAccumulator.mean(tiling, maps)
            : WindowAccumulator.weighted(tiling, maps, strategy.weights(tiling.window()));
    return new Level(Resampler.resize(image, width, height), tiling, sums);
  }

  private static int scaled(int side, int size, int largest) {
    return (int) Math.max(1, Math.round((double) side * size / largest));
  }

  /**
   * The mean of the logits of maps.
   *
   * @param maps at least one, of any sizes
   * @return a map of the size of the last
   * @throws IllegalArgumentException if there are no maps
   */
  public static ProbabilityMap mean(List<ProbabilityMap> maps) {
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("maps must not be empty");
    }
    ProbabilityMap last = maps.get(maps.size() - 1);
    if (maps.size() == 1) {
      return last;
    }
    int width = last.width();
    int height = last.height();
    // The mean of logits is the logarithm of the product of odds.
    double[] odds = new double[width * height];
    Arrays.fill(odds, 1);
    for (ProbabilityMap map : maps) {
      multiply(Resampler.resize(map, width, height), odds);
    }
    float[] values = new float[odds.length];
    double power = 1.0 / maps.size();
    for (int i = 0; i < values.length; i++) {
      double mean = maps.size() == 2 ? Math.sqrt(odds[i]) : Math.pow(odds[i], power);
      values[i] = (float) (mean / (1 + mean));
    }
    return ProbabilityMap.wrap(width, height, values);
  }

  private static void multiply(ProbabilityMap map, double[] odds) {
    float[] values = map.toArray();
    for (int i = 0; i < odds.length; i++) {
      double p = Math.max(LEAST, Math.min(1 - LEAST, values[i]));
      odds[i] *= p / (1 - p);
    }
  }

  private static void run(
      InferenceEngine engine,
      List<Level> levels,
      int augmentations,
      List<OutputMap> maps,
      ProgressListener listener) {
    Network network = engine.network();
    List<String> outputs = maps.stream().map(OutputMap::output).distinct().toList();
    List<Part> parts = new ArrayList<>();
    long count = 0;
    for (Level level : levels) {
      // All orientations of a window, in sequence.
      int windows = level.tiling.count() * augmentations;
      int batch = batchSize(level.tiling.window(), windows);
      for (int first = 0; first < windows; first += batch) {
        parts.add(new Part(level, first, Math.min(batch, windows - first)));
      }
      count += windows;
    }
    // Enough to keep every thread busy while finished windows are added here.
    int inFlight = engine.threads() + 1;
    Deque<Batch> queue = new ArrayDeque<>();
    Iterator<Part> next = parts.iterator();
    long done = 0;
    listener.progress(STAGE, 0, count);
    try {
      while (done < count) {
        // Here too, as all may have been handed in.
        listener.checkCancelled();
        while (next.hasNext() && queue.size() < inFlight) {
          listener.checkCancelled();
          Part part = next.next();
          queue.add(new Batch(part, submit(engine, part, augmentations, outputs)));
        }
        Batch finished = queue.remove();
        Map<String, float[]> results = InferenceEngine.get(finished.results);
        float[][] planes =
            maps.stream().map(map -> read(map, network, results)).toArray(float[][]::new);
        Part part = finished.part;
        int window = part.level.tiling.window();
        for (int i = 0; i < part.windows; i++) {
          add(part.level.sums, part.first + i, augmentations, planes, i * window * window);
        }
        done += part.windows;
        listener.progress(STAGE, done, count);
      }
    } finally {
      queue.forEach(unneeded -> unneeded.results.cancel(false));
    }
  }

  private static Future<Map<String, float[]>> submit(
      InferenceEngine engine, Part part, int augmentations, List<String> outputs) {
    Level level = part.level;
    int window = level.tiling.window();
    return engine.submit(
        part.windows,
        window,
        window,
        outputs,
        input -> {
          for (int i = 0; i < part.windows; i++) {
            int offset = i * window * window * 3;
            cut(level.image, level.tiling, part.first + i, augmentations, input, offset);
          }
        });
  }

  private static float[] read(OutputMap map, Network network, Map<String, float[]> results) {
    int channels = network.output(map.output()).channels();
    return map.read(Objects.requireNonNull(results.get(map.output())), channels);
  }

  private static void cut(
      RgbImage working, Tiling tiling, int index, int augmentations, float[] input, int offset) {
    int window = tiling.window();
    float[] square = new float[window * window * 3];
    tiling.cut(working, index / augmentations, square, 0);
    TestTimeAugmentation.turn(square, window, 3, index % augmentations, input, offset);
  }

  private static void add(
      WindowAccumulator sums, int index, int augmentations, float[][] planes, int offset) {
    float[][] squares = new float[planes.length][];
    for (int i = 0; i < planes.length; i++) {
      squares[i] =
          TestTimeAugmentation.back(
              planes[i], offset, sums.tiling().window(), index % augmentations);
    }
    sums.add(index / augmentations, squares, 0);
  }

  /**
   * As many windows as fill a batch. It does not depend on the number of threads: the last bits of
   * a matrix product can depend on how many rows it has.
   */
  private static int batchSize(int window, int count) {
    int full = BATCH_WINDOWS * WindowStrategy.REFERENCE_WINDOW * WindowStrategy.REFERENCE_WINDOW;
    return Math.max(1, Math.min(count, full / (window * window)));
  }

  /** The image at one working size, and what its windows have said. */
  private record Level(RgbImage image, Tiling tiling, WindowAccumulator sums) {}

  /** Neighboring windows that are run as one batch. */
  private record Part(Level level, int first, int windows) {}

  private record Batch(Part part, Future<Map<String, float[]>> results) {}
}

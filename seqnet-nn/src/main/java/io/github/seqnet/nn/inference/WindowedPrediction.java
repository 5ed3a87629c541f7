package io.github.seqnet.nn.inference;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.tiling.Tiling;
import io.github.seqnet.tiling.WindowAccumulator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * Predicts whole images window by window: resizes the image to the strategy's working size, runs
 * the windows, in each orientation, in batches and averages them. Memory is that of the maps and of
 * a few batches, whatever the number of windows; windows are added in their own order, so that the
 * result has the same bits for any number of threads. Stateless; safe to share between threads.
 */
public final class WindowedPrediction {
  /** A batch has about the pixels of this many windows of 128 x 128. */
  private static final int BATCH_WINDOWS = 4;

  /** The stage that a {@link ProgressListener} hears of. */
  public static final String STAGE = "predict";

  private WindowedPrediction() {}

  /**
   * Predicts the maps of an image.
   *
   * @param image of any size
   * @param engine of a network of photographs: three channels
   * @param maps which outputs to read the maps from, at the size of the input
   * @return the maps in the same order, each {@code workingSize x workingSize}
   * @throws IllegalArgumentException if the network's input does not have 3 channels, an output is
   *     unknown or smaller than the input, or the window is not a multiple of the network's {@link
   *     Network#requiredMultiple()}
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  public static List<ProbabilityMap> predict(
      InferenceEngine engine,
      RgbImage image,
      WindowStrategy strategy,
      List<OutputMap> maps,
      ProgressListener listener) {
    OutputMap.requireMaps(engine.network(), maps);
    int size = strategy.workingSize();
    RgbImage working = Resampler.resize(image, size, size);
    Tiling tiling = new Tiling(size, size, strategy.window(), strategy.stride());
    WindowAccumulator sums =
        strategy.taper() == 0
            ? WindowAccumulator.mean(tiling, maps.size())
            : WindowAccumulator.weighted(tiling, maps.size(), strategy.weights());
    run(engine, working, tiling, strategy.views(), maps, sums, listener);
    List<ProbabilityMap> predicted = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      predicted.add(sums.toMap(i));
    }
    return predicted;
  }

  private static void run(
      InferenceEngine engine,
      RgbImage working,
      Tiling tiling,
      int views,
      List<OutputMap> maps,
      WindowAccumulator sums,
      ProgressListener listener) {
    Network network = engine.network();
    List<String> outputs = maps.stream().map(OutputMap::output).distinct().toList();
    int window = tiling.window();
    // Each window in each of its orientations, one after the other.
    int count = tiling.count() * views;
    int batch = batchSize(window, count);
    // Enough to keep every thread busy while finished windows are added here.
    int inFlight = engine.threads() + 1;
    Deque<Batch> queue = new ArrayDeque<>();
    int next = 0;
    int done = 0;
    listener.progress(STAGE, 0, count);
    try {
      while (done < count) {
        // Here too, as all may have been handed in.
        listener.checkCancelled();
        while (next < count && queue.size() < inFlight) {
          listener.checkCancelled();
          int first = next;
          int windows = Math.min(batch, count - first);
          Future<Map<String, float[]>> future =
              engine.submit(
                  windows,
                  window,
                  window,
                  outputs,
                  input -> {
                    for (int i = 0; i < windows; i++) {
                      cut(working, tiling, first + i, views, input, i * window * window * 3);
                    }
                  });
          queue.add(new Batch(first, windows, future));
          next += windows;
        }
        Batch finished = queue.remove();
        Map<String, float[]> results = InferenceEngine.get(finished.results);
        float[][] planes =
            maps.stream().map(map -> read(map, network, results)).toArray(float[][]::new);
        for (int i = 0; i < finished.windows; i++) {
          add(sums, finished.first + i, views, planes, i * window * window);
        }
        done += finished.windows;
        listener.progress(STAGE, done, count);
      }
    } finally {
      queue.forEach(unneeded -> unneeded.results.cancel(false));
    }
  }

  private static float[] read(OutputMap map, Network network, Map<String, float[]> results) {
    int channels = network.output(map.output()).channels();
    return map.read(results.get(map.output()), channels);
  }

  private static void cut(
      RgbImage working, Tiling tiling, int index, int views, float[] input, int offset) {
    int window = tiling.window();
    float[] square = new float[window * window * 3];
    tiling.cut(working, index / views, square, 0);
    Orientation.turn(square, window, 3, index % views, input, offset);
  }

  private static void add(
      WindowAccumulator sums, int index, int views, float[][] planes, int offset) {
    float[][] squares = new float[planes.length][];
    for (int i = 0; i < planes.length; i++) {
      squares[i] = Orientation.back(planes[i], offset, sums.tiling().window(), index % views);
    }
    sums.add(index / views, squares, 0);
  }

  /**
   * As many windows as fill a batch. It does not depend on the number of threads: the last bits of
   * a matrix product can depend on how many rows it has.
   */
  private static int batchSize(int window, int count) {
    int full = BATCH_WINDOWS * WindowStrategy.REFERENCE_WINDOW * WindowStrategy.REFERENCE_WINDOW;
    return Math.max(1, Math.min(count, full / (window * window)));
  }

  private record Batch(int first, int windows, Future<Map<String, float[]>> results) {}
}

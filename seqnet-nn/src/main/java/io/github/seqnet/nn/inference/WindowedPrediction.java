// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.progress.ProgressListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Predicts whole images window by window, at each working size of the strategy: runs the windows,
 * in each orientation, in batches, and averages the predictions for each pixel.
 *
 * <p>With several working sizes, maps are resampled to the largest size, and their logits averaged.
 * The first map, that of the vessels, is predicted only at sizes above {@value
 * WindowStrategy#VESSEL_SIZE} times the largest, since smaller ones do not show thin vessels.
 * Whether a vessel is an artery or a vein follows from what it is connected to, which smaller sizes
 * show too. A network makes different errors in each orientation, so without test-time augmentation
 * each size uses a different one.
 *
 * <p>Memory is that of the maps and of a few batches, whatever the number of windows. Windows are
 * added in their own order, so that the result has the same bits for any number of threads.
 * Stateless; safe to share between threads.
 */
public final class WindowedPrediction {
  /** A batch has about the pixels of this many windows of 128 x 128. */
  private static final int BATCH_WINDOWS = 4;

  /** How often a listener is asked whether to cancel while windows run. */
  static final int POLL_MILLISECONDS = 50;

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
    return predict(List.of(new Job(engine, image, strategy, maps)), listener).get(0);
  }

  /**
   * An image to predict; the parameters are those of {@link #predict(InferenceEngine, RgbImage,
   * WindowStrategy, List, ProgressListener)}.
   */
  public static final class Job {
    private final InferenceEngine engine;
    private final RgbImage image;
    private final WindowStrategy strategy;
    private final List<OutputMap> maps;
    private final int firstTurn;

    /**
     * Creates a job.
     *
     * @throws IllegalArgumentException as {@link #predict(InferenceEngine, RgbImage,
     *     WindowStrategy, List, ProgressListener)}
     */
    public Job(
        InferenceEngine engine, RgbImage image, WindowStrategy strategy, List<OutputMap> maps) {
      this(engine, image, strategy, maps, 0);
    }

    private Job(
        InferenceEngine engine,
        RgbImage image,
        WindowStrategy strategy,
        List<OutputMap> maps,
        int firstTurn) {
      OutputMap.requirePhotographs(engine.network());
      OutputMap.requireMaps(engine.network(), maps);
      this.engine = engine;
      this.image = image;
      this.strategy = strategy;
      this.maps = List.copyOf(maps);
      this.firstTurn = firstTurn;
    }

    /**
     * This job with windows that the network sees in another orientation. The maps keep the
     * orientation of the image. A network makes different errors in each orientation, so that the
     * mean of jobs whose orientations differ has fewer.
     *
     * @param turn at least 0. 0 leaves windows as they are; the next seven are flips and rotations
     *     by multiples of 90 degrees, then they begin again. If the strategy averages several
     *     orientations, this is the first
     * @throws IllegalArgumentException if the turn is below 0
     */
    public Job turned(int turn) {
      if (turn < 0) {
        throw new IllegalArgumentException("turn must be at least 0, got " + turn);
      }
      return new Job(engine, image, strategy, maps, turn % TestTimeAugmentation.COUNT);
    }
  }

  /**
   * Predicts several images at the same time, such as one photograph with several networks that
   * share their threads.
   *
   * @param jobs the windows of the first begin first: those with the largest windows come first, so
   *     that no thread is left with one of them at the end
   * @param listener hears of the windows of all jobs together
   * @return the maps of each job
   * @throws IllegalArgumentException as the other method, or if there are no jobs
   * @throws io.github.seqnet.SeqnetException if the memory limit does not suffice, or the thread is
   *     interrupted, whose interrupt status stays set
   * @throws java.util.concurrent.CancellationException if the listener cancels, at most {@value
   *     #POLL_MILLISECONDS} ms later; the batches that run end on their own
   */
  public static List<List<ProbabilityMap>> predict(List<Job> jobs, ProgressListener listener) {
    List<WindowQueue> queues = new ArrayList<>();
    for (Job job : jobs) {
      List<WorkingImage> images = new ArrayList<>();
      int multiple = job.engine.network().requiredMultiple();
      List<Integer> sizes = job.strategy.workingSizes();
      for (int i = 0; i < sizes.size(); i++) {
        if (job.maps.size() > 1 || job.strategy.showsVessels(sizes.get(i))) {
          listener.checkCancelled();
          // The largest size has the orientation of the job.
          int turn = job.firstTurn + (job.strategy.augmentations() == 1 ? sizes.size() - 1 - i : 0);
          images.add(
              WorkingImage.of(
                  job.image, job.strategy, sizes.get(i), multiple, job.maps.size(), turn));
        }
      }
      queues.add(new WindowQueue(job, images));
    }
    run(queues, listener);
    return queues.stream().map(WindowQueue::maps).toList();
  }

  /**
   * Predicts the maps of one square, which may have any number of channels.
   *
   * @param square {@code size * size * channels} values, channels last
   * @param size the side of the square, a multiple of {@link Network#requiredMultiple()}
   * @param augmentations the number of flips and rotations that are averaged, 1..8; all of them run
   *     at the same time, as far as there are threads
   * @param maps which outputs to read the maps from, at the size of the input
   * @param listener is asked whether to cancel
   * @return the maps in the same order, {@code size * size} values each
   * @throws IllegalArgumentException if a size or the number of augmentations does not fit, or an
   *     output is unknown
   * @throws IllegalStateException if the engine is closed
   * @throws io.github.seqnet.SeqnetException if the memory limit does not suffice, or the thread is
   *     interrupted, whose interrupt status stays set
   * @throws java.util.concurrent.CancellationException if the listener cancels, at most {@value
   *     #POLL_MILLISECONDS} ms later; the batches that run end on their own
   */
  public static List<float[]> predictSquare(
      InferenceEngine engine,
      float[] square,
      int size,
      int augmentations,
      List<OutputMap> maps,
      ProgressListener listener) {
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
    if (augmentations > 1) {
      maps.forEach(map -> sums.add(new float[size * size]));
    }
    Semaphore finished = new Semaphore(0);
    try {
      for (int i = 0; i < augmentations; i++) {
        int turn = i;
        results.add(
            engine.submit(
                1,
                size,
                size,
                outputs,
                input -> TestTimeAugmentation.turn(square, size, channels, turn, input, 0),
                /* last= */ i == augmentations - 1,
                finished::release));
      }
      for (int i = 0; i < augmentations; i++) {
        listener.checkCancelled();
        while (!results.get(i).isDone()) {
          await(finished);
          listener.checkCancelled();
        }
        Map<String, float[]> result = InferenceEngine.get(results.get(i));
        for (int m = 0; m < maps.size(); m++) {
          if (augmentations == 1) {
            sums.add(read(maps.get(m), network, result));
            continue;
          }
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

  private static void run(List<WindowQueue> queues, ProgressListener listener) {
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("jobs must not be empty");
    }
    Semaphore finished = new Semaphore(0);
    long count = queues.stream().mapToLong(queue -> queue.count).sum();
    long done = 0;
    listener.progress(STAGE, 0, count);
    try {
      while (done < count) {
        // Here too, as all may have been handed in.
        listener.checkCancelled();
        submit(queues, finished, listener);
        int added = 0;
        for (WindowQueue queue : queues) {
          if (added == 0 && queue.headIsDone()) {
            added = queue.addHead();
          }
        }
        if (added == 0) {
          await(finished);
        } else {
          done += added;
          listener.progress(STAGE, done, count);
        }
      }
    } finally {
      queues.forEach(WindowQueue::cancel);
    }
  }

  /** Hands in enough batches to keep every thread busy while finished windows are added. */
  private static void submit(
      List<WindowQueue> queues, Semaphore finished, ProgressListener listener) {
    int running = queues.stream().mapToInt(WindowQueue::size).sum();
    for (WindowQueue queue : queues) {
      int threads = queue.job.engine.threads();
      while (queue.hasNext() && (threads == 1 ? running == 0 : queue.size() <= threads)) {
        listener.checkCancelled();
        boolean last = queues.stream().mapToInt(other -> other.toCome.size()).sum() == 1;
        queue.submit(last, finished::release);
        running++;
      }
    }
  }

  private static void await(Semaphore finished) {
    try {
      if (finished.tryAcquire(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        finished.drainPermits();
      }
    } catch (InterruptedException e) {
      throw InferenceEngine.interrupted(e);
    }
  }

  private static float[] read(OutputMap map, Network network, Map<String, float[]> results) {
    int channels = network.output(map.output()).channels();
    return map.read(Objects.requireNonNull(results.get(map.output())), channels);
  }

  /**
   * As many windows as fill a batch. It does not depend on the number of threads: the last bits of
   * a matrix product can depend on how many rows it has.
   */
  private static int batchSize(int window, int count) {
    int full = BATCH_WINDOWS * WindowStrategy.REFERENCE_WINDOW * WindowStrategy.REFERENCE_WINDOW;
    return Math.max(1, Math.min(count, full / (window * window)));
  }

  /** Neighboring windows that are run as one batch. */
  private record Part(WorkingImage image, int first, int windows) {}

  private record Batch(Part part, Future<Map<String, float[]>> results) {}

  /** The windows of a job: those to come, and those that were handed in, in the same order. */
  private static final class WindowQueue {
    private final Job job;
    private final List<WorkingImage> images;
    private final List<String> outputs;
    private final Deque<Part> toCome = new ArrayDeque<>();
    private final Deque<Batch> handedIn = new ArrayDeque<>();
    private final long count;

    WindowQueue(Job job, List<WorkingImage> images) {
      this.job = job;
      this.images = images;
      outputs = job.maps.stream().map(OutputMap::output).distinct().toList();
      long sum = 0;
      for (WorkingImage image : images) {
        // All orientations of a window, in sequence.
        int windows = image.windows();
        int batch = batchSize(image.window(), windows);
        for (int first = 0; first < windows; first += batch) {
          toCome.add(new Part(image, first, Math.min(batch, windows - first)));
        }
        sum += windows;
      }
      count = sum;
    }

    int size() {
      return handedIn.size();
    }

    boolean hasNext() {
      return !toCome.isEmpty();
    }

    void submit(boolean last, Runnable whenDone) {
      Part part = toCome.remove();
      WorkingImage image = part.image;
      int window = image.window();
      handedIn.add(
          new Batch(
              part,
              job.engine.submit(
                  part.windows,
                  window,
                  window,
                  outputs,
                  input -> {
                    for (int i = 0; i < part.windows; i++) {
                      image.cut(part.first + i, input, i * window * window * 3);
                    }
                  },
                  last,
                  whenDone)));
    }

    boolean headIsDone() {
      Batch head = handedIn.peek();
      return head != null && head.results.isDone();
    }

    /** Adds the first batch that was handed in, which is done. Returns its number of windows. */
    int addHead() {
      Batch finished = handedIn.remove();
      Map<String, float[]> results = InferenceEngine.get(finished.results);
      float[][] planes =
          job.maps.stream()
              .map(map -> read(map, job.engine.network(), results))
              .toArray(float[][]::new);
      Part part = finished.part;
      int window = part.image.window();
      for (int i = 0; i < part.windows; i++) {
        part.image.add(part.first + i, planes, i * window * window);
      }
      return part.windows;
    }

    void cancel() {
      handedIn.forEach(unneeded -> unneeded.results.cancel(false));
    }

    /** The maps, once all windows are added. */
    List<ProbabilityMap> maps() {
      List<ProbabilityMap> predicted = new ArrayList<>();
      for (int i = 0; i < job.maps.size(); i++) {
        List<ProbabilityMap> same = new ArrayList<>();
        for (WorkingImage image : images) {
          if (i > 0 || job.strategy.showsVessels(image.size())) {
            same.add(image.map(i));
          }
        }
        predicted.add(LogitMean.of(same));
      }
      return predicted;
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.InferenceResources;
import io.github.seqnet.nn.inference.LogitMean;
import io.github.seqnet.nn.inference.VesselCaliber;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.inference.WindowedPrediction;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.pipeline.VesselPredictor;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a trained model: predicts vessel, artery and vein maps of a fundus photograph.
 *
 * <pre>{@code
 * try (VesselModel model = VesselModel.load(Path.of("model.seqnet"))) {
 *   VesselMaps maps = model.predict(ImageFiles.readRgb(Path.of("fundus.png")));
 * }
 * }</pre>
 *
 * <p>The model that comes with this library is opened by {@link SeqNet#pretrained()}.
 *
 * <p>A model keeps its weights and working memory outside of the Java heap until it is closed. If
 * one is dropped without being closed, a warning is logged once.
 *
 * <p>Needs an ND4J backend on the class path, such as {@code nd4j-native} in its oneDNN build.
 * Thread-safe; results do not depend on the number of threads. The window strategy can be chosen
 * for each call.
 */
public final class VesselModel implements VesselPredictor, AutoCloseable {
  private static final Map<VesselModelOptions, VesselModel> SHARED = new HashMap<>();

  /** The pixels at the border of a crop that take the values of their neighbors. */
  private static final int BORDER = 3;

  private final TrainedModel model;
  private final VesselModelOptions options;
  private final Networks networks;
  private final CloseReminder reminder;
  private final boolean shared;

  /** Read-locked by predictions, which submit their windows bit by bit; write-locked by close. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private VesselModel(TrainedModel model, VesselModelOptions options, boolean shared) {
    this.model = Objects.requireNonNull(model, "model");
    this.options = Objects.requireNonNull(options, "options");
    this.shared = shared;
    OutputMap.requirePhotographs(model.network());
    networks = Networks.open(model, options);
    reminder = CloseReminder.watch(this);
  }

  /**
   * Opens a model file of any supported format, recognized by its content: {@code .seqnet}, Keras
   * HDF5, {@code .keras} and safetensors files.
   *
   * @throws IOException if the file cannot be read
   * @throws io.github.seqnet.nn.weights.ModelFormatException if the file is not a model of a
   *     supported format, or is damaged
   * @throws SeqnetException as {@link #of(TrainedModel, VesselModelOptions)}
   */
  public static VesselModel load(Path file) throws IOException {
    return of(TrainedModel.read(file));
  }

  /**
   * As {@link #load(Path)} with options.
   *
   * @throws IOException if the file cannot be read
   * @throws io.github.seqnet.nn.weights.ModelFormatException as {@link #load(Path)}
   * @throws SeqnetException as {@link #of(TrainedModel, VesselModelOptions)}
   */
  public static VesselModel load(Path file, VesselModelOptions options) throws IOException {
    return of(TrainedModel.read(file), options);
  }

  /**
   * As {@link #of(TrainedModel, VesselModelOptions)} with {@link VesselModelOptions#defaults()}.
   */
  public static VesselModel of(TrainedModel model) {
    return of(model, VesselModelOptions.defaults());
  }

  /**
   * Opens a model, such as one that was just trained. The first model of a process starts ND4J.
   * This takes about a second, and longer when the native libraries are unpacked for the first
   * time.
   *
   * @throws IllegalArgumentException if the network's input is not RGB, such as that of a
   *     correction
   * @throws SeqnetException if the weights alone exceed the memory limit, or ND4J cannot be
   *     started, for example because there is no backend on the class path or no folder to unpack
   *     native libraries to; ND4J is not started again in the same process
   */
  public static VesselModel of(TrainedModel model, VesselModelOptions options) {
    return new VesselModel(model, options, false);
  }

  /**
   * Returns the default model that all callers in this Java virtual machine share, one instance for
   * each set of options. It is opened on the first call and closed when the virtual machine exits;
   * {@link #close} does nothing. For engines that run many tasks in one process, such as Spark
   * executors.
   *
   * @throws SeqnetException as {@link #of(TrainedModel, VesselModelOptions)}
   */
  public static VesselModel shared(VesselModelOptions options) {
    Objects.requireNonNull(options, "options");
    synchronized (SHARED) {
      VesselModel known = SHARED.get(options);
      if (known == null) {
        VesselModel opened = new VesselModel(EmbeddedModel.DEFAULT.load(), options, true);
        Runtime.getRuntime()
            .addShutdownHook(new Thread(opened::release, "seqnet-shared-model-close"));
        SHARED.put(options, opened);
        known = opened;
      }
      return known;
    }
  }

  /**
   * Describes the compute backend. Starts ND4J.
   *
   * @throws SeqnetException if ND4J cannot be started
   */
  public static Backend backend() {
    return new Backend(
        ComputeBackend.name(),
        ComputeBackend.isCpu(),
        ComputeBackend.hasOneDnn(),
        ComputeBackend.isAccelerated());
  }

  /** The specification, weights, provenance and license. */
  public TrainedModel model() {
    return model;
  }

  /** The options of this model. */
  public VesselModelOptions options() {
    return options;
  }

  /** The network as data. */
  public Network network() {
    return networks.main.network();
  }

  /** The strategy that predictions have by default: that of the options, or the model's own. */
  public WindowStrategy strategy() {
    return options.strategyFor(model.specification());
  }

  /**
   * Predicts with {@link #strategy()}.
   *
   * @param image of any size
   * @return maps that show the whole image at the strategy's working resolution: of {@code
   *     workingSize x workingSize} pixels for {@link Framing#WHOLE_FRAME}; with square pixels and 0
   *     outside of the field of view's bounding box for {@link Framing#FIELD_OF_VIEW}. The artery
   *     and vein maps of a model that predicts vessels only are 0 everywhere, see {@link
   *     VesselMaps#separatesArteriesAndVeins()}. With {@link Framing#FIELD_OF_VIEW}, the maps are
   *     averaged with those of the model's {@linkplain TrainedModel#partner() partner}, then the
   *     artery and vein maps are corrected by its {@linkplain TrainedModel#correction()
   *     correction}, if it has them
   * @throws IllegalStateException if the model is closed
   * @throws SeqnetException if the memory limit of the options does not suffice, or the thread is
   *     interrupted, whose interrupt status stays set
   * @throws java.util.concurrent.CancellationException if the progress listener cancels
   */
  @Override
  public VesselMaps predict(RgbImage image, ProgressListener listener) {
    return predict(image, strategy(), listener);
  }

  /** {@inheritDoc} */
  @Override
  public VesselMaps predict(RgbImage image, FieldOfView view, ProgressListener listener) {
    return predict(image, Objects.requireNonNull(view, "view"), strategy(), listener);
  }

  /** As {@link #predict(RgbImage, ProgressListener)} with another strategy. */
  public VesselMaps predict(RgbImage image, WindowStrategy strategy, ProgressListener listener) {
    return predict(image, null, strategy, listener);
  }

  /** This model with another strategy, for pipelines. The owner of the model closes it. */
  public VesselPredictor with(WindowStrategy strategy) {
    Objects.requireNonNull(strategy, "strategy");
    return new VesselPredictor() {
      @Override
      public VesselMaps predict(RgbImage image, ProgressListener listener) {
        return VesselModel.this.predict(image, strategy, listener);
      }

      @Override
      public VesselMaps predict(RgbImage image, FieldOfView view, ProgressListener listener) {
        return VesselModel.this.predict(
            image, Objects.requireNonNull(view, "view"), strategy, listener);
      }
    };
  }

  /**
   * Predicts the vessel map only: skips the artery and vein outputs and their correction.
   *
   * @return the vessel map of {@link #predict(RgbImage, WindowStrategy, ProgressListener)}
   * @throws IllegalStateException as {@link #predict(RgbImage, ProgressListener)}
   * @throws SeqnetException as {@link #predict(RgbImage, ProgressListener)}
   * @throws java.util.concurrent.CancellationException if the progress listener cancels
   */
  public ProbabilityMap segment(
      RgbImage image, WindowStrategy strategy, ProgressListener listener) {
    List<OutputMap> vessel = List.of(model.specification().vessel());
    return inUse(
        () ->
            predictAt(image, known(image, null, strategy, listener), strategy, vessel, listener)
                .placed(0));
  }

  private VesselMaps predict(
      RgbImage image,
      @Nullable FieldOfView view,
      WindowStrategy strategy,
      ProgressListener listener) {
    return inUse(
        () -> {
          FieldOfView known = known(image, view, strategy, listener);
          ArteryVeinCorrector corrector =
              strategy.framing() == Framing.FIELD_OF_VIEW ? networks.corrector : null;
          Supplier<RgbImage> seen =
              corrector != null && corrector.seesPhotograph() && known != null
                  ? networks.meanwhile(() -> corrector.prepared(image, known))
                  : null;
          Prediction prediction =
              predictAt(image, known, strategy, model.specification().maps(), listener);
          ProbabilityMap vessel = prediction.placed(0);
          if (prediction.maps.size() == 1) {
            return VesselMaps.vesselsOnly(vessel);
          }
          VesselMaps predicted = new VesselMaps(vessel, prediction.placed(1), prediction.placed(2));
          if (corrector == null || known == null) {
            return predicted;
          }
          listener.checkCancelled();
          return corrector.corrected(predicted, seen, known, strategy.augmentations(), listener);
        });
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(16, Math.round(side * scale));
  }

  /** Computes something while the model cannot be closed. */
  private <T> T inUse(Supplier<T> result) {
    Lock inUse = use.readLock();
    inUse.lock();
    try {
      return result.get();
    } finally {
      inUse.unlock();
    }
  }

  /** The given field of view, or the one that the framing needs; null if it needs none. */
  private static @Nullable FieldOfView known(
      RgbImage image,
      @Nullable FieldOfView view,
      WindowStrategy strategy,
      ProgressListener listener) {
    listener.checkCancelled();
    return view == null && strategy.framing() == Framing.FIELD_OF_VIEW
        ? FieldOfViewFinder.find(image)
        : view;
  }

  /** Predicts at the working sizes, and at others if vessels are narrow or wide. */
  private Prediction predictAt(
      RgbImage image,
      @Nullable FieldOfView view,
      WindowStrategy strategy,
      List<OutputMap> maps,
      ProgressListener listener) {
    Prediction typical = predictOnce(image, view, strategy, maps, listener);
    OptionalInt size =
        strategy.caliber() == 0
            ? OptionalInt.empty()
            : strategy.adaptedSize(VesselCaliber.of(typical.own));
    if (size.isEmpty()) {
      return typical;
    }
    WindowStrategy other = strategy.adaptedTo(size.getAsInt());
    Prediction adapted = predictOnce(image, view, other, maps, listener);
    // Narrow vessels are seen better at the larger size alone, wide ones at both.
    return size.getAsInt() > strategy.workingSize()
        ? adapted.averagedWith(typical, /* from= */ 1)
        : typical.averagedWith(adapted, /* from= */ 0);
  }

  /** Predicts at the working sizes, with the partner if the framing is the field of view. */
  private Prediction predictOnce(
      RgbImage image,
      @Nullable FieldOfView view,
      WindowStrategy strategy,
      List<OutputMap> maps,
      ProgressListener listener) {
    PreparedPhotograph photograph = prepared(image, view, strategy);
    boolean cropped = strategy.framing() == Framing.FIELD_OF_VIEW;
    InferenceEngine partner = cropped ? networks.partner : null;
    WindowedPrediction.Job main =
        new WindowedPrediction.Job(networks.main, photograph.image(), strategy, maps);
    if (partner == null) {
      List<ProbabilityMap> own = WindowedPrediction.predict(List.of(main), listener).get(0);
      return new Prediction(photograph, own.get(0), own, cropped);
    }
    // The partner first: its windows are larger.
    List<WindowedPrediction.Job> jobs =
        new ArrayList<>(ofPartner(partner, photograph.image(), strategy, maps.size()));
    jobs.add(main);
    List<List<ProbabilityMap>> predicted = WindowedPrediction.predict(jobs, listener);
    listener.checkCancelled();
    List<ProbabilityMap> own = predicted.get(jobs.size() - 1);
    return new Prediction(
        photograph, own.get(0), joined(own, predicted.subList(0, jobs.size() - 1)), cropped);
  }

  /**
   * The means of the logits of the model's own maps and those of its partner, if it has them.
   *
   * @param ofPartner the maps at each of its sizes
   */
  private static List<ProbabilityMap> joined(
      List<ProbabilityMap> own, List<List<ProbabilityMap>> ofPartner) {
    int shared = ofPartner.get(0).size();
    List<ProbabilityMap> joined = new ArrayList<>();
    for (int i = 0; i < shared; i++) {
      int index = i;
      ProbabilityMap map = own.get(i);
      List<ProbabilityMap> sizes =
          ofPartner.stream()
              .map(maps -> Resampler.resize(maps.get(index), map.width(), map.height()))
              .toList();
      joined.add(LogitMean.of(List.of(LogitMean.of(sizes), map)));
    }
    joined.addAll(own.subList(shared, own.size()));
    return joined;
  }

  /**
   * The predictions of the partner at each of its working sizes, in a different orientation at
   * each.
   *
   * @param image the prepared photograph at the working size of the model
   * @param count the number of maps that are needed, 1 or 3
   * @return one job for each working size, largest first
   */
  private List<WindowedPrediction.Job> ofPartner(
      InferenceEngine partner, RgbImage image, WindowStrategy strategy, int count) {
    ModelSpecification second = model.partner().orElseThrow().specification();
    List<OutputMap> maps = second.maps();
    List<Integer> sizes = second.workingSizes();
    List<WindowedPrediction.Job> jobs = new ArrayList<>();
    for (int i = sizes.size() - 1; i >= 0; i--) {
      // The partner keeps the ratio of its working sizes to that of the model.
      double scale = (double) sizes.get(i) / model.specification().workingSize();
      int size = scaled(strategy.workingSize(), scale);
      RgbImage seen =
          Resampler.resize(
              image,
              Math.min(size, scaled(image.width(), scale)),
              Math.min(size, scaled(image.height(), scale)));
      jobs.add(
          new WindowedPrediction.Job(
                  partner,
                  seen,
                  strategy.withWorkingSize(size).withLargeWindows(),
                  maps.subList(0, Math.min(count, maps.size())))
              .turned(i));
    }
    return jobs;
  }

  /**
   * Maps of a prepared photograph.
   *
   * @param photograph what the networks saw
   * @param own the vessel map of the model without its partner
   * @param maps of what they saw
   * @param cropped whether they saw a crop
   */
  private record Prediction(
      PreparedPhotograph photograph,
      ProbabilityMap own,
      List<ProbabilityMap> maps,
      boolean cropped) {
    /** This prediction with the maps from an index on averaged with those at a smaller size. */
    Prediction averagedWith(Prediction coarse, int from) {
      int end = maps.size();
      List<ProbabilityMap> averaged = new ArrayList<>(maps.subList(0, from));
      averaged.addAll(LogitMean.ofEach(maps.subList(from, end), coarse.maps.subList(from, end)));
      return new Prediction(photograph, own, averaged, cropped);
    }

    /** One of the maps, of the whole photograph. */
    ProbabilityMap placed(int index) {
      ProbabilityMap map = maps.get(index);
      return photograph.frame().place(cropped ? withFilledBorder(map) : map);
    }
  }

  /**
   * Gives the outermost pixels of a crop the values of their neighbors inside. The network sees
   * zeros beyond them, and mistakes the edge for a vessel where the field of view touches it.
   */
  private static ProbabilityMap withFilledBorder(ProbabilityMap map) {
    int width = map.width();
    int height = map.height();
    float[] values = new float[width * height];
    float[] row = new float[width];
    for (int y = 0; y < height; y++) {
      map.copyTo(0, inside(y, height), width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = row[inside(x, width)];
      }
    }
    return ProbabilityMap.wrap(width, height, values);
  }

  /** The coordinate itself, or the nearest that is not at the border. */
  private static int inside(int position, int side) {
    int border = Math.min(BORDER, (side - 1) / 2);
    return Math.max(border, Math.min(side - 1 - border, position));
  }

  private PreparedPhotograph prepared(
      RgbImage image, @Nullable FieldOfView view, WindowStrategy strategy) {
    return PreparedPhotograph.of(image, view, strategy, model.specification().preprocessing());
  }

  /**
   * Prepares a photograph for the network as {@link #predict} does: brings what the strategy's
   * framing shows to the largest working size and applies the preprocessing of the {@link
   * ModelSpecification}. Takes the strategy's working sizes as they are, whatever its caliber.
   */
  public RgbImage prepare(RgbImage image, WindowStrategy strategy) {
    return prepared(image, null, strategy).image();
  }

  /**
   * Runs one forward pass and returns any outputs of the network.
   *
   * @param input {@code batch * height * width * 3} values in 0..1, channels last, of photographs
   *     that {@link #prepare} has prepared
   * @param height a multiple of {@link Network#requiredMultiple()}
   * @param width a multiple of {@link Network#requiredMultiple()}
   * @param outputs the names of the outputs to compute, see {@link Network#outputs()}
   * @return the outputs by name, channels last
   * @throws IllegalArgumentException if a size does not fit or an output is unknown
   * @throws IllegalStateException if the model is closed
   * @throws SeqnetException as {@link #predict(RgbImage, ProgressListener)}
   */
  public Map<String, float[]> forward(
      float[] input, int batch, int height, int width, Collection<String> outputs) {
    return networks.main.run(input, batch, height, width, outputs);
  }

  /**
   * Waits for running predictions, then frees the memory outside of the Java heap. Later
   * predictions are rejected. Does nothing for {@link #shared} models.
   *
   * @throws IllegalStateException if a prediction's own progress listener calls it
   */
  @Override
  public void close() {
    if (!shared) {
      release();
    }
  }

  private void release() {
    if (use.getReadHoldCount() > 0) {
      throw new IllegalStateException("a prediction cannot close its own model");
    }
    use.writeLock().lock();
    try {
      networks.close();
      reminder.closed();
    } finally {
      use.writeLock().unlock();
    }
  }

  /**
   * The engines of a model, and the threads and memory that they share.
   *
   * @param main of the network itself
   * @param corrector null if the model has no correction
   * @param partner null if the model has no partner
   */
  private record Networks(
      InferenceResources resources,
      InferenceEngine main,
      @Nullable ArteryVeinCorrector corrector,
      @Nullable InferenceEngine partner) {
    /** Opens all of them, or none. */
    static Networks open(TrainedModel model, VesselModelOptions options) {
      InferenceResources resources =
          new InferenceResources(options.threads(), options.memoryLimit());
      try {
        TrainedModel correction = model.correctionModel();
        TrainedModel second = model.partnerModel();
        return new Networks(
            resources,
            new InferenceEngine(model.network(), model.weights(), resources),
            correction == null ? null : ArteryVeinCorrector.of(correction, resources),
            second == null
                ? null
                : new InferenceEngine(second.network(), second.weights(), resources));
      } catch (RuntimeException e) {
        resources.close();
        throw e;
      }
    }

    /**
     * Computes something while networks run, if there are several threads; otherwise when it is
     * asked for.
     */
    <T> Supplier<T> meanwhile(Callable<T> task) {
      if (resources.threads() > 1) {
        Future<T> result = resources.submit(task);
        return () -> InferenceEngine.get(result);
      }
      FutureTask<T> later = new FutureTask<>(task);
      return () -> {
        later.run();
        return InferenceEngine.get(later);
      };
    }

    void close() {
      resources.close();
    }
  }
}

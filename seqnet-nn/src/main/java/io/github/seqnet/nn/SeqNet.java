package io.github.seqnet.nn;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.inference.WindowedPrediction;
import io.github.seqnet.nn.internal.ComputeBackend;
import io.github.seqnet.nn.weights.DefaultModel;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.pipeline.VesselPredictor;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A trained network, ready to predict: a fundus photograph in, vessel, artery and vein maps out.
 * Holds the weights outside of the Java heap until it is closed; a warning is logged once if one is
 * dropped instead.
 *
 * <pre>{@code
 * try (SeqNet network = SeqNet.pretrained()) {
 *   VesselMaps maps = network.predict(ImageFiles.readRgb(Path.of("fundus.png")));
 * }
 * }</pre>
 *
 * <p>Needs an ND4J backend on the class path, such as {@code nd4j-native} in its oneDNN build. Safe
 * to call from many threads at once; results do not depend on the number of threads. The strategy
 * can be chosen for each call.
 *
 * <p>Li et al., "Joint Learning of Vessel Segmentation and Artery/Vein Classification with
 * Post-processing", MIDL 2020, arXiv:2005.13337. A research tool, not a medical device.
 */
public final class SeqNet implements VesselPredictor, AutoCloseable {
  private final TrainedModel model;
  private final SeqNetOptions options;
  private final InferenceEngine engine;
  private final CloseReminder reminder;

  /** Read by predictions, which hand in their windows bit by bit, and written by the end. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private SeqNet(TrainedModel model, SeqNetOptions options) {
    this.model = model;
    this.options = options;
    Network network = SeqNetArchitecture.network(model.config());
    engine =
        new InferenceEngine(network, model.weights(), options.threads(), options.memoryLimit());
    reminder = CloseReminder.watch(this);
  }

  /**
   * The default model, which is part of the library; its card is {@code MODEL_CARD.md}.
   *
   * @throws SeqnetException as {@link #of}
   */
  public static SeqNet pretrained() {
    return of(DefaultModel.load(), SeqNetOptions.defaults());
  }

  /**
   * The model in a weight file of this library.
   *
   * @throws IOException if the file cannot be read
   * @throws io.github.seqnet.nn.weights.ModelFormatException if it is no such file or damaged
   * @throws SeqnetException as {@link #of}
   */
  public static SeqNet load(Path weightFile) throws IOException {
    return of(WeightFile.read(weightFile), SeqNetOptions.defaults());
  }

  /**
   * The model in a Keras HDF5 checkpoint of the published programs, SeqNet or IterNet.
   *
   * @throws IOException if the file cannot be read
   * @throws io.github.seqnet.nn.weights.ModelFormatException if it is no such checkpoint or damaged
   * @throws SeqnetException as {@link #of}
   */
  public static SeqNet importKeras(Path checkpoint) throws IOException {
    return of(
        KerasFile.read(checkpoint).model(String.valueOf(checkpoint.getFileName())),
        SeqNetOptions.defaults());
  }

  /**
   * Any model, such as one just trained. The first network of a process starts ND4J, which takes a
   * second, and a few more where it unpacks its native libraries for the first time.
   *
   * @throws SeqnetException if the weights alone are more than the memory limit, or ND4J cannot be
   *     started, such as for want of a backend or of a folder to unpack native libraries; that
   *     stays so until the process ends
   */
  public static SeqNet of(TrainedModel model, SeqNetOptions options) {
    return new SeqNet(model, options);
  }

  /**
   * What networks run on here. Starts ND4J.
   *
   * @throws SeqnetException if ND4J cannot be started
   */
  public static Backend backend() {
    return new Backend(
        ComputeBackend.name(), ComputeBackend.isCpu(), ComputeBackend.isAccelerated());
  }

  /** The weights, their configuration and where they come from. */
  public TrainedModel model() {
    return model;
  }

  /** How it runs. */
  public SeqNetOptions options() {
    return options;
  }

  /** The network as data. */
  public Network network() {
    return engine.network();
  }

  /**
   * Predicts with the strategy of the options.
   *
   * @param image of any size
   * @return maps of the strategy's working size, 576 x 576 by default
   * @throws IllegalStateException if the network has no artery and vein streams (see {@link
   *     #segment}), or is closed
   * @throws SeqnetException if there is not enough memory within the limit of the options, or the
   *     thread is interrupted, whose interrupt status stays set
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   */
  @Override
  public VesselMaps predict(RgbImage image, ProgressListener monitor) {
    return predict(image, options.strategy(), monitor);
  }

  /** As {@link #predict(RgbImage, ProgressListener)} with a strategy of its own. */
  public VesselMaps predict(RgbImage image, WindowStrategy strategy, ProgressListener monitor) {
    if (model.config().streams() == SeqNetConfig.Streams.SEGMENTATION) {
      throw new IllegalStateException(
          "the network has a segmentation stream only and tells no arteries from veins");
    }
    List<ProbabilityMap> maps =
        predict(image, strategy, SeqNetArchitecture.finalOutputs(model.config()), monitor);
    return new VesselMaps(maps.get(0), maps.get(1), maps.get(2));
  }

  /** The segmentation alone: the whole of an IterNet, or the first of SeqNet's streams. */
  public ProbabilityMap segment(RgbImage image, WindowStrategy strategy, ProgressListener monitor) {
    List<String> outputs = SeqNetArchitecture.finalOutputs(model.config()).subList(0, 1);
    return predict(image, strategy, outputs, monitor).get(0);
  }

  private List<ProbabilityMap> predict(
      RgbImage image, WindowStrategy strategy, List<String> outputs, ProgressListener monitor) {
    Lock inUse = use.readLock();
    inUse.lock();
    try {
      RgbImage prepared = prepare(image, strategy.workingSize());
      return WindowedPrediction.predict(engine, prepared, strategy, outputs, monitor);
    } finally {
      inUse.unlock();
    }
  }

  /**
   * A photograph as the network sees it: resized, and prepared as {@link
   * SeqNetConfig#preprocessing()} says.
   *
   * @param size width and height, such as {@link WindowStrategy#workingSize()}
   */
  public RgbImage prepare(RgbImage image, int size) {
    return model.config().preprocessing().apply(Resampler.resize(image, size, size));
  }

  /**
   * One forward pass, for whoever wants intermediate outputs.
   *
   * @param input {@code batch * height * width * 3} values in 0..1, channels last, of photographs
   *     that went through {@link #prepare}
   * @param height a multiple of 16
   * @param width a multiple of 16
   * @param outputs the names of the outputs to compute, see {@link Network#outputs()}
   * @return the outputs by name, each {@code batch * height * width} values in 0..1
   * @throws IllegalArgumentException if a size does not fit or an output is unknown
   * @throws IllegalStateException if the network is closed
   * @throws SeqnetException as {@link #predict(RgbImage, ProgressListener)}
   */
  public Map<String, float[]> forward(
      float[] input, int batch, int height, int width, Collection<String> outputs) {
    return engine.run(input, batch, height, width, outputs);
  }

  /**
   * Frees the memory outside of the Java heap, once running predictions are done; later ones are
   * refused.
   *
   * @throws IllegalStateException if called by a prediction, from its monitor
   */
  @Override
  public void close() {
    if (use.getReadHoldCount() > 0) {
      throw new IllegalStateException("a prediction cannot close its own network");
    }
    use.writeLock().lock();
    try {
      engine.close();
      reminder.closed();
    } finally {
      use.writeLock().unlock();
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.InferenceResources;
import io.github.seqnet.nn.inference.WindowedPrediction;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.preprocess.WorkingFrame;
import io.github.seqnet.progress.ProgressListener;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Corrects artery and vein maps with a second network that sees the whole field of view at once:
 * the maps alone, or the maps and the photograph. The network that made the maps classifies from
 * local color and contrast; the correction network also follows vessels, and relabels pixels that
 * contradict the vessels they connect to. It corrects maps of other programs, too. The idea is that
 * of Morano et al., "RRWNet: Recursive Refinement Network for effective retinal artery/vein
 * segmentation and classification", 2024, arXiv:2402.03166.
 *
 * <p>The input of a correction network has three channels, the {@linkplain #encode encoded maps},
 * or six: the encoded maps, and red, green and blue of the photograph, prepared as its {@link
 * ModelSpecification#preprocessing()} says and 0 outside of the field of view.
 *
 * <p>The vessel map is unchanged. Where it is at least 0.002, the artery and vein maps keep the
 * mean of their logits, and the difference of their logits becomes the mean of the old difference
 * and that of the correction network.
 *
 * <p>A {@link VesselModel} applies the correction of its {@link TrainedModel} by itself. Maps are
 * corrected at {@link ModelSpecification#workingSize()} of the correction network. The default
 * network takes about 0.05 s for each augmentation on one core of an Intel Xeon.
 *
 * <p>Thread-safe. Close it to free memory outside of the Java heap.
 */
public final class ArteryVeinCorrector implements AutoCloseable {
  /** The weight of the network in the difference of the logits. */
  private static final float WEIGHT = 0.5f;

  /** The channels of encoded maps. */
  private static final int MAPS = 3;

  private static final float LEAST = 1e-5f;

  /** A pixel with a lower vessel probability is not corrected. */
  private static final double BACKGROUND = 0.002;

  private final ModelSpecification specification;
  private final InferenceEngine engine;

  private ArteryVeinCorrector(ModelSpecification specification, InferenceEngine engine) {
    this.specification = specification;
    this.engine = engine;
  }

  /**
   * Opens a correction network.
   *
   * @param model a network with artery and vein maps, whose input is as described above
   * @param options threads and memory; the strategy is ignored
   * @throws IllegalArgumentException if {@link #requireCorrection} rejects the model
   * @throws io.github.seqnet.SeqnetException if the weights alone exceed the memory limit, or ND4J
   *     cannot be started
   */
  public static ArteryVeinCorrector of(TrainedModel model, VesselModelOptions options) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(options, "options");
    requireCorrection(model.specification());
    return new ArteryVeinCorrector(
        model.specification(),
        new InferenceEngine(
            model.network(), model.weights(), options.threads(), options.memoryLimit()));
  }

  /** A corrector that shares threads and memory with other networks, which is not closed. */
  static ArteryVeinCorrector of(TrainedModel model, InferenceResources resources) {
    requireCorrection(model.specification());
    return new ArteryVeinCorrector(
        model.specification(), new InferenceEngine(model.network(), model.weights(), resources));
  }

  /**
   * Opens the correction network of the default model, which {@linkplain #seesPhotograph() sees the
   * photograph}.
   *
   * @throws io.github.seqnet.SeqnetException as {@link #of(TrainedModel, VesselModelOptions)}
   */
  public static ArteryVeinCorrector pretrained() {
    return of(
        EmbeddedModel.DEFAULT
            .load()
            .correction()
            .orElseThrow(() -> new IllegalStateException("the default model has no correction")),
        VesselModelOptions.defaults());
  }

  /**
   * Rejects models that cannot correct.
   *
   * @throws IllegalArgumentException if the model has no artery and vein maps, its input has
   *     neither three nor six channels, or its working size is not a multiple of {@link
   *     io.github.seqnet.nn.architecture.Network#requiredMultiple()}
   */
  public static void requireCorrection(ModelSpecification specification) {
    Objects.requireNonNull(specification, "specification");
    if (!specification.separatesArteriesAndVeins()) {
      throw new IllegalArgumentException(
          "a correction must have artery and vein maps, got a network with a vessel map alone");
    }
    int channels = channels(specification);
    if (channels != MAPS && channels != 2 * MAPS) {
      throw new IllegalArgumentException(
          "a correction must see three channels (maps) or six (maps and photograph), got "
              + channels);
    }
    int multiple = specification.network().requiredMultiple();
    if (specification.workingSize() % multiple != 0) {
      throw new IllegalArgumentException(
          "the working size of a correction must be a multiple of %d, got %d"
              .formatted(multiple, specification.workingSize()));
    }
  }

  /** The specification of the correction network. */
  public ModelSpecification specification() {
    return specification;
  }

  /** Whether the network sees the photograph and not just the maps. */
  public boolean seesPhotograph() {
    return channels(specification) > MAPS;
  }

  private static int channels(ModelSpecification specification) {
    return specification.network().input().output().channels();
  }

  /**
   * Corrects the maps of one photograph with a network that sees the maps alone.
   *
   * @param maps of the whole photograph at any resolution
   * @param view the field of view at any resolution; maps outside of it are ignored and stay
   * @return maps of the same size; the same maps if arteries and veins are not separated
   * @throws IllegalStateException if the network {@linkplain #seesPhotograph() sees the
   *     photograph}, or this corrector is closed
   * @throws io.github.seqnet.SeqnetException if the memory limit does not suffice, or the thread is
   *     interrupted, whose interrupt status stays set
   */
  public VesselMaps correct(VesselMaps maps, FieldOfView view) {
    return correct(maps, view, 1);
  }

  /**
   * As {@link #correct(VesselMaps, FieldOfView)}, with test-time augmentation.
   *
   * @param augmentations the number of flips and rotations that are averaged, 1..8; the cost grows
   *     in proportion
   * @throws IllegalArgumentException if the number is not in 1..8
   */
  public VesselMaps correct(VesselMaps maps, FieldOfView view, int augmentations) {
    if (seesPhotograph()) {
      throw new IllegalStateException(
          "the correction network also sees the photograph: call correct(maps, photograph, view)");
    }
    return corrected(maps, null, view, augmentations, ProgressListener.NONE);
  }

  /**
   * Corrects the maps of one photograph. Maps, photograph and field of view must show the same
   * frame; each may have its own resolution.
   *
   * @param maps of the whole photograph at any resolution
   * @param photograph at any resolution; ignored if the network sees the maps alone
   * @param view the field of view at any resolution; maps outside of it are ignored and stay
   * @return maps of the same size; the same maps if arteries and veins are not separated
   * @throws IllegalStateException if this corrector is closed
   * @throws io.github.seqnet.SeqnetException if the memory limit does not suffice, or the thread is
   *     interrupted, whose interrupt status stays set
   */
  public VesselMaps correct(VesselMaps maps, RgbImage photograph, FieldOfView view) {
    return correct(maps, photograph, view, 1);
  }

  /**
   * As {@link #correct(VesselMaps, RgbImage, FieldOfView)}, with test-time augmentation.
   *
   * @param augmentations the number of flips and rotations that are averaged, 1..8; the cost grows
   *     in proportion
   * @throws IllegalArgumentException if the number is not in 1..8
   */
  public VesselMaps correct(
      VesselMaps maps, RgbImage photograph, FieldOfView view, int augmentations) {
    Objects.requireNonNull(photograph, "photograph");
    Objects.requireNonNull(view, "view");
    return corrected(
        maps,
        seesPhotograph() ? () -> prepared(photograph, view) : null,
        view,
        augmentations,
        ProgressListener.NONE);
  }

  /**
   * Corrects maps.
   *
   * @param photograph the result of {@link #prepared}; null for a network that sees maps alone
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  VesselMaps corrected(
      VesselMaps maps,
      @Nullable Supplier<RgbImage> photograph,
      FieldOfView view,
      int augmentations,
      ProgressListener listener) {
    Objects.requireNonNull(maps, "maps");
    Objects.requireNonNull(view, "view");
    if (!maps.separatesArteriesAndVeins()) {
      return maps;
    }
    int width = maps.width();
    int height = maps.height();
    FieldOfView scaled = scaled(view, width, height);
    WorkingFrame frame = WorkingFrame.of(scaled, specification.workingSize());
    RgbImage crop = frame.crop(encode(maps, scaled.mask()));
    // The sizes differ by rounding if the maps have another resolution.
    RgbImage seen =
        photograph == null ? null : Resampler.resize(photograph.get(), crop.width(), crop.height());
    ProbabilityMap difference = frame.place(run(crop, seen, augmentations, listener));
    return combined(maps, scaled.mask(), Resampler.resize(difference, width, height));
  }

  private static FieldOfView scaled(FieldOfView view, int width, int height) {
    BinaryMask mask = view.mask();
    return mask.width() == width && mask.height() == height
        ? view
        : new FieldOfView(Resampler.resize(mask, width, height), view.source(), view.confidence());
  }

  /** The field of view of a photograph as the network sees it. */
  RgbImage prepared(RgbImage photograph, FieldOfView view) {
    FieldOfView known = scaled(view, photograph.width(), photograph.height());
    WorkingFrame frame = WorkingFrame.of(known, specification.workingSize());
    FieldOfView inside = frame.crop(known);
    RgbImage crop = specification.preprocessing().apply(frame.crop(photograph), inside);
    float[] samples = crop.toArray();
    byte[] mask = inside.mask().toArray();
    for (int i = 0; i < samples.length; i++) {
      if (mask[i / 3] == 0) {
        samples[i] = 0;
      }
    }
    return RgbImage.wrap(crop.width(), crop.height(), samples);
  }

  /**
   * Encodes maps as the network sees them: red, green and blue are the vessel, artery and vein
   * probability, each as the sigmoid of half of its logit, so that small probabilities stay apart.
   */
  public static RgbImage encode(VesselMaps maps) {
    Objects.requireNonNull(maps, "maps");
    return encode(maps, BinaryMask.full(maps.width(), maps.height()));
  }

  /** Encodes maps as if they were 0 outside of a mask. */
  private static RgbImage encode(VesselMaps maps, BinaryMask mask) {
    int width = maps.width();
    int height = maps.height();
    byte[] inside = mask.toArray();
    float[] samples = new float[MAPS * width * height];
    float[] row = new float[width];
    List<ProbabilityMap> channels = List.of(maps.vessel(), maps.artery(), maps.vein());
    for (int y = 0; y < height; y++) {
      for (int channel = 0; channel < MAPS; channel++) {
        channels.get(channel).copyTo(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
          row[x] = inside[y * width + x] == 0 ? 0 : row[x];
        }
        encode(row);
        int first = MAPS * y * width + channel;
        for (int x = 0; x < width; x++) {
          samples[first + MAPS * x] = row[x];
        }
      }
    }
    return RgbImage.wrap(width, height, samples);
  }

  /** Encodes probabilities in place. The JIT compiler vectorizes a loop over a plain array. */
  private static void encode(float[] map) {
    for (int i = 0; i < map.length; i++) {
      map[i] = encode(map[i]);
    }
  }

  /**
   * Encodes one probability as {@link #encode(VesselMaps)} does.
   *
   * @param probability is clamped to 0.00001..0.99999
   */
  public static float encode(float probability) {
    // The sigmoid of half of a logit is that of the square root of the odds.
    return probability((float) Math.sqrt(odds(probability)));
  }

  /**
   * Centers a crop of encoded maps in a square without vessels, as the network sees it.
   *
   * @param size the side of the square in px, at least that of the crop
   * @throws IllegalArgumentException if the crop is larger than the square
   */
  public static RgbImage centered(RgbImage crop, int size) {
    Objects.requireNonNull(crop, "crop");
    if (crop.width() > size || crop.height() > size) {
      throw new IllegalArgumentException(
          "the crop must have at most %d x %d pixels, got %d x %d"
              .formatted(size, size, crop.width(), crop.height()));
    }
    return RgbImage.wrap(size, size, centeredSamples(crop, size));
  }

  private static float[] centeredSamples(RgbImage crop, int size) {
    float[] square = new float[3 * size * size];
    Arrays.fill(square, encode(0f));
    copyToCenter(crop, square, size);
    return square;
  }

  private static void copyToCenter(RgbImage crop, float[] square, int size) {
    int first = 3 * offset(crop.width(), crop.height(), size);
    crop.copyTo(0, 0, crop.width(), crop.height(), square, first, 3 * size);
  }

  /** The index of the first pixel of a centered crop in its square. */
  private static int offset(int width, int height, int size) {
    return (size - height) / 2 * size + (size - width) / 2;
  }

  /**
   * Runs the network on a square with the crop in its center.
   *
   * @param photograph of the size of the crop; null for a network that sees maps alone
   * @return for each pixel of the crop, the sigmoid of half of what the network contributes to the
   *     difference of the logits
   */
  private ProbabilityMap run(
      RgbImage crop, @Nullable RgbImage photograph, int augmentations, ProgressListener listener) {
    int size = specification.workingSize();
    float[] square =
        photograph == null ? centeredSamples(crop, size) : joined(crop, photograph, size);
    List<float[]> planes =
        WindowedPrediction.predictSquare(
            engine, square, size, augmentations, specification.maps().subList(1, MAPS), listener);
    float[] artery = planes.get(0);
    float[] vein = planes.get(1);
    float[] result = new float[crop.width() * crop.height()];
    int offset = offset(crop.width(), crop.height(), size);
    for (int y = 0, i = 0; y < crop.height(); y++) {
      for (int x = 0; x < crop.width(); x++, i++) {
        int at = offset + y * size + x;
        double half = Math.log(odds(artery[at]) / odds(vein[at])) / 2;
        result[i] = probability((float) Math.exp(WEIGHT * half));
      }
    }
    return ProbabilityMap.wrap(crop.width(), crop.height(), result);
  }

  /** Six channels: encoded maps and a photograph of the same size in the center of a square. */
  private static float[] joined(RgbImage maps, RgbImage photograph, int size) {
    float[] joined = new float[2 * MAPS * size * size];
    float none = encode(0f);
    for (int i = 0; i < joined.length; i += 2 * MAPS) {
      Arrays.fill(joined, i, i + MAPS, none);
    }
    int offset = offset(maps.width(), maps.height(), size);
    join(maps, joined, 2 * MAPS * offset, size);
    join(photograph, joined, 2 * MAPS * offset + MAPS, size);
    return joined;
  }

  /** Copies an image to three channels of six. */
  private static void join(RgbImage image, float[] joined, int first, int size) {
    int width = image.width();
    float[] row = new float[MAPS * width];
    for (int y = 0; y < image.height(); y++) {
      image.copyTo(0, y, width, 1, row, 0, row.length);
      for (int x = 0; x < width; x++) {
        System.arraycopy(row, MAPS * x, joined, first + 2 * MAPS * (y * size + x), MAPS);
      }
    }
  }

  private static VesselMaps combined(VesselMaps maps, BinaryMask inside, ProbabilityMap corrected) {
    float[] artery = maps.artery().toArray();
    float[] vein = maps.vein().toArray();
    byte[] mask = inside.toArray();
    int width = maps.width();
    float[] vessel = new float[width];
    float[] difference = new float[width];
    for (int y = 0, i = 0; y < maps.height(); y++) {
      maps.vessel().copyTo(0, y, width, 1, vessel, 0, width);
      corrected.copyTo(0, y, width, 1, difference, 0, width);
      for (int x = 0; x < width; x++, i++) {
        if (mask[i] == 0 || vessel[x] < BACKGROUND) {
          continue;
        }
        float a = odds(artery[i]);
        float v = odds(vein[i]);
        // Logits are logarithms of odds, so that means of logits are roots of products of odds.
        float mean = (float) Math.sqrt(a * v);
        float apart = (float) Math.pow(a / v, (1 - WEIGHT) / 2) * odds(difference[x]);
        artery[i] = probability(mean * apart);
        vein[i] = probability(mean / apart);
      }
    }
    return new VesselMaps(
        maps.vessel(),
        ProbabilityMap.wrap(maps.width(), maps.height(), artery),
        ProbabilityMap.wrap(maps.width(), maps.height(), vein));
  }

  private static float odds(float probability) {
    float p = Math.max(LEAST, Math.min(1 - LEAST, probability));
    return p / (1 - p);
  }

  private static float probability(float odds) {
    return odds / (1 + odds);
  }

  /** Waits for running corrections and frees the memory outside of the Java heap. */
  @Override
  public void close() {
    engine.close();
  }
}

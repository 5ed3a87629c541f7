// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import io.github.seqnet.Descriptor;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabelPolicy;
import io.github.seqnet.image.VesselLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Samples training batches of random, augmented crops. Batch {@code i} depends on the images, the
 * options, the seed and {@code i} only, so batches may be created in any order and by any number of
 * threads. Immutable and safe to share between threads.
 *
 * <p>A crop is sampled directly from the image. All geometric transforms form one affine map;
 * colors are interpolated bilinearly, and labels are taken from the nearest pixel. The published
 * program transforms whole images one step after another and therefore interpolates repeatedly. A
 * crop of 128 x 128 costs well under a millisecond.
 */
public final class CropSampler {
  private final List<TrainingImage> images;
  private final CropOptions crops;
  private final AugmentationOptions augmentation;
  private final List<CropTransform> transforms;
  private final long seed;
  private final Targets arteryVein;
  private final Targets vesselOnly;

  /**
   * Samples crops without further transforms.
   *
   * @throws IllegalArgumentException as the other constructor
   */
  public CropSampler(
      List<TrainingImage> images, CropOptions crops, AugmentationOptions augmentation, long seed) {
    this(images, crops, augmentation, List.of(), seed);
  }

  /**
   * Samples crops with further transforms.
   *
   * @param images the images, in the order of sequential reading; an image that is listed twice is
   *     used twice as often
   * @param crops how crops are cut
   * @param augmentation applied to the image before it is cropped
   * @param transforms applied to each crop afterwards, in this order
   * @param seed the seed of all random choices
   * @throws IllegalArgumentException if there is no image, or one is smaller than a crop
   */
  public CropSampler(
      List<TrainingImage> images,
      CropOptions crops,
      AugmentationOptions augmentation,
      List<CropTransform> transforms,
      long seed) {
    this.transforms = List.copyOf(Objects.requireNonNull(transforms, "transforms"));
    this.images = List.copyOf(Objects.requireNonNull(images, "images"));
    this.crops = crops;
    this.augmentation = augmentation;
    this.seed = seed;
    if (images.isEmpty()) {
      throw new IllegalArgumentException("images must hold at least one image, got none");
    }
    for (TrainingImage image : images) {
      if (image.width() < crops.size() || image.height() < crops.size()) {
        throw new IllegalArgumentException(
            "%s: an image must be at least as large as a crop of %d x %d pixels, got %d x %d"
                .formatted(
                    image.name(), crops.size(), crops.size(), image.width(), image.height()));
      }
    }
    arteryVein = Targets.of(crops, LabelKind.ARTERY_VEIN);
    vesselOnly = Targets.of(crops, LabelKind.VESSEL);
  }

  /** The crop options. */
  public CropOptions options() {
    return crops;
  }

  /** The options and the seed that determine the batches, together with the images. */
  @Override
  public String toString() {
    List<Descriptor> applied = transforms.stream().map(CropTransform::descriptor).toList();
    return "CropSampler["
        + crops
        + ", "
        + augmentation
        + (applied.isEmpty() ? "" : ", transforms " + applied)
        + ", seed "
        + seed
        + "]";
  }

  /**
   * Creates a batch.
   *
   * @param index the number of the batch, at least 0
   * @throws IllegalArgumentException if the index is negative
   */
  public Batch batch(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("batch index must be at least 0, got " + index);
    }
    int size = crops.size();
    int area = size * size;
    int count = crops.batchSize();
    float[] samples = new float[count * area * 3];
    float[][] targets = new float[5][count * area];
    float[] coverage = new float[area];
    byte[] codes = new byte[area];
    byte[] best = new byte[area];
    int crop = 0;
    for (int i = 0; i < crops.imagesPerBatch(); i++) {
      long slot = Math.addExact(Math.multiplyExact(index, (long) crops.imagesPerBatch()), i);
      TrainingImage image = images.get(imageOf(slot));
      SplittableRandom random = random(1, slot);
      Augmentation change = Augmentation.draw(image, augmentation, random);
      for (int k = 0; k < crops.cropsPerImage(); k++, crop++) {
        AffineMap map = place(image, change, random, codes, best);
        CropKernel.sample(
            image.samples(),
            image.width(),
            image.height(),
            map,
            size,
            samples,
            crop * area * 3,
            coverage);
        if (!change.color().identity()) {
          change.color().apply(samples, crop * area * 3, coverage, area);
        }
        if (!transforms.isEmpty()) {
          transform(samples, crop, best, random(3, slot * crops.cropsPerImage() + k));
        }
        Targets meaning = image.kind() == LabelKind.VESSEL ? vesselOnly : arteryVein;
        meaning.write(best, targets, crop * area);
      }
    }
    return Batch.wrap(
        count, size, samples, targets[0], targets[1], targets[2], targets[3], targets[4]);
  }

  private void transform(float[] samples, int number, byte[] labels, SplittableRandom random) {
    int length = 3 * labels.length;
    float[] own = Arrays.copyOfRange(samples, number * length, (number + 1) * length);
    TrainingCrop crop = new TrainingCrop(crops.size(), own, labels);
    for (CropTransform transform : transforms) {
      transform.apply(crop, random);
      crop.tidy();
    }
    System.arraycopy(own, 0, samples, number * length, length);
  }

  /** Tries positions until one has enough vessels, and leaves its labels in {@code best}. */
  private AffineMap place(
      TrainingImage image,
      Augmentation change,
      SplittableRandom random,
      byte[] codes,
      byte[] best) {
    int size = crops.size();
    double wanted = crops.minimumVesselFraction() * size * size;
    int most = -1;
    AffineMap found = AffineMap.IDENTITY;
    for (int draw = 0; draw < crops.attempts(); draw++) {
      int x = random.nextInt(image.width() - size + 1);
      int y = random.nextInt(image.height() - size + 1);
      AffineMap map = change.geometry().from(x, y);
      int vessels =
          CropKernel.labels(image.labels(), image.width(), image.height(), map, size, codes);
      if (vessels > most) {
        most = vessels;
        found = map;
        System.arraycopy(codes, 0, best, 0, codes.length);
      }
      if (most >= wanted) {
        break;
      }
    }
    return found;
  }

  private int imageOf(long slot) {
    int n = images.size();
    int position = (int) (slot % n);
    if (crops.order() == CropOptions.ImageOrder.SEQUENTIAL) {
      return position;
    }
    // The first steps of a Fisher-Yates shuffle determine the first positions.
    SplittableRandom random = random(2, slot / n);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = 0; i <= position; i++) {
      int j = i + random.nextInt(n - i);
      int other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
    return order[position];
  }

  /** A generator for one purpose and number, uncorrelated with those of other numbers. */
  private SplittableRandom random(int purpose, long number) {
    return new SplittableRandom(mix(mix(seed + purpose) + number));
  }

  /** The finalizer of MurmurHash3 for 64 bits. */
  private static long mix(long value) {
    long z = value * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  /** The targets and weights of each label code. */
  private static final class Targets {
    private final float[] vessel = new float[CropKernel.OUTSIDE + 1];
    private final float[] artery = new float[CropKernel.OUTSIDE + 1];
    private final float[] vein = new float[CropKernel.OUTSIDE + 1];
    private final float[] weight = new float[CropKernel.OUTSIDE + 1];
    private final float[] arteryVeinWeight = new float[CropKernel.OUTSIDE + 1];

    static Targets of(CropOptions crops, LabelKind kind) {
      Targets targets = new Targets();
      LabelPolicy policy = crops.policy();
      boolean classes = kind.hasClasses();
      for (VesselLabel label : VesselLabel.values()) {
        int code = label.code();
        targets.vessel[code] = label == VesselLabel.BACKGROUND ? 0 : 1;
        targets.artery[code] = classes && policy.artery(label) ? 1 : 0;
        targets.vein[code] = classes && policy.vein(label) ? 1 : 0;
        targets.weight[code] = 1;
        targets.arteryVeinWeight[code] = classes && policy.counts(label) ? 1 : 0;
      }
      if (crops.padding() == CropOptions.Padding.BACKGROUND) {
        targets.weight[CropKernel.OUTSIDE] = 1;
        targets.arteryVeinWeight[CropKernel.OUTSIDE] = classes ? 1 : 0;
      }
      return targets;
    }

    void write(byte[] codes, float[][] targets, int offset) {
      for (int i = 0; i < codes.length; i++) {
        int code = codes[i];
        targets[0][offset + i] = vessel[code];
        targets[1][offset + i] = artery[code];
        targets[2][offset + i] = vein[code];
        targets[3][offset + i] = weight[code];
        targets[4][offset + i] = arteryVeinWeight[code];
      }
    }
  }
}

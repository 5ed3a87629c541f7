// SPDX-License-Identifier: MIT
package io.github.seqnet.benchmarks;

import io.github.seqnet.augmentation.AugmentationOptions;
import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.augmentation.CropOptions;
import io.github.seqnet.augmentation.CropSampler;
import io.github.seqnet.augmentation.TrainingImage;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Crops of 128 x 128 pixels from images of 576 x 576, by one thread; one operation is one crop:
 *
 * <pre>mvn verify -Pcpu,bench -DskipTests -Dbench.arguments=CropBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CropBenchmark {
  private static final int SIDE = 576;
  private static final int BATCH = 24;

  private CropSampler reference;
  private CropSampler defaults;
  private long next;

  /** Noise with vessels at a tenth of the pixels. */
  @Setup
  public void setUp() {
    List<TrainingImage> images = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      SplittableRandom random = new SplittableRandom(n);
      float[] samples = new float[SIDE * SIDE * 3];
      byte[] codes = new byte[SIDE * SIDE];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) random.nextDouble();
      }
      for (int i = 0; i < codes.length; i++) {
        codes[i] = (byte) (random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 0);
      }
      images.add(
          TrainingImage.of(
              new LabeledImage(
                  "image " + n,
                  RgbImage.wrap(SIDE, SIDE, samples),
                  ArteryVeinMap.wrap(SIDE, SIDE, codes),
                  FieldOfView.wholeImage(SIDE, SIDE),
                  LabelKind.ARTERY_VEIN)));
    }
    reference =
        new CropSampler(images, CropOptions.reference(), AugmentationOptions.reference(), 1);
    defaults = new CropSampler(images, CropOptions.defaults(), AugmentationOptions.defaults(), 1);
    if (defaults.batch(0).count() != BATCH || reference.batch(0).count() != BATCH) {
      throw new IllegalStateException("a batch must hold " + BATCH + " crops");
    }
  }

  /** The published training's crops. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch referenceCrops() {
    return reference.batch(next++);
  }

  /** Independent crops with at least 4 % vessel. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch defaultCrops() {
    return defaults.batch(next++);
  }
}

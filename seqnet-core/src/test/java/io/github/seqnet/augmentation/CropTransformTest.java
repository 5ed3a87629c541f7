// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.Descriptor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CropTransformTest {
  /** A transform of a user: exchanges rows and columns of half of the crops. */
  record Transpose() implements CropTransform {
    private static final long serialVersionUID = 1L;

    @Override
    public Descriptor descriptor() {
      return Descriptor.of("transpose");
    }

    @Override
    public void apply(TrainingCrop crop, SplittableRandom random) {
      if (random.nextBoolean()) {
        int size = crop.size();
        crop.rearrange(pixel -> pixel % size * size + pixel / size);
      }
    }
  }

  @Nested
  class OfAUser extends CropTransformContract {
    @Override
    protected CropTransform transform() {
      return new Transpose();
    }

    @Override
    protected boolean isGeometric() {
      return true;
    }
  }

  /** The contract for a built-in transform. */
  abstract static class Photometric extends CropTransformContract {
    abstract PhotometricTransform.Kind kind();

    @Override
    protected CropTransform transform() {
      return PhotometricTransform.of(kind());
    }

    @Override
    protected boolean isGeometric() {
      return false;
    }
  }

  @Nested
  class Gamma extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.GAMMA;
    }
  }

  @Nested
  class Hue extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.HUE;
    }
  }

  @Nested
  class ChannelGain extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.CHANNEL_GAIN;
    }
  }

  @Nested
  class IlluminationGradient extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.ILLUMINATION_GRADIENT;
    }
  }

  @Nested
  class Vignette extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.VIGNETTE;
    }
  }

  @Nested
  class Blur extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.BLUR;
    }
  }

  @Nested
  class Noise extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.NOISE;
    }
  }

  @Nested
  class ChannelMix extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.CHANNEL_MIX;
    }
  }

  @Nested
  class Compression extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.COMPRESSION;
    }
  }

  @Nested
  class Resolution extends Photometric {
    @Override
    PhotometricTransform.Kind kind() {
      return PhotometricTransform.Kind.RESOLUTION;
    }
  }

  @Test
  void compressionFlattensFineDetailMoreThanCoarse() {
    int size = 16;
    float[] fine = new float[3 * size * size];
    float[] coarse = new float[3 * size * size];
    for (int i = 0; i < fine.length; i++) {
      int x = i / 3 % size;
      fine[i] = x % 2 == 0 ? 0.45f : 0.55f;
      coarse[i] = x < 8 ? 0.3f : 0.7f;
    }
    double fineLoss = lossOf(PhotometricTransform.Kind.COMPRESSION, fine, size);
    double coarseLoss = lossOf(PhotometricTransform.Kind.COMPRESSION, coarse, size);
    assertTrue(fineLoss > 0.02, "fine " + fineLoss);
    assertTrue(coarseLoss < 1e-5, "coarse " + coarseLoss);
  }

  @Test
  void aLowerResolutionLosesLinesOfOnePixel() {
    int size = 24;
    float[] lines = new float[3 * size * size];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i / 3 % size % 2;
    }
    assertTrue(lossOf(PhotometricTransform.Kind.RESOLUTION, lines, size) > 0.2);
  }

  /** The mean absolute change at full strength, over some crops. */
  private static double lossOf(PhotometricTransform.Kind kind, float[] samples, int size) {
    double sum = 0;
    for (int seed = 0; seed < 10; seed++) {
      TrainingCrop crop = TrainingCrop.wrap(size, samples.clone(), new byte[size * size]);
      new PhotometricTransform(kind, 1, 1).apply(crop, new SplittableRandom(seed));
      for (int i = 0; i < samples.length; i++) {
        sum += Math.abs(crop.samples()[i] - samples[i]) / samples.length / 10;
      }
    }
    return sum;
  }

  @Test
  void zeroStrengthChangesNothingVisible() {
    for (PhotometricTransform.Kind kind : PhotometricTransform.Kind.values()) {
      float[] samples = {0.1f, 0.5f, 0.9f, 0.2f, 0.3f, 0.4f, 0, 0, 0, 1, 1, 1};
      TrainingCrop crop = TrainingCrop.wrap(2, samples.clone(), new byte[4]);
      new PhotometricTransform(kind, 1, 0).apply(crop, new SplittableRandom(1));
      assertArrayEquals(samples, crop.samples(), 1e-6f, kind.id());
    }
  }

  @Test
  void valuesOutOfRangeAreRejected() {
    PhotometricTransform.Kind kind = PhotometricTransform.Kind.BLUR;
    assertThrows(IllegalArgumentException.class, () -> new PhotometricTransform(kind, 1.5, 0.5));
    assertThrows(
        IllegalArgumentException.class, () -> new PhotometricTransform(kind, 0.5, Double.NaN));
  }
}

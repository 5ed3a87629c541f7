package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

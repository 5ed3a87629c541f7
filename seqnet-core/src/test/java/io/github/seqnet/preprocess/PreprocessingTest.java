// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.Descriptor;
import io.github.seqnet.image.RgbImage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
  /** A preprocessing of a user: darkens or brightens by an exponent. */
  record Gamma(double exponent) implements Preprocessing {
    private static final long serialVersionUID = 1L;

    @Override
    public Descriptor descriptor() {
      return new Descriptor("test-gamma", Map.of("exponent", Double.toString(exponent)));
    }

    @Override
    public RgbImage apply(RgbImage image) {
      float[] samples = image.toArray();
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) Math.pow(samples[i], exponent);
      }
      return RgbImage.wrap(image.width(), image.height(), samples);
    }
  }

  /** Makes {@link Gamma} available; listed in META-INF/services. */
  public static final class GammaProvider implements PreprocessingProvider {
    /** Called by the service loader. */
    public GammaProvider() {}

    @Override
    public String id() {
      return "test-gamma";
    }

    @Override
    public Preprocessing create(Map<String, String> parameters) {
      if (!parameters.keySet().equals(Set.of("exponent"))) {
        throw new IllegalArgumentException("test-gamma has one parameter, exponent");
      }
      return new Gamma(Double.parseDouble(parameters.get("exponent")));
    }
  }

  @Nested
  class None extends PreprocessingContract {
    @Override
    Preprocessing preprocessing() {
      return Preprocessing.NONE;
    }
  }

  @Nested
  class IlluminationCorrection extends PreprocessingContract {
    @Override
    Preprocessing preprocessing() {
      return Preprocessing.ILLUMINATION_CORRECTION;
    }
  }

  @Nested
  class OfAUser extends PreprocessingContract {
    @Override
    Preprocessing preprocessing() {
      return new Gamma(0.7);
    }
  }

  @Test
  void unknownIdsNameTheRemedy() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Preprocessing.parse("clahe:limit=2"))
            .getMessage();
    assertTrue(message.contains("'clahe'"), message);
    assertTrue(message.contains("illumination-correction"), message);
    assertTrue(message.contains("class path"), message);
  }

  @Test
  void builtInOnesRejectParameters() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Preprocessing.parse("none:radius=2"))
            .getMessage();
    assertTrue(message.contains("radius"), message);
  }

  @Test
  void builtInOnesComeFirst() {
    assertEquals(List.of("none", "illumination-correction", "test-gamma"), Preprocessing.ids());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FundusGeneratorTest {
  private static final FundusOptions SMALL = FundusOptions.defaults().withSize(320, 300);

  @Test
  void theSameOptionsGiveTheSameImage() {
    SyntheticFundus first = FundusGenerator.generate(SMALL);
    SyntheticFundus second = FundusGenerator.generate(SMALL);
    assertArrayEquals(first.image().toArray(), second.image().toArray());
    assertEquals(first.labels(), second.labels());
    assertNotEquals(first.labels(), FundusGenerator.generate(SMALL.withSeed(2)).labels());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void hasArteriesVeinsAndCrossingsInsideTheFieldOfView(long seed) {
    SyntheticFundus fundus = FundusGenerator.generate(SMALL.withSeed(seed));
    for (VesselLabel label :
        new VesselLabel[] {VesselLabel.ARTERY, VesselLabel.VEIN, VesselLabel.CROSSING}) {
      assertTrue(fundus.labels().pixels(label).count() > 20, () -> "too few of " + label);
    }
    byte[] vessels = fundus.vessels().toArray();
    byte[] inside = fundus.fieldOfView().toArray();
    for (int i = 0; i < vessels.length; i++) {
      assertTrue(vessels[i] <= inside[i]);
    }
    // Annotators of real photographs mark 8 to 16 percent of the retina.
    double share = (double) fundus.vessels().count() / fundus.fieldOfView().count();
    assertTrue(share > 0.08 && share < 0.25, () -> "vessels cover " + share);
  }

  @Test
  void arteriesAreBrighterThanVeinsAndBothDarkerThanTheRest() {
    SyntheticFundus fundus = FundusGenerator.generate(SMALL);
    double artery = green(fundus, VesselLabel.ARTERY);
    double vein = green(fundus, VesselLabel.VEIN);
    assertTrue(vein < artery, () -> "vein " + vein + ", artery " + artery);
    assertTrue(artery < green(fundus, VesselLabel.BACKGROUND));
  }

  @ParameterizedTest
  @CsvSource({"320, 300", "768, 768", "200, 400"})
  void theFieldOfViewCanBeFound(int width, int height) {
    SyntheticFundus fundus =
        FundusGenerator.generate(FundusOptions.defaults().withSize(width, height));
    FieldOfView found = FieldOfViewFinder.find(fundus.image());
    assertEquals(FieldOfView.Source.FOUND, found.source());
    byte[] a = found.mask().toArray();
    byte[] b = fundus.fieldOfView().toArray();
    int both = 0;
    int any = 0;
    for (int i = 0; i < a.length; i++) {
      both += a[i] & b[i];
      any += a[i] | b[i];
    }
    // Requirements that real photographs meet too.
    assertTrue(both >= 0.97 * any, both + " of " + any);
  }

  @Test
  void noiseIsOnlyInTheImage() {
    SyntheticFundus clean = FundusGenerator.generate(SMALL.withNoise(0));
    SyntheticFundus noisy = FundusGenerator.generate(SMALL.withNoise(0.1));
    assertEquals(clean.labels(), noisy.labels());
    assertFalse(Arrays.equals(clean.image().toArray(), noisy.image().toArray()));
  }

  @Test
  void makesTheSmallestImage() {
    assertEquals(64, FundusGenerator.generate(SMALL.withSize(64, 64)).image().width());
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertEquals(
        "width must be 64..8192, got 63",
        assertThrows(IllegalArgumentException.class, () -> SMALL.withSize(63, 64)).getMessage());
    assertEquals(
        "noise must be in 0..0.2, got NaN",
        assertThrows(IllegalArgumentException.class, () -> SMALL.withNoise(Double.NaN))
            .getMessage());
  }

  /** The mean green of the pixels with a label inside the field of view. */
  private static double green(SyntheticFundus fundus, VesselLabel label) {
    byte[] codes = fundus.labels().toArray();
    byte[] inside = fundus.fieldOfView().toArray();
    float[] rgb = fundus.image().toArray();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < codes.length; i++) {
      if (inside[i] == 1 && codes[i] == label.code()) {
        sum += rgb[3 * i + 1];
        count++;
      }
    }
    return sum / count;
  }
}

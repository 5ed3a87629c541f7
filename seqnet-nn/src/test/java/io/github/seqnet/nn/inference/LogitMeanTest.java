// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.ProbabilityMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogitMeanTest {
  private static ProbabilityMap random(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    values[0] = 0;
    values[1] = 1;
    return ProbabilityMap.wrap(width, height, values);
  }

  @Test
  void isTheSigmoidOfTheMeanLogit() {
    for (int count = 2; count <= 8; count++) {
      List<ProbabilityMap> maps = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        maps.add(random(17, 5, i));
      }
      ProbabilityMap mean = LogitMean.of(maps);
      for (int y = 0; y < 5; y++) {
        for (int x = 0; x < 17; x++) {
          double sum = 0;
          for (ProbabilityMap map : maps) {
            double p = Math.max(1e-6, Math.min(1 - 1e-6, map.get(x, y)));
            sum += Math.log(p / (1 - p));
          }
          assertEquals(1 / (1 + Math.exp(-sum / count)), mean.get(x, y), 1e-6, x + ", " + y);
        }
      }
    }
  }

  @Test
  void oppositeCertaintiesCancelOut() {
    ProbabilityMap no = ProbabilityMap.wrap(1, 1, new float[] {0});
    ProbabilityMap yes = ProbabilityMap.wrap(1, 1, new float[] {1});
    assertEquals(0.5, LogitMean.of(List.of(no, yes)).get(0, 0), 0.01);
    assertEquals(0.5, LogitMean.of(List.of(no, yes, no, yes)).get(0, 0), 0.01);
  }

  @Test
  void aSingleMapStaysAndOthersAreBroughtToTheSizeOfTheLast() {
    ProbabilityMap fine = random(20, 10, 1);
    assertSame(fine, LogitMean.of(List.of(fine)));
    ProbabilityMap mean = LogitMean.of(List.of(random(10, 5, 2), fine));
    assertEquals(20, mean.width());
    assertEquals(10, mean.height());
  }

  @Test
  void eachMapIsAveragedWithItsOther() {
    List<ProbabilityMap> fine = List.of(random(20, 10, 1), random(20, 10, 2));
    List<ProbabilityMap> coarse = List.of(random(10, 5, 3), random(10, 5, 4));
    List<ProbabilityMap> means = LogitMean.ofEach(fine, coarse);
    assertEquals(2, means.size());
    for (int i = 0; i < 2; i++) {
      assertEquals(LogitMean.of(List.of(coarse.get(i), fine.get(i))), means.get(i));
    }
  }

  @Test
  void rejectsMissingMaps() {
    assertThrows(IllegalArgumentException.class, () -> LogitMean.of(List.of()));
    ProbabilityMap map = random(4, 4, 1);
    assertThrows(
        IllegalArgumentException.class, () -> LogitMean.ofEach(List.of(map, map), List.of(map)));
  }
}

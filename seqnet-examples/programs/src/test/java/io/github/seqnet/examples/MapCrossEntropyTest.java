// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.training.Loss;
import io.github.seqnet.nn.training.LossGradients;
import io.github.seqnet.nn.training.LossInput;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MapCrossEntropyTest {
  @Test
  void gradientsOnVesselsEqualFiniteDifferencesAndLeaveTheVesselMapAlone() {
    check(MapCrossEntropy.onVessels(0.03), Loss.Target.ARTERY, Loss.Target.VESSEL);
  }

  @Test
  void gradientsOfTheVesselMapEqualFiniteDifferencesAndLeaveTheOthersAlone() {
    check(MapCrossEntropy.ofVessels(1.6), Loss.Target.VESSEL, Loss.Target.ARTERY);
  }

  /** Compares the gradient of one map with differences; that of another map must be 0. */
  private static void check(Loss loss, Loss.Target of, Loss.Target untouched) {
    Random random = new Random(2);
    float[][] p = new float[3][24];
    float[][] t = new float[3][24];
    float[] w = new float[24];
    for (int i = 0; i < 24; i++) {
      w[i] = random.nextInt(4) == 0 ? 0 : 1;
      for (int map = 0; map < 3; map++) {
        p[map][i] = 0.1f + 0.8f * random.nextFloat();
        t[map][i] = random.nextInt(2);
      }
    }
    LossInput input = input(p, t, w);
    LossGradients gradients = LossGradients.zeros(input);
    loss.evaluate(input, gradients);
    for (int i = 0; i < 24; i++) {
      double[] values = new double[2];
      for (int side = 0; side < 2; side++) {
        float[][] moved = p.clone();
        int map = of == Loss.Target.VESSEL ? 0 : 1;
        moved[map] = p[map].clone();
        moved[map][i] += side == 0 ? -1e-3f : 1e-3f;
        LossInput there = input(moved, t, w);
        values[side] = loss.evaluate(there, LossGradients.zeros(there));
      }
      double difference = (values[1] - values[0]) / 2e-3;
      assertEquals(difference, gradients.of(of)[i], 1e-3);
      assertEquals(0, gradients.of(untouched)[i]);
    }
  }

  private static LossInput input(float[][] p, float[][] t, float[] w) {
    return new LossInput(1, 4, 6)
        .with(Loss.Target.VESSEL, p[0], t[0], w)
        .with(Loss.Target.ARTERY, p[1], t[1], w)
        .with(Loss.Target.VEIN, p[2], t[2], w);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.augmentation.Batch;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.training.Loss.Target;
import io.github.seqnet.nn.training.LossOptions.ContrastTerm;
import io.github.seqnet.nn.training.LossOptions.OutputTerm;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossMapsTest {
  private static final OutputTerm VESSEL = new OutputTerm("v", Target.VESSEL, 1);
  private static final OutputTerm ARTERY = new OutputTerm("a", Target.ARTERY, 2);
  private static final OutputTerm VEIN = new OutputTerm("w", Target.VEIN, 1);

  /** Four pixels: artery, vein, background, a crossing whose kind is not taught. */
  private static Batch batch() {
    return Batch.wrap(
        1,
        2,
        new float[12],
        new float[] {1, 1, 0, 1},
        new float[] {1, 0, 0, 1},
        new float[] {0, 1, 0, 1},
        new float[] {1, 1, 1, 1},
        new float[] {1, 1, 1, 0});
  }

  @Test
  void weightsOfEachTermSumToItsFactor() {
    LossOptions loss =
        new LossOptions(
            List.of(VESSEL, ARTERY, VEIN), List.of(new ContrastTerm("a", "w", 0.3)), 1, 5);
    float[] target = new float[16];
    float[] weight = new float[16];
    new LossMaps(loss, batch()).write(0, 4, target, weight);
    assertArrayEquals(
        new float[] {1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1}, target, "targets");
    float[] expected = {
      1 / 4f, 1 / 4f, 1 / 4f, 1 / 4f, 10 / 11f, 10 / 11f, 2 / 11f, 0, 5 / 11f, 5 / 11f, 1 / 11f, 0,
      0.15f, 0.15f, 0, 0
    };
    // Rounding of a quotient and a product in float.
    assertArrayEquals(expected, weight, 1e-6f, "weights");
  }

  @Test
  void partOfTheBatchHasTheWeightsOfTheWhole() {
    LossOptions loss = new LossOptions(List.of(VESSEL, ARTERY), List.of(), 3, 5);
    LossMaps maps = new LossMaps(loss, batch());
    float[][] whole = new float[2][8];
    maps.write(0, 4, whole[0], whole[1]);
    float[][] part = new float[2][4];
    maps.write(2, 2, part[0], part[1]);
    for (int map = 0; map < 2; map++) {
      assertArrayEquals(
          new float[] {whole[map][2], whole[map][3], whole[map][6], whole[map][7]}, part[map]);
    }
  }

  @Test
  void nothingCountsInABatchWithoutWeight() {
    Batch empty =
        Batch.wrap(
            1,
            1,
            new float[3],
            new float[] {1},
            new float[] {1},
            new float[] {0},
            new float[] {0},
            new float[] {0});
    float[] weight = new float[2];
    LossOptions loss = new LossOptions(List.of(VESSEL, ARTERY), List.of(), 1, 5);
    new LossMaps(loss, empty).write(0, 1, new float[2], weight);
    assertArrayEquals(new float[2], weight);
  }

  @Test
  void recipesNameTheirOutputs() {
    SeqNetConfig config = SeqNetConfig.seqNet(4, 3);
    assertEquals(12, LossOptions.reference(config).outputs().size());
    assertEquals(0, LossOptions.reference(config).contrasts().size());
    assertEquals(4, LossOptions.balanced(config).contrasts().size());
    assertEquals(
        List.of("out11", "out1_cls_art1", "out1_cls_vei1"),
        LossOptions.baseUnets(config).outputs().stream().map(OutputTerm::output).toList());
    assertEquals(8, LossOptions.balanced(config).withoutVesselTerms().outputs().size());
    assertEquals(0, LossOptions.balanced(config).withContrast(0).contrasts().size());
  }

  @Test
  void wrongTermsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new OutputTerm("v", Target.VESSEL, 0));
    assertThrows(IllegalArgumentException.class, () -> new LossOptions(List.of(), List.of(), 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LossOptions(List.of(VESSEL, VESSEL), List.of(), 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LossOptions(List.of(ARTERY), List.of(new ContrastTerm("a", "w", 1)), 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new LossOptions(List.of(VESSEL), List.of(), -1, 1));
  }
}

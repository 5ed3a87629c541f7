// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateTest {
  static List<LearningRate> rates() {
    return List.of(
        LearningRate.constant(1e-3),
        LearningRate.cosine(1e-3, 10),
        LearningRate.step(1e-3, 5, 0.5),
        LearningRate.oneCycle(1e-3));
  }

  @ParameterizedTest
  @MethodSource("rates")
  void ratesAreFiniteAndAtMostThePeak(LearningRate rate) {
    for (int step = 1; step <= 100; step++) {
      double value = rate.at(step, (step - 1) / 100.0);
      assertTrue(value > 0 && value <= 1e-3, rate + " at " + step + ": " + value);
      if (!rate.dependsOnProgress()) {
        assertEquals(value, rate.at(step, 0.9));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rates")
  void descriptorsAndSerializedFormsKeepTheSchedule(LearningRate rate)
      throws IOException, ClassNotFoundException {
    assertEquals(rate.descriptor(), Descriptor.parse(rate.descriptor().toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(TrainingOptions.of(LossOptions.of(DiceLoss.defaults()), 9).withRate(rate));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(
          TrainingOptions.of(LossOptions.of(DiceLoss.defaults()), 9).withRate(rate),
          in.readObject());
    }
  }

  @ParameterizedTest
  @MethodSource("rates")
  void schedulesAreParsedFromTheirDescriptors(LearningRate rate) {
    assertEquals(rate, LearningRate.parse(rate.descriptor().toString(), 9, 100));
  }

  @Test
  void parametersThatAreLeftOutGetDefaults() {
    assertEquals(LearningRate.constant(2e-3), LearningRate.parse("constant", 2e-3, 100));
    assertEquals(LearningRate.cosine(2e-3, 10), LearningRate.parse("cosine", 2e-3, 100));
    assertEquals(LearningRate.step(2e-3, 33, 0.1), LearningRate.parse("step", 2e-3, 100));
    assertEquals(
        LearningRate.step(1e-2, 33, 0.1), LearningRate.parse("step:initial=0.01", 2e-3, 100));
    assertEquals(LearningRate.oneCycle(2e-3), LearningRate.parse("one-cycle", 2e-3, 100));
  }

  @Test
  void malformedSchedulesAreRejected() {
    for (String text :
        List.of("linear", "cosine:speed=2", "step:interval=x", "step:interval=0", "cosine:peak")) {
      assertThrows(IllegalArgumentException.class, () -> LearningRate.parse(text, 1e-3, 100), text);
    }
  }

  @Test
  void cosineKeepsItsFormula() {
    LearningRate rate = new CosineRate(2e-3, 4, 0.01);
    assertEquals(2e-3 * 0.5, rate.at(2, 0));
    assertEquals(2e-3 * (0.01 + 0.99 * 0.5), rate.at(5, 0.5), 1e-18);
    assertEquals(2e-5, rate.at(10, 1), 1e-18);
    assertEquals("cosine:peak=0.002,warmUpSteps=4,last=0.01", rate.descriptor().toString());
  }

  @Test
  void stepFallsAfterEachInterval() {
    LearningRate rate = LearningRate.step(1, 3, 0.5);
    double[] expected = {1, 1, 1, 0.5, 0.5, 0.5, 0.25};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], rate.at(i + 1, 0));
    }
  }

  @Test
  void oneCycleRisesAndFalls() {
    LearningRate rate = LearningRate.oneCycle(1);
    assertEquals(1.0 / 25, rate.at(1, 0), 1e-12);
    assertEquals((1.0 / 25 + 1) / 2, rate.at(1, 0.15), 1e-12);
    assertEquals(1, rate.at(1, 0.3), 1e-12);
    assertEquals(1 / 250_000.0, rate.at(1, 1), 1e-12);
  }

  @Test
  void valuesOutOfRangeAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(0));
    assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> LearningRate.cosine(1, -1));
    assertThrows(IllegalArgumentException.class, () -> new CosineRate(1, 0, 1.5));
    assertThrows(IllegalArgumentException.class, () -> LearningRate.step(1, 0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> LearningRate.step(1, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> new OneCycleRate(1, 1, 25, 10));
    assertThrows(IllegalArgumentException.class, () -> new OneCycleRate(1, 0.3, 0.5, 10));
  }
}

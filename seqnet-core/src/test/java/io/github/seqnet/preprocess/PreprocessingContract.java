// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** Every preprocessing behaves as {@link Preprocessing} promises. */
abstract class PreprocessingContract {
  private static final RgbImage PHOTOGRAPH =
      FundusGenerator.generate(FundusOptions.defaults().withSize(96, 96)).image();

  /** The preprocessing to check. */
  abstract Preprocessing preprocessing();

  @Test
  void keepsTheSizeAndTheRangeAndTheGivenImage() {
    float[] before = PHOTOGRAPH.toArray();
    RgbImage prepared = preprocessing().apply(PHOTOGRAPH);
    assertEquals(PHOTOGRAPH.width(), prepared.width());
    assertEquals(PHOTOGRAPH.height(), prepared.height());
    for (float sample : prepared.toArray()) {
      assertEquals(Math.max(0, Math.min(1, sample)), sample);
    }
    assertArrayEquals(before, PHOTOGRAPH.toArray());
  }

  @Test
  void isDeterministic() {
    assertArrayEquals(
        preprocessing().apply(PHOTOGRAPH).toArray(), preprocessing().apply(PHOTOGRAPH).toArray());
  }

  @Test
  void isFoundByItsDescriptor() {
    Preprocessing found = Preprocessing.parse(preprocessing().descriptor().toString());
    assertEquals(preprocessing(), found);
    assertEquals(preprocessing().hashCode(), found.hashCode());
    assertArrayEquals(
        preprocessing().apply(PHOTOGRAPH).toArray(), found.apply(PHOTOGRAPH).toArray());
  }

  @Test
  void isListed() {
    assertEquals(
        1, Preprocessing.ids().stream().filter(preprocessing().descriptor().id()::equals).count());
  }

  @Test
  void survivesJavaSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(preprocessing());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(preprocessing(), in.readObject());
    }
  }

  @Test
  void rejectsNull() {
    assertThrows(NullPointerException.class, () -> preprocessing().apply(null));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WorkingFrameProperties {
  @Property(tries = 300, seed = "28")
  void pixelsAreSquareAndTheCropIsTheBox(
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll @IntRange(min = 1, max = 400) int height,
      @ForAll @IntRange(min = 0, max = 399) int left,
      @ForAll @IntRange(min = 0, max = 399) int top,
      @ForAll @IntRange(min = 1, max = 300) int size) {
    int x = left % width;
    int y = top % height;
    int boxWidth = Math.max(1, (width - x) * 2 / 3);
    int boxHeight = Math.max(1, (height - y) * 3 / 4);
    WorkingFrame frame = WorkingFrame.of(box(width, height, x, y, boxWidth, boxHeight), size);
    double scale = (double) size / Math.max(boxWidth, boxHeight);
    boolean limited = Math.max(width, height) * scale > WorkingFrame.LARGEST_FRAME * size;
    if (!limited) {
      assertEquals(Math.max(1, width * scale), frame.width(), 0.5 + 1e-9);
      assertEquals(Math.max(1, height * scale), frame.height(), 0.5 + 1e-9);
      assertEquals(x * scale, frame.left(), 2);
      assertEquals(y * scale, frame.top(), 2);
    }
    assertTrue(Math.max(frame.cropWidth(), frame.cropHeight()) <= size);
    assertTrue(Math.max(frame.width(), frame.height()) <= WorkingFrame.LARGEST_FRAME * size + 1);
  }

  @Property(tries = 50, seed = "28")
  void whatIsCroppedIsPlacedWhereItWas(
      @ForAll @IntRange(min = 8, max = 80) int width,
      @ForAll @IntRange(min = 8, max = 80) int height,
      @ForAll @IntRange(min = 8, max = 80) int size) {
    FieldOfView view = box(width, height, width / 4, height / 4, width / 2, height / 2);
    WorkingFrame frame = WorkingFrame.of(view, size);
    float[] green = new float[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      green[3 * i + 1] = (i * 7919 % 251) / 251f;
    }
    RgbImage image = RgbImage.wrap(width, height, green);
    RgbImage crop = frame.crop(image);
    float[] values = new float[crop.width() * crop.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = crop.sample(i % crop.width(), i / crop.width(), 1);
    }
    ProbabilityMap placed = frame.place(ProbabilityMap.wrap(crop.width(), crop.height(), values));
    RgbImage resized = Resampler.resize(image, frame.width(), frame.height());
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        boolean inside =
            x >= frame.left()
                && x < frame.left() + frame.cropWidth()
                && y >= frame.top()
                && y < frame.top() + frame.cropHeight();
        assertEquals(inside ? resized.sample(x, y, 1) : 0, placed.get(x, y));
      }
    }
  }

  @Property(tries = 40, seed = "28")
  void mirroringAndFramingCommute(
      @ForAll @IntRange(min = 20, max = 90) int width,
      @ForAll @IntRange(min = 20, max = 90) int height,
      @ForAll @IntRange(min = 16, max = 64) int size) {
    FieldOfView view = box(width, height, 3, 2, width - 8, height - 9);
    FieldOfView mirrored = box(width, height, 5, 2, width - 8, height - 9);
    float[] samples = new float[3 * width * height];
    float[] other = new float[samples.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          float value = ((y * width + x) * 31 % 97 + c) / 100f;
          samples[3 * (y * width + x) + c] = value;
          other[3 * (y * width + width - 1 - x) + c] = value;
        }
      }
    }
    WorkingFrame one = WorkingFrame.of(view, size);
    WorkingFrame two = WorkingFrame.of(mirrored, size);
    assertEquals(one.cropWidth(), two.cropWidth());
    // The box starts at a whole pixel of the frame: at most one pixel apart.
    assertEquals(one.left(), two.width() - two.left() - two.cropWidth(), 1);
    if (one.left() == two.width() - two.left() - two.cropWidth()) {
      RgbImage a = one.crop(RgbImage.wrap(width, height, samples));
      RgbImage b = two.crop(RgbImage.wrap(width, height, other));
      for (int y = 0; y < a.height(); y++) {
        for (int x = 0; x < a.width(); x++) {
          assertEquals(a.sample(x, y, 0), b.sample(a.width() - 1 - x, y, 0), 1e-5);
        }
      }
    }
  }

  @Example
  void aPhotographWithoutSurroundIsSeenWhole() {
    WorkingFrame frame = WorkingFrame.of(FieldOfView.wholeImage(300, 200), 60);
    assertTrue(frame.isWhole());
    assertEquals(60, frame.cropWidth());
    assertEquals(40, frame.cropHeight());
  }

  @Example
  void whatDoesNotFitIsRefused() {
    WorkingFrame frame = WorkingFrame.of(box(100, 80, 10, 10, 50, 50), 40);
    assertThrows(IllegalArgumentException.class, () -> frame.crop(BinaryMask.full(80, 100)));
    assertThrows(
        IllegalArgumentException.class, () -> frame.place(ProbabilityMap.wrap(3, 3, new float[9])));
    assertThrows(IllegalArgumentException.class, () -> WorkingFrame.of(box(9, 9, 0, 0, 9, 9), 0));
    assertThrows(IllegalArgumentException.class, () -> Framing.ofId("frame"));
    for (Framing framing : Framing.values()) {
      assertEquals(framing, Framing.ofId(framing.id()));
    }
  }

  private static FieldOfView box(int width, int height, int left, int top, int w, int h) {
    byte[] mask = new byte[width * height];
    for (int y = top; y < Math.min(height, top + h); y++) {
      for (int x = left; x < Math.min(width, left + w); x++) {
        mask[y * width + x] = 1;
      }
    }
    return FieldOfView.given(BinaryMask.wrap(width, height, mask));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ProbabilityMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  @TempDir Path folder;

  @Test
  void readsBackWhatItWrites() throws IOException {
    float[] values = new float[70_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.1f;
    }
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, values, 7, 100, 100);
    NpyFile.Array read = NpyFile.read(file);
    assertArrayEquals(new int[] {7, 100, 100}, read.shape());
    assertArrayEquals(values, read.toArray());
    NpyFile.write(file, new float[] {1, 2}, 2);
    assertArrayEquals(new int[] {2}, NpyFile.read(file).shape());
    NpyFile.write(file, new float[] {1});
    assertArrayEquals(new int[0], NpyFile.read(file).shape());
  }

  @Test
  void writesTheHeaderThatTheFormatPrescribes() throws IOException {
    Path file = folder.resolve("map.npy");
    NpyFile.write(file, ProbabilityMap.of(3, 1, new float[] {0, .5f, 1}));
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(128 + 12, bytes.length);
    String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
    assertTrue(
        header.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }"), header);
    assertEquals('\n', bytes[127]);
    assertEquals(118, bytes[8]);
    assertArrayEquals(new byte[] {0, 0, 0, 63}, Arrays.copyOfRange(bytes, 132, 136));
    assertEquals(0.5f, NpyFile.readMap(file).get(1, 0));
  }

  @Test
  void namesTheFileThatIsNotThereOrIsAFolder() {
    Path none = folder.resolve("none.npy");
    IOException e = assertThrows(IOException.class, () -> NpyFile.read(none));
    assertEquals(none + ": cannot be read: there is no such file", e.getMessage());
    e = assertThrows(IOException.class, () -> NpyFile.read(folder));
    assertEquals(folder + ": cannot be read: it is a folder", e.getMessage());
  }

  @Test
  void refusesToWriteAShapeThatDoesNotFit() {
    Path file = folder.resolve("a.npy");
    float[] values = new float[6];
    assertThrows(IllegalArgumentException.class, () -> NpyFile.write(file, values, 2, 2));
    assertEquals(
        "shape [100000, 100000] holds more values than an array can",
        assertThrows(
                IllegalArgumentException.class, () -> NpyFile.write(file, values, 100_000, 100_000))
            .getMessage());
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, new float[] {1, 2, 3}, 3);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      IOException e = assertThrows(IOException.class, () -> NpyFile.read(file));
      assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    }
  }

  @Test
  void refusesAShapeThatCannotBe() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, new float[] {1, 2, 3}, 3);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, text.replace("(3,), }   ", "(999999,) }"), StandardCharsets.ISO_8859_1);
    IOException e = assertThrows(IOException.class, () -> NpyFile.read(file));
    assertEquals(file + ": the file ends too early for an array of shape [999999]", e.getMessage());
  }

  @Test
  void refusesAMapOutOfRange() throws IOException {
    Path file = folder.resolve("a.npy");
    NpyFile.write(file, new float[] {0, 2}, 1, 2);
    IOException e = assertThrows(IOException.class, () -> NpyFile.readMap(file));
    assertEquals(file + ": probability must be in 0..1, got 2.0 at x=1, y=0", e.getMessage());
  }
}

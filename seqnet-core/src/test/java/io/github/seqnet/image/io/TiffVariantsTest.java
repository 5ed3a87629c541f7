// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Every combination of photometric interpretation, planar configuration, compression, predictor,
 * sample size, layout, byte order and alpha, written here and compared with the colors that the
 * samples stand for.
 */
class TiffVariantsTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 21;

  private record Variant(
      int photometric,
      int bands,
      int bits,
      int planar,
      int compression,
      int predictor,
      boolean tiled,
      boolean little,
      int alpha) {}

  @Test
  void readsEveryVariant() throws IOException {
    int count = 0;
    for (int photometric : new int[] {0, 1, 2, 3, 5, 8}) {
      for (int alpha : new int[] {-1, 0, 1, 2}) {
        for (int bits : new int[] {1, 4, 8, 12, 16}) {
          for (int planar = 1; planar <= 2; planar++) {
            for (int compression : new int[] {1, 5, 8, 32773}) {
              for (int predictor = 1; predictor <= 2; predictor++) {
                for (int layout = 0; layout < 4; layout++) {
                  int colors = photometric < 2 || photometric == 3 ? 1 : photometric == 5 ? 4 : 3;
                  Variant v =
                      new Variant(
                          photometric,
                          colors + (alpha < 0 ? 0 : 1),
                          bits,
                          planar,
                          compression,
                          predictor,
                          layout > 1,
                          layout % 2 == 0,
                          alpha);
                  boolean differences =
                      predictor == 1
                          || ((bits == 8 || bits == 16) && (compression == 5 || compression == 8));
                  boolean possible =
                      differences
                          && !(photometric == 8 && bits != 8 && bits != 16)
                          && !(photometric == 3 && bits > 8)
                          && !(photometric == 0 && alpha == 1);
                  if (possible) {
                    check(v);
                    count++;
                  }
                }
              }
            }
          }
        }
      }
    }
    assertEquals(3712, count);
  }

  @Test
  void refusesEveryVariantThatIsCut() {
    for (int compression : new int[] {1, 5, 8, 32773}) {
      Variant v = new Variant(2, 3, 8, 1, compression, 1, false, true, -1);
      char[] values = samples(v);
      assertThrows(
          IOException.class,
          () ->
              ImageFiles.readRgb(
                  new ByteArrayInputStream(write(v, values, 5)), "short strip " + compression));
    }
  }

  private static void check(Variant v) throws IOException {
    char[] values = samples(v);
    float[] read =
        ImageFiles.readRgb(new ByteArrayInputStream(write(v, values, 0)), v.toString()).toArray();
    assertArrayEquals(groundTruth(v, values), read, 2e-6f, v.toString());
  }

  private static char[] samples(Variant v) {
    SplittableRandom random = new SplittableRandom(3);
    char[] values = new char[WIDTH * HEIGHT * v.bands];
    for (int i = 0; i < values.length; i++) {
      values[i] = (char) random.nextInt(1 << v.bits);
    }
    return values;
  }

  private static float[] groundTruth(Variant v, char[] values) {
    float largest = (1 << v.bits) - 1;
    float[] rgb = new float[WIDTH * HEIGHT * 3];
    double[] lab = new double[3];
    for (int p = 0; p < WIDTH * HEIGHT; p++) {
      int s = p * v.bands;
      float alpha = v.alpha == 2 ? values[s + v.bands - 1] / largest : 1;
      for (int c = 0; c < 3; c++) {
        float color =
            switch (v.photometric) {
              case 0 -> 1 - values[s] / largest;
              case 1 -> values[s] / largest;
              case 2 -> values[s + c] / largest;
              case 3 -> palette(values[s], c) / 65535f;
              case 5 -> (1 - values[s + c] / largest) * (1 - values[s + 3] / largest);
              default -> {
                boolean wide = v.bits == 16;
                ColorProfile.labToSrgb(
                    values[s] / largest * 100,
                    wide ? (short) values[s + 1] / 256.0 : (byte) values[s + 1],
                    wide ? (short) values[s + 2] / 256.0 : (byte) values[s + 2],
                    lab);
                yield (float) Math.max(0, Math.min(1, lab[c]));
              }
            };
        rgb[3 * p + c] = color * alpha;
      }
    }
    return rgb;
  }

  private static int palette(int index, int channel) {
    return (index * 257 * (channel + 1)) & 0xffff;
  }

  private static byte[] write(Variant v, char[] values, int missing) throws IOException {
    int blockWidth = v.tiled ? 16 : WIDTH;
    int blockHeight = v.tiled ? 16 : 8;
    List<byte[]> blocks = new ArrayList<>();
    int planes = v.planar == 2 ? v.bands : 1;
    for (int plane = 0; plane < planes; plane++) {
      for (int top = 0; top < HEIGHT; top += blockHeight) {
        for (int left = 0; left < WIDTH; left += blockWidth) {
          int rows = v.tiled ? blockHeight : Math.min(blockHeight, HEIGHT - top);
          byte[] packed = compress(v, block(v, values, plane, left, top, blockWidth, rows));
          blocks.add(Arrays.copyOf(packed, packed.length - missing));
        }
      }
    }
    return file(v, blocks, blockWidth, blockHeight);
  }

  private static byte[] block(
      Variant v, char[] values, int plane, int left, int top, int width, int rows) {
    int perPixel = v.planar == 2 ? 1 : v.bands;
    int rowBytes = (width * perPixel * v.bits + 7) / 8;
    byte[] data = new byte[rowBytes * rows];
    for (int y = 0; y < rows; y++) {
      int[] before = new int[perPixel];
      for (int i = 0; i < width * perPixel; i++) {
        int x = left + i / perPixel;
        int band = v.planar == 2 ? plane : i % perPixel;
        boolean inside = x < WIDTH && top + y < HEIGHT;
        int value = inside ? values[((top + y) * WIDTH + x) * v.bands + band] : 0;
        int stored = v.predictor == 2 ? value - before[i % perPixel] : value;
        before[i % perPixel] = value;
        if (v.bits == 16) {
          int at = y * rowBytes + 2 * i;
          data[at + (v.little ? 0 : 1)] = (byte) stored;
          data[at + (v.little ? 1 : 0)] = (byte) (stored >> 8);
        } else {
          for (int b = 0; b < v.bits; b++) {
            int bit = i * v.bits + b;
            int set = (stored >> (v.bits - 1 - b)) & 1;
            data[y * rowBytes + bit / 8] |= (byte) (set << (7 - bit % 8));
          }
        }
      }
    }
    return data;
  }

  private static byte[] compress(Variant v, byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (v.compression) {
      case 1 -> out.write(data);
      case 8 -> {
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
          deflater.write(data);
        }
      }
      case 32773 -> {
        for (int at = 0; at < data.length; at += 128) {
          int count = Math.min(128, data.length - at);
          out.write(count - 1);
          out.write(data, at, count);
        }
      }
      default -> {
        // A clear code every 200 codes keeps all codes at 9 bits.
        int bits = 0;
        int word = 0;
        for (int i = 0; i <= data.length; i++) {
          int[] codes = i == data.length ? new int[] {257} : new int[] {data[i] & 0xff};
          if (i % 200 == 0 && i < data.length) {
            codes = new int[] {256, data[i] & 0xff};
          }
          for (int code : codes) {
            word = (word << 9) | code;
            bits += 9;
            while (bits >= 8) {
              bits -= 8;
              out.write(word >> bits);
              word &= (1 << bits) - 1;
            }
          }
        }
        out.write(word << (8 - bits));
      }
    }
    return out.toByteArray();
  }

  private static byte[] file(Variant v, List<byte[]> blocks, int blockWidth, int blockHeight) {
    TreeMap<Integer, int[]> tags = new TreeMap<>();
    tags.put(256, new int[] {WIDTH});
    tags.put(257, new int[] {HEIGHT});
    int[] sizes = new int[v.bands];
    Arrays.fill(sizes, v.bits);
    tags.put(258, sizes);
    tags.put(259, new int[] {v.compression});
    tags.put(262, new int[] {v.photometric});
    tags.put(277, new int[] {v.bands});
    tags.put(284, new int[] {v.planar});
    tags.put(317, new int[] {v.predictor});
    if (v.tiled) {
      tags.put(322, new int[] {blockWidth});
      tags.put(323, new int[] {blockHeight});
    } else {
      tags.put(278, new int[] {blockHeight});
    }
    if (v.photometric == 3) {
      int[] map = new int[3 << v.bits];
      for (int i = 0; i < map.length; i++) {
        map[i] = palette(i % (1 << v.bits), i >> v.bits);
      }
      tags.put(320, map);
    }
    if (v.alpha >= 0) {
      tags.put(338, new int[] {v.alpha});
    }
    int[] lengths = blocks.stream().mapToInt(b -> b.length).toArray();
    int[] offsets = new int[lengths.length];
    tags.put(v.tiled ? 324 : 273, offsets);
    tags.put(v.tiled ? 325 : 279, lengths);
    int end = 8 + 2 + 12 * tags.size() + 4;
    for (int[] values : tags.values()) {
      end += values.length > 1 ? 4 * values.length : 0;
    }
    int data = end;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = data;
      data += lengths[i];
    }
    ByteBuffer tiff =
        ByteBuffer.allocate(data).order(v.little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    byte mark = (byte) (v.little ? 'I' : 'M');
    tiff.put(mark).put(mark).putShort((short) 42).putInt(8).putShort((short) tags.size());
    int far = 8 + 2 + 12 * tags.size() + 4;
    for (var tag : tags.entrySet()) {
      int[] values = tag.getValue();
      tiff.putShort((short) (int) tag.getKey()).putShort((short) 4).putInt(values.length);
      if (values.length == 1) {
        tiff.putInt(values[0]);
      } else {
        tiff.putInt(far);
        for (int i = 0; i < values.length; i++) {
          tiff.putInt(far + 4 * i, values[i]);
        }
        far += 4 * values.length;
      }
    }
    tiff.putInt(0).position(end);
    blocks.forEach(tiff::put);
    return tiff.array();
  }
}

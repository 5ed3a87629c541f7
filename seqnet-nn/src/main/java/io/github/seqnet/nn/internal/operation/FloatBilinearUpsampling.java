// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.operation;

import io.github.seqnet.nn.internal.backend.ComputeBackend;
import io.github.seqnet.nn.internal.backend.HostTransfer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bilinear upsampling in Java on float arrays, as {@link HostKernels#bilinear} in double precision:
 * height and width double, with half-pixel centers. It interpolates rows first, then columns, over
 * contiguous channels, and keeps no arrays between runs.
 */
public final class FloatBilinearUpsampling implements Operation {
  private static final float NEAR = 0.75f;
  private static final float FAR = 0.25f;

  /** How many rows are copied at once. */
  private static final int ROWS = 4;

  private final INDArray input;
  private final INDArray output;
  private final int images;
  private final int height;
  private final int width;
  private final int channels;

  /**
   * Prepares the operation.
   *
   * @param input of one axis, contiguous, float32
   * @param output of one axis, contiguous, float32, of four times as many values
   * @param large the shape of the output, {@code [images, height, width, channels]}
   */
  public FloatBilinearUpsampling(INDArray input, INDArray output, long[] large) {
    this.input = input;
    this.output = output;
    images = (int) large[0];
    height = (int) large[1] / 2;
    width = (int) large[2] / 2;
    channels = (int) large[3];
  }

  @Override
  public void run() {
    int line = width * channels;
    float[] row = new float[line];
    // Few rows stay in the cache of the processor; another device is better served by one copy.
    int most = ComputeBackend.isCpu() ? ROWS : 2 * height;
    float[] to = new float[2 * line * Math.min(most, 2 * height)];
    // The rows that the results lie between.
    float[] from = new float[line * Math.min(height, Math.min(most, 2 * height) / 2 + 2)];
    for (int image = 0; image < images; image++) {
      for (int first = 0; first < 2 * height; first += most) {
        int rows = Math.min(most, 2 * height - first);
        int top = neighbor(first);
        int count = neighbor(first + rows - 1) - top + 1;
        HostTransfer.get(input, (long) (image * height + top) * line, from, count * line);
        for (int y = first; y < first + rows; y++) {
          int near = (y / 2 - top) * line;
          int far = (neighbor(y) - top) * line;
          for (int i = 0; i < line; i++) {
            row[i] = NEAR * from[near + i] + FAR * from[far + i];
          }
          widen(row, to, (y - first) * 2 * line);
        }
        long at = (2L * height * image + first) * 2 * line;
        HostTransfer.put(to, 0, output, at, rows * 2 * line);
      }
    }
  }

  /** The farther of the two rows that a doubled row lies between. */
  private int neighbor(int y) {
    return Math.min(height - 1, Math.max(0, y / 2 + (y % 2 == 0 ? -1 : 1)));
  }

  private void widen(float[] row, float[] to, int at) {
    int last = row.length - channels;
    for (int x = 0; x < row.length; x += channels) {
      int left = Math.max(0, x - channels);
      int right = Math.min(last, x + channels);
      int target = at + 2 * x;
      for (int c = 0; c < channels; c++) {
        float middle = NEAR * row[x + c];
        to[target + c] = middle + FAR * row[left + c];
        to[target + channels + c] = middle + FAR * row[right + c];
      }
    }
  }
}

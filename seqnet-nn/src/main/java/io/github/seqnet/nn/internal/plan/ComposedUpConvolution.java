// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges an up-convolution with the 3 x 3 convolution of its output and a skip, because no
 * nonlinearity separates them. The convolution is the sum of one of the skip alone and one of the
 * up-convolution's output; the latter, after the 2 x 2 up-convolution, is one transposed 4 x 4
 * convolution with stride 2, with a quarter less work than the two (8 instead of 11 multiplications
 * for each pixel and pair of channels), and neither the up-convolution's output nor the
 * concatenation is ever made. The numbers are the same, in sums of another order.
 *
 * <p>The bias of the up-convolution comes through each of the 9 positions of the kernel, but for
 * those outside of the image: the bias of the whole is one for all pixels, and {@link Edge}s take
 * back what the outer pixels do not get.
 *
 * @param up read by nothing else
 * @param skip what is concatenated with its output
 * @param upFirst whether the up-convolution's channels come before the skip's
 * @param convolution 3 x 3, of the concatenation
 */
record ComposedUpConvolution(
    Layer.UpConvolution up, Tensor skip, boolean upFirst, Layer.Convolution convolution) {
  /** The side of the convolution's kernel. */
  static final int SIZE = 3;

  /** The side of the composed kernel. */
  private static final int COMPOSED = 4;

  /** The outer rows and columns of an image. */
  enum Edge {
    TOP,
    BOTTOM,
    LEFT,
    RIGHT;

    /** Whether it is a row of pixels, not a column. */
    boolean isRow() {
      return this == TOP || this == BOTTOM;
    }
  }

  /**
   * Finds the up-convolution that a convolution can be composed with.
   *
   * @param concatenation its input, which nothing else reads
   * @param makers the layers whose output one layer reads, by that output
   * @return empty unless the input consists of an up-convolution and another tensor, and the kernel
   *     is 3 x 3
   */
  static Optional<ComposedUpConvolution> of(
      Layer.Convolution convolution,
      Layer.Concatenation concatenation,
      Map<Integer, Layer> makers) {
    List<Tensor> parts = concatenation.inputs();
    if (convolution.kernelSize() != SIZE || parts.size() != 2) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      if (makers.get(parts.get(i).id()) instanceof Layer.UpConvolution up) {
        return Optional.of(new ComposedUpConvolution(up, parts.get(1 - i), i == 0, convolution));
      }
    }
    return Optional.empty();
  }

  /** The tensors that its operations read. */
  List<Tensor> inputs() {
    return List.of(up.input(), skip);
  }

  /** The convolution's kernel for the skip's channels alone, {@code [3, 3, skip, out]}. */
  float[] skipKernel(float[] kernel) {
    return channels(kernel, upFirst ? up.output().channels() : 0, skip.channels());
  }

  private float[] upKernel(float[] kernel) {
    return channels(kernel, upFirst ? 0 : skip.channels(), up.output().channels());
  }

  private float[] channels(float[] kernel, int first, int count) {
    int in = convolution.input().channels();
    int out = convolution.output().channels();
    float[] part = new float[SIZE * SIZE * count * out];
    for (int position = 0; position < SIZE * SIZE; position++) {
      System.arraycopy(
          kernel, (position * in + first) * out, part, position * count * out, count * out);
    }
    return part;
  }

  /**
   * The shape of the composed kernel that computes this many neighbors of a row at once, 1 or 2.
   */
  long[] kernelShape(int pixels) {
    long out = convolution.output().channels();
    return new long[] {COMPOSED, columns(pixels), out * pixels, up.input().channels()};
  }

  private static int columns(int pixels) {
    return pixels == 1 ? COMPOSED : SIZE;
  }

  /**
   * The composed kernel, {@code [4, 4, out, in]}, or for pairs of pixels {@code [4, 3, 2 * out,
   * in]} with the even pixel's channels first.
   *
   * @param upKernel {@code [2, 2, middle, in]}
   * @param kernel {@code [3, 3, middle and skip, out]}
   * @param pixels 1 or 2
   */
  float[] kernel(float[] upKernel, float[] kernel, int pixels) {
    int in = up.input().channels();
    int middle = up.output().channels();
    int out = convolution.output().channels();
    float[] after = upKernel(kernel);
    float[] composed = new float[COMPOSED * columns(pixels) * pixels * out * in];
    double[] sums = new double[out * in];
    for (int row = 0; row < COMPOSED; row++) {
      for (int column = 0; column < COMPOSED; column++) {
        Arrays.fill(sums, 0);
        for (int pair = 0; pair < 4; pair++) {
          // Output pixel row + 2 i - 1 reads up-convolved pixel 2 i + pair / 2 at this position.
          int afterRow = pair / 2 + 2 - row;
          int afterColumn = pair % 2 + 2 - column;
          if (inside(afterRow) && inside(afterColumn)) {
            int before = pair * middle * in;
            addProduct(
                upKernel, before, after, (afterRow * SIZE + afterColumn) * middle * out, sums);
          }
        }
        int to = position(row, column, pixels) * out * in;
        for (int i = 0; i < sums.length; i++) {
          composed[to + i] = (float) sums[i];
        }
      }
    }
    return composed;
  }

  private static boolean inside(int position) {
    return position >= 0 && position < SIZE;
  }

  /** {@code sums[o, c] += sum over m of before[m, c] * after[m, o]}. */
  private void addProduct(
      float[] before, int beforeOffset, float[] after, int afterOffset, double[] sums) {
    int in = up.input().channels();
    int out = convolution.output().channels();
    for (int m = 0; m < up.output().channels(); m++) {
      for (int o = 0; o < out; o++) {
        double factor = after[afterOffset + m * out + o];
        for (int c = 0; c < in; c++) {
          sums[o * in + c] += factor * before[beforeOffset + m * in + c];
        }
      }
    }
  }

  /** The index, in units of {@code out * in}, at which a position of the 4 x 4 kernel is stored. */
  private static int position(int row, int column, int pixels) {
    // Column 0 is the odd pixel of the previous pair, 1 and 2 are a pair, and 3 starts the next
    // pair.
    return pixels == 1 ? row * COMPOSED + column : row * 2 * SIZE + column + 1;
  }

  /** The integer arguments of deconv2d. */
  static long[] arguments(int pixels) {
    // kernel, stride, padding, dilation (rows and columns each), padding as given, channels last,
    // [rows, columns, out, in]
    return new long[] {COMPOSED, columns(pixels), 2, 2 / pixels, 1, 1, 1, 1, 0, 1, 0};
  }

  /** The bias of all pixels before the {@link Edge}s. */
  float[] bias(float[] upBias, float[] kernel, float[] bias) {
    float[] after = upKernel(kernel);
    float[] sum = bias.clone();
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        addThrough(upBias, after, row, column, 1, sum, 0);
      }
    }
    return sum;
  }

  /**
   * Computes the corrections for the pixels of an edge.
   *
   * @param width the pixels of a row
   * @return the channels of each pixel of a row for the top and bottom edge, with corners corrected
   *     for being in two edges; the channels of a pixel for the left and right edge
   */
  float[] edge(Edge edge, float[] upBias, float[] kernel, int width) {
    int out = convolution.output().channels();
    int outer = edge == Edge.TOP || edge == Edge.LEFT ? 0 : SIZE - 1;
    float[] after = upKernel(kernel);
    float[] sum = new float[out * (edge.isRow() ? width : 1)];
    for (int along = 0; along < SIZE; along++) {
      addThrough(
          upBias, after, edge.isRow() ? outer : along, edge.isRow() ? along : outer, -1, sum, 0);
    }
    if (edge.isRow()) {
      for (int x = 1; x < width; x++) {
        System.arraycopy(sum, 0, sum, x * out, out);
      }
      addThrough(upBias, after, outer, 0, 1, sum, 0);
      addThrough(upBias, after, outer, SIZE - 1, 1, sum, (width - 1) * out);
    }
    return sum;
  }

  /**
   * Adds the up-convolution's bias as it comes through one position of the kernel, times a sign.
   */
  private void addThrough(
      float[] upBias, float[] after, int row, int column, int sign, float[] sum, int offset) {
    int out = convolution.output().channels();
    for (int m = 0; m < upBias.length; m++) {
      for (int o = 0; o < out; o++) {
        sum[offset + o] +=
            sign * upBias[m] * after[((row * SIZE + column) * upBias.length + m) * out + o];
      }
    }
  }
}

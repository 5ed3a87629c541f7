// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

/**
 * An equivalent form of a convolution that the native library runs faster: another convolution of
 * the same values in the same memory order.
 *
 * <p>A concatenation of {@code parts} tensors with as many channels each may be stacked by rows
 * instead of by channels, each row of the first followed by the same row of the second and so on;
 * whole rows are copied several times faster than the few channels of each pixel. The convolution
 * then has {@code parts} times as many kernel rows and steps over {@code parts} rows at a time.
 *
 * <p>And {@code pixels} neighbors of a row may be made at once, as so many times the channels: the
 * kernel is repeated for each, one column further, and steps over that many columns. With two
 * pixels, kernels of 3 columns are filled to 4, a third more work; but few channels leave much of a
 * vector unit idle.
 *
 * @param parts at least 1
 * @param pixels at least 1
 */
public record ConvolutionForm(int parts, int pixels) {
  /** Rows, columns, input and output channels of the kernel in this form. */
  public long[] kernelShape(int size, int in, int out) {
    return new long[] {(long) size * parts, size - 1 + pixels, in / parts, (long) out * pixels};
  }

  /**
   * A kernel in this form.
   *
   * @param kernel {@code [size, size, in, out]}
   * @return of shape {@link #kernelShape}
   */
  float[] kernel(float[] kernel, int size, int in, int out) {
    int columns = size - 1 + pixels;
    int depth = in / parts;
    float[] formed = new float[size * parts * columns * depth * out * pixels];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        for (int c = 0; c < in; c++) {
          int from = ((row * size + column) * in + c) * out;
          int formedRow = row * parts + c / depth;
          for (int pixel = 0; pixel < pixels; pixel++) {
            int filter = (formedRow * columns + column + pixel) * depth + c % depth;
            System.arraycopy(kernel, from, formed, (filter * pixels + pixel) * out, out);
          }
        }
      }
    }
    return formed;
  }

  /** Whether this is the convolution as it is. */
  public boolean isPlain() {
    return parts == 1 && pixels == 1;
  }

  /**
   * The steps in memory between neighbors of a kernel: how it is stored.
   *
   * @param row from a kernel row to the next
   * @param column from a kernel column to the next
   * @param in from an input channel to the next
   * @param out from an output channel to the next
   */
  public record Strides(long row, long column, long in, long out) {}

  /** The axes of {@link #formed} and {@link #source}: row, part, column, channel of it, output. */
  public long[] axes(int size, int in, int out) {
    return new long[] {size, parts, size, in / parts, out};
  }

  /** The strides of {@link #axes} in a kernel that is stored so. */
  public long[] source(Strides strides, int in) {
    return new long[] {
      strides.row, in / parts * strides.in, strides.column, strides.in, strides.out
    };
  }

  /** The strides of {@link #axes} in a formed kernel, for one pixel. */
  public long[] formed(int size, int in, int out) {
    long[] shape = kernelShape(size, in, out);
    long channel = shape[3];
    long column = shape[2] * channel;
    long row = shape[1] * column;
    return new long[] {parts * row, row, column, channel, 1};
  }

  /** The offset of the values for a pixel in a formed kernel. */
  public long formedOffset(int pixel, int size, int in, int out) {
    return pixel * (formed(size, in, out)[2] + out);
  }

  /** A bias in this form: repeated for each pixel. */
  float[] bias(float[] bias) {
    float[] formed = new float[bias.length * pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      System.arraycopy(bias, 0, formed, pixel * bias.length, bias.length);
    }
    return formed;
  }

  /** The integer arguments of conv2d for a kernel of odd side, zero "same" padding. */
  public long[] arguments(int size) {
    int margin = size / 2;
    // kernel, stride, padding, dilation (rows and columns each), padding as given, channels last,
    // [rows, columns, in, out]
    return new long[] {
      (long) size * parts,
      size - 1 + pixels,
      parts,
      pixels,
      (long) margin * parts,
      margin,
      1,
      1,
      0,
      1,
      0
    };
  }
}

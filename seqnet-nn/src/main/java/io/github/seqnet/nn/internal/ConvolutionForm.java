package io.github.seqnet.nn.internal;

/**
 * How a convolution is put to the native library: as another convolution, of the same numbers in
 * the same order of memory, that it runs faster.
 *
 * <p>A concatenation of {@code parts} tensors with as many channels each may be stacked by rows
 * instead of by channels, each row of the first followed by the same row of the second and so on;
 * whole rows are copied several times faster than the few channels of each pixel. The convolution
 * then has {@code parts} times as many kernel rows and steps over {@code parts} rows at a time.
 *
 * <p>And {@code pixels} neighbours of a row may be made at once, as so many times the channels: the
 * kernel is repeated for each, one column further, and steps over that many columns. With two
 * pixels, kernels of 3 columns are filled to 4, a third more work; but few channels leave much of a
 * vector unit idle.
 *
 * @param parts at least 1
 * @param pixels at least 1
 */
record ConvolutionForm(int parts, int pixels) {
  /** Rows, columns, input and output channels of the kernel in this form. */
  long[] kernelShape(int size, int in, int out) {
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

  /** A bias in this form: repeated for each pixel. */
  float[] bias(float[] bias) {
    float[] formed = new float[bias.length * pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      System.arraycopy(bias, 0, formed, pixel * bias.length, bias.length);
    }
    return formed;
  }

  /** The integer arguments of conv2d for a kernel of odd side, zero "same" padding. */
  long[] arguments(int size) {
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

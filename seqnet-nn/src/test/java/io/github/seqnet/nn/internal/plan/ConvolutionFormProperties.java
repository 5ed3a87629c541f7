// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.seqnet.nn.internal.operation.Operation;
import io.github.seqnet.nn.internal.operation.Operations;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConvolutionFormProperties {
  /** The defining sums in double precision are what every form of a convolution gives. */
  @Property(tries = 100, seed = "48")
  void everyFormIsTheSameConvolution(
      @ForAll @IntRange(min = 0, max = 2) int margin,
      @ForAll @IntRange(min = 1, max = 3) int parts,
      @ForAll @IntRange(min = 1, max = 3) int pixels,
      @ForAll @IntRange(min = 1, max = 9) int depth,
      @ForAll @IntRange(min = 1, max = 9) int out,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 4) int pairs,
      @ForAll long seed) {
    int size = 2 * margin + 1;
    int width = pixels * pairs;
    int in = parts * depth;
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = values(random, height * width * in);
    float[] kernel = values(random, size * size * in * out);
    float[] bias = values(random, out);

    ConvolutionForm form = new ConvolutionForm(parts, pixels);
    try (INDArray stacked =
            Nd4j.createFromArray(stack(x, width, parts, depth))
                .reshape(1, (long) parts * height, width, depth);
        INDArray formedKernel =
            Nd4j.createFromArray(form.kernel(kernel, size, in, out))
                .reshape(form.kernelShape(size, in, out));
        INDArray formedBias = Nd4j.createFromArray(form.bias(bias));
        INDArray y = Nd4j.create(1, height, pairs, (long) pixels * out);
        Operation step =
            Operations.convolution(stacked, formedKernel, formedBias, y, form.arguments(size))) {
      step.run();
      assertArrayEquals(
          convolution(x, kernel, bias, height, width, in, out, size),
          y.dup().data().asFloat(),
          1e-5f * size * size * in);
    }
  }

  private static float[] convolution(
      float[] x, float[] kernel, float[] bias, int height, int width, int in, int out, int size) {
    float[] y = new float[height * width * out];
    for (int i = 0; i < y.length; i++) {
      int o = i % out;
      int column = i / out % width;
      int row = i / out / width;
      double sum = bias[o];
      for (int k = 0; k < size * size * in; k++) {
        int c = k % in;
        int atColumn = column + k / in % size - size / 2;
        int atRow = row + k / in / size - size / 2;
        if (atRow >= 0 && atRow < height && atColumn >= 0 && atColumn < width) {
          sum += (double) x[(atRow * width + atColumn) * in + c] * kernel[k * out + o];
        }
      }
      y[i] = (float) sum;
    }
    return y;
  }

  /** Each row of the first part's channels, then the same row of the second's and so on. */
  private static float[] stack(float[] x, int width, int parts, int depth) {
    float[] stacked = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % (parts * depth);
      int column = i / (parts * depth) % width;
      int row = i / (parts * depth) / width;
      stacked[((row * parts + c / depth) * width + column) * depth + c % depth] = x[i];
    }
    return stacked;
  }

  private static float[] values(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.operation;

import java.util.Arrays;

/**
 * The computations of {@link HostOperation}s, forward and backward. Values are {@code N x H x W x
 * C} in C order; a shape is {@code {N, H, W, C}}.
 */
public final class HostKernels {
  private HostKernels() {}

  // ---------------------------------------------------------------- pooling

  /** The mean of each 2 x 2 square of x. */
  public static HostOperation.Kernel averagePooling(long[] shape) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      eachQuarter(shape, (large, small) -> addChannels(in[0], large, out[0], small, shape, 0.25));
    };
  }

  /** The gradient of {@link #averagePooling} at x, from that at its output. */
  public static HostOperation.Kernel averagePoolingGradient(long[] shape) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      eachQuarter(shape, (large, small) -> addChannels(in[0], small, out[0], large, shape, 0.25));
    };
  }

  /** The mean of each channel of x over the pixels of an image. */
  public static HostOperation.Kernel globalAverage(long[] shape) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      double share = 1.0 / (shape[1] * shape[2]);
      eachPixel(shape, (x, image) -> addChannels(in[0], x, out[0], image, shape, share));
    };
  }

  /** The gradient of {@link #globalAverage} at x, from that at its output. */
  public static HostOperation.Kernel globalAverageGradient(long[] shape) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      double share = 1.0 / (shape[1] * shape[2]);
      eachPixel(shape, (x, image) -> addChannels(in[0], image, out[0], x, shape, share));
    };
  }

  /** The maximum of each channel of x over the pixels of an image. */
  public static HostOperation.Kernel globalMax(long[] shape) {
    return (in, out) -> {
      Arrays.fill(out[0], Double.NEGATIVE_INFINITY);
      int channels = (int) shape[3];
      eachPixel(
          shape,
          (x, image) -> {
            for (int c = 0; c < channels; c++) {
              out[0][image + c] = Math.max(out[0][image + c], in[0][x + c]);
            }
          });
    };
  }

  /**
   * The gradient of {@link #globalMax} at x, from x and that at its output: to the first maximum.
   */
  public static HostOperation.Kernel globalMaxGradient(long[] shape) {
    return (in, out) -> {
      int channels = (int) shape[3];
      int[] first = new int[(int) shape[0] * channels];
      Arrays.fill(first, -1);
      Arrays.fill(out[0], 0);
      eachPixel(
          shape,
          (x, image) -> {
            for (int c = 0; c < channels; c++) {
              int best = first[image + c];
              if (best < 0 || in[0][x + c] > in[0][best]) {
                first[image + c] = x + c;
              }
            }
          });
      for (int i = 0; i < first.length; i++) {
        out[0][first[i]] += in[1][i];
      }
    };
  }

  // ------------------------------------------------------------- upsampling

  /** Repeats each pixel of x in a square of 2 x 2. */
  public static HostOperation.Kernel nearest(long[] large) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      eachQuarter(large, (to, from) -> addChannels(in[0], from, out[0], to, large, 1));
    };
  }

  /** The gradient of {@link #nearest} at x, from that at its output. */
  public static HostOperation.Kernel nearestGradient(long[] large) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      eachQuarter(large, (from, to) -> addChannels(in[0], from, out[0], to, large, 1));
    };
  }

  /** Doubles height and width of x by bilinear interpolation with half-pixel centers. */
  public static HostOperation.Kernel bilinear(long[] large) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      eachBilinear(
          large, (to, from, weight) -> addChannels(in[0], from, out[0], to, large, weight));
    };
  }

  /** The gradient of {@link #bilinear} at x, from that at its output. */
  public static HostOperation.Kernel bilinearGradient(long[] large) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      eachBilinear(
          large, (from, to, weight) -> addChannels(in[0], from, out[0], to, large, weight));
    };
  }

  // ------------------------------------------------------------ activations

  /** {@code x} above 0, else {@code alpha * x}. */
  public static HostOperation.Kernel leakyRelu(double alpha) {
    return (in, out) -> {
      for (int i = 0; i < out[0].length; i++) {
        double x = in[0][i];
        out[0][i] = x > 0 ? x : alpha * x;
      }
    };
  }

  /** The gradient of {@link #leakyRelu} at x, from x and that at its output. */
  public static HostOperation.Kernel leakyReluGradient(double alpha) {
    return (in, out) -> {
      for (int i = 0; i < out[0].length; i++) {
        out[0][i] = in[0][i] > 0 ? in[1][i] : alpha * in[1][i];
      }
    };
  }

  /** The softmax of the channels of each pixel. */
  public static HostOperation.Kernel softmax(int channels) {
    return (in, out) -> {
      for (int x = 0; x < out[0].length; x += channels) {
        softmax(in[0], x, channels, out[0]);
      }
    };
  }

  /** The gradient of {@link #softmax} at x, from x and that at its output. */
  public static HostOperation.Kernel softmaxGradient(int channels) {
    return (in, out) -> {
      for (int x = 0; x < out[0].length; x += channels) {
        softmax(in[0], x, channels, out[0]);
        double sum = 0;
        for (int c = 0; c < channels; c++) {
          sum += out[0][x + c] * in[1][x + c];
        }
        for (int c = 0; c < channels; c++) {
          out[0][x + c] *= in[1][x + c] - sum;
        }
      }
    };
  }

  private static void softmax(double[] logits, int first, int channels, double[] target) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < channels; c++) {
      most = Math.max(most, logits[first + c]);
    }
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      target[first + c] = Math.exp(logits[first + c] - most);
      sum += target[first + c];
    }
    for (int c = 0; c < channels; c++) {
      target[first + c] /= sum;
    }
  }

  // ---------------------------------------------------------- normalization

  /**
   * Batch normalization in training, from x, scale, bias, moving mean and moving variance.
   *
   * @param ofBatch whether the statistics of the batch are used; if not, the moving ones
   */
  public static HostOperation.Kernel batchNormalization(
      int channels, double epsilon, boolean ofBatch) {
    return (in, out) -> {
      Statistics batch = ofBatch ? Statistics.of(in[0], channels) : new Statistics(in[3], in[4]);
      for (int i = 0; i < out[0].length; i++) {
        int c = i % channels;
        out[0][i] = batch.normalized(in[0][i], c, epsilon) * in[1][c] + in[2][c];
      }
    };
  }

  /**
   * The gradients of {@link #batchNormalization} with respect to x, scale and bias, and the
   * difference between the moving statistics and those of the batch, which is 0 if the moving
   * statistics are used; from x, scale, moving mean, moving variance and the output gradient.
   */
  public static HostOperation.Kernel batchNormalizationGradient(
      int channels, double epsilon, boolean ofBatch) {
    return (in, out) -> {
      double[] x = in[0];
      double[] outputGradient = in[4];
      Statistics batch = ofBatch ? Statistics.of(x, channels) : new Statistics(in[2], in[3]);
      Arrays.fill(out[1], 0);
      Arrays.fill(out[2], 0);
      for (int i = 0; i < x.length; i++) {
        int c = i % channels;
        out[1][c] += outputGradient[i] * batch.normalized(x[i], c, epsilon);
        out[2][c] += outputGradient[i];
      }
      double count = x.length / (double) channels;
      for (int i = 0; i < x.length; i++) {
        int c = i % channels;
        double through =
            ofBatch ? (out[2][c] + batch.normalized(x[i], c, epsilon) * out[1][c]) / count : 0;
        out[0][i] =
            in[1][c] * (outputGradient[i] - through) / Math.sqrt(batch.variance[c] + epsilon);
      }
      for (int c = 0; c < channels; c++) {
        out[3][c] = in[2][c] - batch.mean[c];
        out[4][c] = in[3][c] - batch.variance[c];
      }
    };
  }

  /** Mean and biased variance of each channel. */
  private static final class Statistics {
    final double[] mean;
    final double[] variance;

    private Statistics(double[] mean, double[] variance) {
      this.mean = mean;
      this.variance = variance;
    }

    static Statistics of(double[] x, int channels) {
      double[] mean = new double[channels];
      double[] variance = new double[channels];
      double count = x.length / (double) channels;
      for (int i = 0; i < x.length; i++) {
        mean[i % channels] += x[i];
      }
      for (int c = 0; c < channels; c++) {
        mean[c] /= count;
      }
      for (int i = 0; i < x.length; i++) {
        double centered = x[i] - mean[i % channels];
        variance[i % channels] += centered * centered;
      }
      for (int c = 0; c < channels; c++) {
        variance[c] /= count;
      }
      return new Statistics(mean, variance);
    }

    double normalized(double x, int channel, double epsilon) {
      return (x - mean[channel]) / Math.sqrt(variance[channel] + epsilon);
    }
  }

  // ------------------------------------------------------------ convolution

  /**
   * A depthwise convolution, from x, kernel and bias.
   *
   * @param shape of x
   */
  public static HostOperation.Kernel depthwise(long[] shape, int size, int stride, int dilation) {
    return (in, out) -> {
      int channels = (int) shape[3];
      for (int i = 0; i < out[0].length; i++) {
        out[0][i] = in[2][i % channels];
      }
      eachTap(
          shape,
          size,
          stride,
          dilation,
          (x, y, tap) -> {
            for (int c = 0; c < channels; c++) {
              out[0][y + c] += in[0][x + c] * in[1][tap + c];
            }
          });
    };
  }

  /**
   * The gradients of {@link #depthwise} at x, kernel and bias, from x, kernel and the gradient at
   * its output.
   */
  public static HostOperation.Kernel depthwiseGradient(
      long[] shape, int size, int stride, int dilation) {
    return (in, out) -> {
      int channels = (int) shape[3];
      for (double[] gradient : out) {
        Arrays.fill(gradient, 0);
      }
      for (int i = 0; i < in[2].length; i++) {
        out[2][i % channels] += in[2][i];
      }
      eachTap(
          shape,
          size,
          stride,
          dilation,
          (x, y, tap) -> {
            for (int c = 0; c < channels; c++) {
              out[0][x + c] += in[2][y + c] * in[1][tap + c];
              out[1][tap + c] += in[2][y + c] * in[0][x + c];
            }
          });
    };
  }

  /**
   * A kernel with zeros between its values, as a dilated convolution reads it.
   *
   * @param depth the values at each position of the kernel
   */
  public static HostOperation.Kernel dilate(int size, int dilation, int depth) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      for (int position = 0; position < size * size; position++) {
        System.arraycopy(
            in[0], position * depth, out[0], dilated(position, size, dilation) * depth, depth);
      }
    };
  }

  /** Undoes {@link #dilate}: takes a gradient's values out from between the others. */
  public static HostOperation.Kernel undilate(int size, int dilation, int depth) {
    return (in, out) -> {
      for (int position = 0; position < size * size; position++) {
        System.arraycopy(
            in[0], dilated(position, size, dilation) * depth, out[0], position * depth, depth);
      }
    };
  }

  private static int dilated(int position, int size, int dilation) {
    int wide = dilation * (size - 1) + 1;
    return position / size * dilation * wide + position % size * dilation;
  }

  // ------------------------------------------------------------ broadcasting

  /**
   * The gradient of a product at its factor, from the other factor and the gradient at the product.
   *
   * @param shape of the product
   * @param channels of the factor: 1 or as many as the product
   * @param global whether the factor has one pixel
   */
  public static HostOperation.Kernel factorGradient(long[] shape, int channels, boolean global) {
    return (in, out) -> {
      Arrays.fill(out[0], 0);
      int all = (int) shape[3];
      int pixels = (int) (shape[1] * shape[2]);
      for (int i = 0; i < in[0].length; i++) {
        int pixel = i / all;
        int to = (global ? pixel / pixels : pixel) * channels + (channels == 1 ? 0 : i % all);
        out[0][to] += in[0][i] * in[1][i];
      }
    };
  }

  // ------------------------------------------------------------------ loops

  @FunctionalInterface
  private interface Pair {
    void visit(int first, int second);
  }

  @FunctionalInterface
  private interface WeightedPair {
    void visit(int large, int small, double weight);
  }

  @FunctionalInterface
  private interface Tap {
    void visit(int x, int y, int kernel);
  }

  private static void addChannels(
      double[] from, int first, double[] to, int second, long[] shape, double factor) {
    for (int c = 0; c < shape[3]; c++) {
      to[second + c] += factor * from[first + c];
    }
  }

  /** Visits each pixel together with its pixel in a tensor of half the height and width. */
  private static void eachQuarter(long[] large, Pair pair) {
    int channels = (int) large[3];
    int rows = (int) (large[0] * large[1]);
    int width = (int) large[2];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        pair.visit(
            (row * width + column) * channels, (row / 2 * (width / 2) + column / 2) * channels);
      }
    }
  }

  /** Each pixel, and the pixel of a tensor with one pixel for each image. */
  private static void eachPixel(long[] shape, Pair pair) {
    int channels = (int) shape[3];
    int pixels = (int) (shape[1] * shape[2]);
    for (int pixel = 0; pixel < shape[0] * pixels; pixel++) {
      pair.visit(pixel * channels, pixel / pixels * channels);
    }
  }

  /** Each pixel with the four pixels that it is interpolated from. */
  private static void eachBilinear(long[] large, WeightedPair pair) {
    int channels = (int) large[3];
    int height = (int) large[1] / 2;
    int width = (int) large[2] / 2;
    for (int image = 0; image < large[0]; image++) {
      for (int row = 0; row < 2 * height; row++) {
        for (int column = 0; column < 2 * width; column++) {
          int to = ((image * 2 * height + row) * 2 * width + column) * channels;
          for (int part = 0; part < 4; part++) {
            int y = part < 2 ? row / 2 : neighbor(row, height);
            int x = part % 2 == 0 ? column / 2 : neighbor(column, width);
            double weight = (part < 2 ? 0.75 : 0.25) * (part % 2 == 0 ? 0.75 : 0.25);
            pair.visit(to, ((image * height + y) * width + x) * channels, weight);
          }
        }
      }
    }
  }

  /** The farther of the two pixels that a doubled row or column lies between. */
  private static int neighbor(int doubled, int size) {
    return Math.min(size - 1, Math.max(0, doubled / 2 + (doubled % 2 == 0 ? -1 : 1)));
  }

  /** Each pixel of the input that each pixel of the output reads, and the kernel's values. */
  private static void eachTap(long[] shape, int size, int stride, int dilation, Tap tap) {
    int channels = (int) shape[3];
    int height = (int) shape[1];
    int width = (int) shape[2];
    int outputHeight = (height - 1) / stride + 1;
    int outputWidth = (width - 1) / stride + 1;
    for (int image = 0; image < shape[0]; image++) {
      for (int row = 0; row < outputHeight; row++) {
        for (int position = 0; position < size * size; position++) {
          int y = row * stride + (position / size - size / 2) * dilation;
          if (y < 0 || y >= height) {
            continue;
          }
          for (int column = 0; column < outputWidth; column++) {
            int x = column * stride + (position % size - size / 2) * dilation;
            if (x >= 0 && x < width) {
              tap.visit(
                  ((image * height + y) * width + x) * channels,
                  ((image * outputHeight + row) * outputWidth + column) * channels,
                  position * channels);
            }
          }
        }
      }
    }
  }
}

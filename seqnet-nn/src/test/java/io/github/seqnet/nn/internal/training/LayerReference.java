// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Computes networks by the definitions of their layers, in double precision, one value at a time.
 */
final class LayerReference implements Layer.Visitor<double[]> {
  private final Network network;
  private final NetworkWeights weights;
  private final int batch;
  private final int height;
  private final int width;
  private final Map<Integer, double[]> values = new HashMap<>();
  private float[] image;

  LayerReference(Network network, NetworkWeights weights, int batch, int height, int width) {
    this.network = network;
    this.weights = weights;
    this.batch = batch;
    this.height = height;
    this.width = width;
  }

  void run(float[] input) {
    image = input;
    network.layers().forEach(layer -> values.put(layer.output().id(), layer.accept(this)));
  }

  float[] values(Tensor tensor) {
    double[] all = values.get(tensor.id());
    float[] floats = new float[all.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) all[i];
    }
    return floats;
  }

  @FunctionalInterface
  private interface Formula {
    double at(int n, int y, int x, int c);
  }

  private int rows(Tensor t) {
    return t.isGlobal() ? 1 : height / t.reduction();
  }

  private int columns(Tensor t) {
    return t.isGlobal() ? 1 : width / t.reduction();
  }

  private double[] fill(Tensor t, Formula formula) {
    double[] result = new double[batch * rows(t) * columns(t) * t.channels()];
    int i = 0;
    for (int n = 0; n < batch; n++) {
      for (int y = 0; y < rows(t); y++) {
        for (int x = 0; x < columns(t); x++) {
          for (int c = 0; c < t.channels(); c++) {
            result[i++] = formula.at(n, y, x, c);
          }
        }
      }
    }
    return result;
  }

  private double get(Tensor t, int n, int y, int x, int c) {
    if (y < 0 || x < 0 || y >= rows(t) || x >= columns(t)) {
      return 0;
    }
    return values.get(t.id())[((n * rows(t) + y) * columns(t) + x) * t.channels() + c];
  }

  private double[] map(Layer layer, DoubleUnaryOperator operator) {
    Tensor in = layer.inputs().get(0);
    return fill(layer.output(), (n, y, x, c) -> operator.applyAsDouble(get(in, n, y, x, c)));
  }

  @Override
  public double[] visit(Layer.Input input) {
    double[] copy = new double[image.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = image[i];
    }
    return copy;
  }

  private double[] convolution(
      Tensor in, Tensor out, float[] kernel, float[] bias, int size, int stride, int dilation) {
    return fill(
        out,
        (n, y, x, c) -> {
          double sum = bias[c];
          for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
              for (int i = 0; i < in.channels(); i++) {
                sum +=
                    kernel[((a * size + b) * in.channels() + i) * out.channels() + c]
                        * get(
                            in,
                            n,
                            y * stride + (a - size / 2) * dilation,
                            x * stride + (b - size / 2) * dilation,
                            i);
              }
            }
          }
          return sum;
        });
  }

  @Override
  public double[] visit(Layer.Convolution c) {
    return convolution(
        c.input(),
        c.output(),
        weights.values(c.kernel().name()),
        weights.values(c.bias().name()),
        c.kernelSize(),
        1,
        1);
  }

  @Override
  public double[] visit(Layer.StridedConvolution c) {
    return convolution(
        c.input(),
        c.output(),
        weights.values(c.kernel().name()),
        weights.values(c.bias().name()),
        c.kernelSize(),
        c.stride(),
        c.dilation());
  }

  @Override
  public double[] visit(Layer.DepthwiseConvolution d) {
    float[] kernel = weights.values(d.kernel().name());
    float[] bias = weights.values(d.bias().name());
    int size = d.kernelSize();
    return fill(
        d.output(),
        (n, y, x, c) -> {
          double sum = bias[c];
          for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
              sum +=
                  kernel[(a * size + b) * d.input().channels() + c]
                      * get(
                          d.input(),
                          n,
                          y * d.stride() + (a - size / 2) * d.dilation(),
                          x * d.stride() + (b - size / 2) * d.dilation(),
                          c);
            }
          }
          return sum;
        });
  }

  @Override
  public double[] visit(Layer.UpConvolution up) {
    float[] kernel = weights.values(up.kernel().name());
    float[] bias = weights.values(up.bias().name());
    int in = up.input().channels();
    return fill(
        up.output(),
        (n, y, x, c) -> {
          double sum = bias[c];
          for (int i = 0; i < in; i++) {
            int place = y % 2 * 2 + x % 2;
            sum +=
                kernel[(place * up.output().channels() + c) * in + i]
                    * get(up.input(), n, y / 2, x / 2, i);
          }
          return sum;
        });
  }

  private double quarter(Tensor in, int part, int n, int y, int x, int c) {
    return get(in, n, 2 * y + part / 2, 2 * x + part % 2, c);
  }

  @Override
  public double[] visit(Layer.MaxPooling pooling) {
    Tensor in = pooling.input();
    return fill(
        pooling.output(),
        (n, y, x, c) -> {
          double most = Double.NEGATIVE_INFINITY;
          for (int part = 0; part < 4; part++) {
            most = Math.max(most, quarter(in, part, n, y, x, c));
          }
          return most;
        });
  }

  @Override
  public double[] visit(Layer.AveragePooling pooling) {
    Tensor in = pooling.input();
    return fill(
        pooling.output(),
        (n, y, x, c) -> {
          double sum = 0;
          for (int part = 0; part < 4; part++) {
            sum += quarter(in, part, n, y, x, c);
          }
          return sum / 4;
        });
  }

  @Override
  public double[] visit(Layer.GlobalAveragePooling pooling) {
    Tensor in = pooling.input();
    return fill(
        pooling.output(),
        (n, y, x, c) -> {
          double sum = 0;
          for (int i = 0; i < rows(in) * columns(in); i++) {
            sum += get(in, n, i / columns(in), i % columns(in), c);
          }
          return sum / (rows(in) * columns(in));
        });
  }

  @Override
  public double[] visit(Layer.GlobalMaxPooling pooling) {
    Tensor in = pooling.input();
    return fill(
        pooling.output(),
        (n, y, x, c) -> {
          double most = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < rows(in) * columns(in); i++) {
            most = Math.max(most, get(in, n, i / columns(in), i % columns(in), c));
          }
          return most;
        });
  }

  @Override
  public double[] visit(Layer.NearestUpsampling up) {
    return fill(up.output(), (n, y, x, c) -> get(up.input(), n, y / 2, x / 2, c));
  }

  @Override
  public double[] visit(Layer.BilinearUpsampling up) {
    Tensor in = up.input();
    return fill(
        up.output(),
        (n, y, x, c) -> {
          double row = (y + 0.5) / 2 - 0.5;
          double column = (x + 0.5) / 2 - 0.5;
          double sum = 0;
          for (int part = 0; part < 4; part++) {
            int r = (int) Math.floor(row) + part / 2;
            int s = (int) Math.floor(column) + part % 2;
            double weight = (1 - Math.abs(row - r)) * (1 - Math.abs(column - s));
            r = Math.min(rows(in) - 1, Math.max(0, r));
            s = Math.min(columns(in) - 1, Math.max(0, s));
            sum += weight * get(in, n, r, s, c);
          }
          return sum;
        });
  }

  @Override
  public double[] visit(Layer.Concatenation concatenation) {
    return fill(
        concatenation.output(),
        (n, y, x, c) -> {
          int left = c;
          for (Tensor in : concatenation.inputs()) {
            if (left < in.channels()) {
              return get(in, n, y, x, left);
            }
            left -= in.channels();
          }
          throw new IllegalStateException("no channel " + c);
        });
  }

  @Override
  public double[] visit(Layer.Addition addition) {
    return fill(
        addition.output(),
        (n, y, x, c) -> addition.inputs().stream().mapToDouble(in -> get(in, n, y, x, c)).sum());
  }

  @Override
  public double[] visit(Layer.Multiplication product) {
    Tensor factor = product.factor();
    return fill(
        product.output(),
        (n, y, x, c) ->
            get(product.input(), n, y, x, c)
                * get(
                    factor,
                    n,
                    factor.isGlobal() ? 0 : y,
                    factor.isGlobal() ? 0 : x,
                    factor.channels() == 1 ? 0 : c));
  }

  @Override
  public double[] visit(Layer.BatchNormalization b) {
    float[] scale = weights.values(b.scale().name());
    float[] bias = weights.values(b.bias().name());
    float[] mean = weights.values(b.mean().name());
    float[] variance = weights.values(b.variance().name());
    return fill(
        b.output(),
        (n, y, x, c) ->
            scale[c] * (get(b.input(), n, y, x, c) - mean[c]) / Math.sqrt(variance[c] + b.epsilon())
                + bias[c]);
  }

  @Override
  public double[] visit(Layer.Relu relu) {
    return map(relu, x -> Math.max(0, x));
  }

  @Override
  public double[] visit(Layer.LeakyRelu relu) {
    return map(relu, x -> x > 0 ? x : relu.alpha() * x);
  }

  @Override
  public double[] visit(Layer.Sigmoid sigmoid) {
    return map(sigmoid, x -> 1 / (1 + Math.exp(-x)));
  }

  @Override
  public double[] visit(Layer.Softmax softmax) {
    Tensor in = softmax.input();
    return fill(
        softmax.output(),
        (n, y, x, c) -> {
          double sum = 0;
          for (int k = 0; k < in.channels(); k++) {
            sum += Math.exp(get(in, n, y, x, k));
          }
          return Math.exp(get(in, n, y, x, c)) / sum;
        });
  }

  @Override
  public double[] visit(Layer.Dropout dropout) {
    return map(dropout, x -> x);
  }

  @Override
  public double[] visit(Layer.StopGradient stop) {
    return map(stop, x -> x);
  }
}

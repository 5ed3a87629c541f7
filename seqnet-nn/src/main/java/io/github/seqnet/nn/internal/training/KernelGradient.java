// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.operation.GradientOperations;
import io.github.seqnet.nn.internal.operation.Operations;
import io.github.seqnet.nn.internal.plan.Buffer;
import io.github.seqnet.nn.internal.plan.PixelBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Plans the gradient of a larger convolution's kernel as products of {@link PixelPairs}, block by
 * block, as a core's cache holds the pixels of one.
 */
final class KernelGradient {
  private final TrainingTensors tensors;
  private final ParameterGradients gradients;
  private final Layer.Convolution convolution;
  private final long width;
  private final long image;
  private final Pixels outputGradients;

  /**
   * @param outputGradient of the loss at the convolution's output
   */
  KernelGradient(
      TrainingTensors tensors,
      ParameterGradients gradients,
      Layer.Convolution convolution,
      Buffer outputGradient) {
    this.tensors = tensors;
    this.gradients = gradients;
    this.convolution = convolution;
    long[] shape = tensors.shape(convolution.output());
    width = shape[2];
    image = shape[1] * width;
    outputGradients = new Pixels(outputGradient, convolution.output().channels());
  }

  /**
   * Plans the kernel's rows for one part of the input.
   *
   * @param row the part's first channel in the convolution's input
   */
  void plan(int row, Tensor part) {
    Pixels input = new Pixels(tensors.of(part), part.channels());
    List<KernelPosition> positions = positions(row, input.channels);
    for (long first = 0; first < outputGradients.count(); first += image) {
      for (PixelBlock block :
          PixelBlock.of(image, input.channels + (long) outputGradients.channels)) {
        for (KernelPosition position : positions) {
          position.add(input, first, block);
        }
      }
    }
  }

  /** The positions of the kernel, without those that are outside of an image as small as this. */
  private List<KernelPosition> positions(int row, int in) {
    int size = convolution.kernelSize();
    int out = outputGradients.channels;
    List<KernelPosition> positions = new ArrayList<>();
    for (int position = 0; position < size * size; position++) {
      List<PixelPairs> pairs =
          PixelPairs.of(
              position / size - size / 2, position % size - size / 2, image / width, width);
      if (!pairs.isEmpty()) {
        long skip = ((long) position * convolution.input().channels() + row) * out;
        ParameterGradients.Sink sink =
            gradients
                .part(
                    convolution.kernel(),
                    "/" + position + "/" + row,
                    () -> gradients.block().view(convolution.kernel(), skip, in, out))
                .orElseThrow();
        positions.add(new KernelPosition(pairs, sink));
      }
    }
    return positions;
  }

  /** A position of the kernel, whose gradient is the sum of products of pairs. */
  private final class KernelPosition {
    private final List<PixelPairs> pairs;
    private final Supplier<INDArray> gradient;
    private boolean begun;

    KernelPosition(List<PixelPairs> pairs, ParameterGradients.Sink sink) {
      this.pairs = pairs;
      gradient = sink.array();
      begun = sink.add();
    }

    /** Adds the pairs in a block of the image that starts at a pixel. */
    void add(Pixels input, long first, PixelBlock block) {
      for (PixelPairs all : pairs) {
        all.between(block.first(), block.first() + block.count())
            .ifPresent(
                some ->
                    add(
                        input.rows(first + some.input(), some),
                        outputGradients.rows(first + some.output(), some),
                        some));
      }
    }

    private void add(Buffer left, Buffer right, PixelPairs some) {
      boolean add = begun;
      begun = true;
      tensors.emit(
          () ->
              Operations.product(
                  tensors.array(left, some.count(), left.length / some.count()),
                  true,
                  tensors.array(right, some.count(), right.length / some.count()),
                  false,
                  some.subtracted() ? -1 : 1,
                  add,
                  gradient.get()),
          left,
          right);
    }
  }

  /** The pixels of all images, as the rows of a matrix. */
  private final class Pixels {
    private final Buffer values;
    private final int channels;
    // Columns of the images that have been copied.
    private final Map<Long, Buffer> columns = new HashMap<>();

    Pixels(Buffer values, int channels) {
      this.values = values;
      this.channels = channels;
    }

    long count() {
      return values.length / channels;
    }

    /** The pixels of the pairs, from a first pixel: consecutive, or of one column. */
    Buffer rows(long first, PixelPairs pairs) {
      return pairs.subtracted()
          ? new Buffer(column(first % width), first / width * channels, pairs.count() * channels)
          : new Buffer(values, first * channels, pairs.count() * channels);
    }

    /** Copied, since products of strided matrices take another, slower way. */
    private Buffer column(long number) {
      return columns.computeIfAbsent(
          number,
          absent -> {
            long rowLength = width * channels;
            long rows = values.length / rowLength;
            Buffer copy = new Buffer(rows * channels);
            tensors.emit(
                () ->
                    GradientOperations.copy(
                        tensors.strided(
                            values,
                            number * channels,
                            new long[] {rows, channels},
                            new long[] {rowLength, 1}),
                        tensors.array(copy, rows, channels)),
                values,
                copy);
            return copy;
          });
    }
  }
}

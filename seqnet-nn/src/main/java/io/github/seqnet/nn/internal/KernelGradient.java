package io.github.seqnet.nn.internal;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Plans the gradient of a larger convolution's kernel as products of {@link PixelPairs}, strip by
 * strip, as a core's cache holds the pixels of one.
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
      Place outputGradient) {
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
    List<KernelPlace> places = places(row, input.channels);
    for (long first = 0; first < outputGradients.count(); first += image) {
      for (Strip strip : Strip.of(image, input.channels + (long) outputGradients.channels)) {
        for (KernelPlace place : places) {
          place.add(input, first, strip);
        }
      }
    }
  }

  /** The places of the kernel, without those that are outside of an image as small as this. */
  private List<KernelPlace> places(int row, int in) {
    int size = convolution.kernelSize();
    int out = outputGradients.channels;
    List<KernelPlace> places = new ArrayList<>();
    for (int place = 0; place < size * size; place++) {
      List<PixelPairs> pairs =
          PixelPairs.of(place / size - size / 2, place % size - size / 2, image / width, width);
      if (!pairs.isEmpty()) {
        long skip = ((long) place * convolution.input().channels() + row) * out;
        ParameterGradients.Sink sink =
            gradients
                .part(
                    convolution.kernel(),
                    "/" + place + "/" + row,
                    () -> gradients.block().view(convolution.kernel(), skip, in, out))
                .orElseThrow();
        places.add(new KernelPlace(pairs, sink));
      }
    }
    return places;
  }

  /** A place of the kernel, whose gradient is the sum of products of pairs. */
  private final class KernelPlace {
    private final List<PixelPairs> pairs;
    private final Supplier<INDArray> gradient;
    private boolean begun;

    KernelPlace(List<PixelPairs> pairs, ParameterGradients.Sink sink) {
      this.pairs = pairs;
      gradient = sink.array();
      begun = sink.add();
    }

    /** Adds the pairs in a strip of the image that begins with a pixel. */
    void add(Pixels input, long first, Strip strip) {
      for (PixelPairs all : pairs) {
        all.between(strip.first(), strip.first() + strip.count())
            .ifPresent(
                some ->
                    add(
                        input.rows(first + some.input(), some),
                        outputGradients.rows(first + some.output(), some),
                        some));
      }
    }

    private void add(Place left, Place right, PixelPairs some) {
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
    private final Place values;
    private final int channels;
    // Columns of the images that have been copied.
    private final Map<Long, Place> columns = new HashMap<>();

    Pixels(Place values, int channels) {
      this.values = values;
      this.channels = channels;
    }

    long count() {
      return values.length / channels;
    }

    /** As many pixels as there are pairs, from one on: one after the other, or of one column. */
    Place rows(long first, PixelPairs pairs) {
      return pairs.subtracted()
          ? new Place(column(first % width), first / width * channels, pairs.count() * channels)
          : new Place(values, first * channels, pairs.count() * channels);
    }

    /** Copied, since products of strided matrices take another, slower way. */
    private Place column(long number) {
      return columns.computeIfAbsent(
          number,
          absent -> {
            long rowLength = width * channels;
            long rows = values.length / rowLength;
            Place copy = new Place(rows * channels);
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

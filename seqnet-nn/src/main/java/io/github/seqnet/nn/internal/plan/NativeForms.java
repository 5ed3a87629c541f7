// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.plan;

import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.ComputeBackend;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Selects the fastest of several equivalent forms of an operation. Measured with oneDNN 2.3 (ND4J
 * 1.0.0-M2.1). The forms differ only in the order of summation.
 *
 * @param vector floats that the processor works on at once: 8 with AVX2, 16 with AVX-512
 * @param products whether gradients may be products of shifted pixels; ND4J's GPU library has its
 *     own way for all
 */
public record NativeForms(int vector, boolean products) {
  /** Convolutions to so few channels, or fewer, leave much of a vector unit idle. */
  private static final int NARROW = 8;

  /** The number of channels from which products of pixels fill the vector units. */
  private static final int WIDE = 32;

  /** The forms for this machine. */
  public static NativeForms ofMachine() {
    return new NativeForms(ComputeBackend.vectorLength(), ComputeBackend.isCpu());
  }

  /** The form of a larger convolution to {@code out} channels on rows of {@code width} pixels. */
  public ConvolutionForm convolution(int parts, int out, long width) {
    return new ConvolutionForm(parts, out <= NARROW && width % 2 == 0 ? 2 : 1);
  }

  /** Whether tensors may be concatenated by rows for {@link ConvolutionForm#parts()}. */
  boolean stackable(List<Tensor> inputs) {
    return inputs.stream().mapToInt(Tensor::channels).distinct().count() == 1
        && inputs.get(0).channels() % NARROW == 0;
  }

  /**
   * The form of a product of pixels and a 1 x 1 kernel with {@code columns} columns. With AVX-512
   * the native library adds products of few columns to a matrix four times slower than products of
   * pairs.
   */
  public ConvolutionForm point(int columns, long pixels) {
    boolean slow = vector > NARROW && columns > 1 && columns <= NARROW;
    return new ConvolutionForm(1, slow && pixels % 2 == 0 ? 2 : 1);
  }

  /**
   * Whether a {@link ComposedUpConvolution} to {@code out} channels is faster than its parts on
   * this many output pixels. Its kernel is larger than theirs and is reordered in each run, which
   * pays off for many pixels only.
   */
  boolean composed(int out, long pixels) {
    return products && pixels >= 8L * out;
  }

  /**
   * The number of neighbors of a row that {@link ComposedUpConvolution} computes at once: 1 or 2.
   */
  int composedPixels(int out) {
    return vector > NARROW && out <= NARROW ? 2 : 1;
  }

  /**
   * Whether the gradients of a larger convolution are a convolution of the gradients and products
   * of shifted pixels. Otherwise they are native operations, which first copy gradients and inputs
   * to internal layouts, and with AVX-512 takes twice as long for few channels.
   *
   * @param inputs the tensors whose concatenation is its input
   * @param out its output channels
   */
  public boolean gradientByProducts(List<Tensor> inputs, int out) {
    int fewest =
        IntStream.concat(inputs.stream().mapToInt(Tensor::channels), IntStream.of(out))
            .min()
            .orElseThrow();
    return fewest >= WIDE || (vector > NARROW && fewest <= NARROW);
  }
}

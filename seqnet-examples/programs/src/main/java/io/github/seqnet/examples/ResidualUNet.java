// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * U-Nets of residual blocks with batch normalization. Full resolution costs most, so it has single
 * convolutions instead of blocks.
 */
final class ResidualUNet {
  /** The name of the output. */
  static final String OUTPUT = "maps";

  private ResidualUNet() {}

  /**
   * Builds a network with sigmoid maps of the size of its input. Full resolution has one
   * convolution on the way in and one on the way out.
   *
   * @param input the name of the input
   * @param channels of the input
   * @param filters of each level, full resolution first; at least two levels
   * @param maps the number of maps
   */
  static Network of(String input, int channels, List<Integer> filters, int maps) {
    NetworkBuilder builder = new NetworkBuilder(input, channels);
    Deque<Tensor> skips = new ArrayDeque<>();
    int full = filters.get(0);
    Tensor x = builder.relu(normalized(builder, "e0", builder.input(), full));
    x = decoded(builder, encoded(builder, x, filters, skips), filters, skips, 1);
    Tensor reduced = builder.convolution("d0.reduced", x, 1, full);
    x = builder.concatenation(List.of(builder.bilinearUpsampling(reduced), skips.pop()));
    x = builder.relu(normalized(builder, "d0", x, full));
    builder.output(OUTPUT, builder.sigmoid(builder.convolution("head", x, 1, maps)));
    return builder.build();
  }

  /**
   * Adds a U-Net whose blocks begin at half resolution, where a convolution of 5 x 5 pixels with
   * stride 2 leads.
   *
   * @param filters of each level, half resolution first; at least two levels
   * @param dropout the rate at the lowest resolution, in training only
   * @return features of half the resolution of the input
   */
  static Tensor halved(NetworkBuilder builder, List<Integer> filters, double dropout) {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor stem = builder.convolution("stem", builder.input(), 5, filters.get(0), 2, 1);
    stem = builder.relu(builder.batchNormalization("stem.norm", stem));
    Tensor x = residual(builder, "e0", stem, filters.get(0));
    x = builder.dropout(encoded(builder, x, filters, skips), dropout);
    return decoded(builder, x, filters, skips, 0);
  }

  /**
   * Adds maps that show details of the input to features of half its resolution.
   *
   * @param filters of the convolutions at full resolution
   * @param maps the number of maps
   * @return the logits of maps of the size of the input
   */
  static Tensor detailedLogits(
      NetworkBuilder builder, String prefix, Tensor halved, int filters, int maps) {
    Tensor fine = builder.relu(normalized(builder, prefix + "fine", builder.input(), filters));
    Tensor lifted = builder.relu(builder.upConvolution(prefix + "lift", halved, filters));
    Tensor both = builder.concatenation(List.of(fine, lifted));
    Tensor blended = builder.relu(normalized(builder, prefix + "blend", both, filters));
    Tensor details = builder.convolution(prefix + "detail", blended, 1, maps);
    return builder.addition(List.of(builder.upConvolution(prefix + "head", halved, maps), details));
  }

  /** Adds the blocks from the second level to the last, and keeps the inputs of their poolings. */
  private static Tensor encoded(
      NetworkBuilder builder, Tensor x, List<Integer> filters, Deque<Tensor> skips) {
    Tensor y = x;
    for (int level = 1; level < filters.size(); level++) {
      skips.push(y);
      y = residual(builder, "e" + level, builder.maxPooling(y), filters.get(level));
    }
    return y;
  }

  /** Adds the blocks from the last level but one up to a level. */
  private static Tensor decoded(
      NetworkBuilder builder, Tensor x, List<Integer> filters, Deque<Tensor> skips, int to) {
    Tensor y = x;
    for (int level = filters.size() - 2; level >= to; level--) {
      Tensor up = builder.bilinearUpsampling(y);
      Tensor joined = builder.concatenation(List.of(up, skips.pop()));
      y = residual(builder, "d" + level, joined, filters.get(level));
    }
    return y;
  }

  private static Tensor residual(NetworkBuilder builder, String name, Tensor x, int filters) {
    Tensor first = builder.relu(normalized(builder, name + ".first", x, filters));
    Tensor second = normalized(builder, name + ".second", first, filters);
    Tensor shortcut = builder.convolution(name + ".shortcut", x, 1, filters);
    return builder.relu(builder.addition(List.of(second, shortcut)));
  }

  private static Tensor normalized(NetworkBuilder builder, String name, Tensor x, int filters) {
    return builder.batchNormalization(name + ".norm", builder.convolution(name, x, 3, filters));
  }
}

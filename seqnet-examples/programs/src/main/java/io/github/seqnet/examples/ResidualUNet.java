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
 * convolutions instead of blocks, or a single one on the way in and out.
 */
final class ResidualUNet {
  /** The name of the output. */
  static final String OUTPUT = "maps";

  private ResidualUNet() {}

  /**
   * Builds a network with sigmoid maps of the size of its input.
   *
   * @param input the name of the input
   * @param channels of the input
   * @param filters of each level, full resolution first; at least two levels
   * @param last how many convolutions full resolution has behind the decoder
   * @param maps the number of maps
   */
  static Network of(String input, int channels, List<Integer> filters, int last, int maps) {
    NetworkBuilder builder = new NetworkBuilder(input, channels);
    builder.output(OUTPUT, builder.sigmoid(logits(builder, "", filters, last, maps)));
    return builder.build();
  }

  /**
   * Adds a U-Net to a network.
   *
   * @param prefix of the names of its weights
   * @param filters of each level, full resolution first; at least two levels
   * @param last how many convolutions full resolution has behind the decoder
   * @param maps the number of maps
   * @return the logits of maps of the size of the input
   */
  static Tensor logits(
      NetworkBuilder builder, String prefix, List<Integer> filters, int last, int maps) {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor x = builder.relu(normalized(builder, prefix + "e0", builder.input(), filters.get(0)));
    x = encoded(builder, prefix, x, filters, skips);
    x = decoded(builder, prefix, x, filters, skips, 1);
    Tensor reduced = builder.convolution(prefix + "d0.reduced", x, 1, filters.get(0));
    x = builder.concatenation(List.of(builder.bilinearUpsampling(reduced), skips.pop()));
    for (int i = 0; i < last; i++) {
      String name = prefix + (i == 0 ? "d0" : "d0." + i);
      x = builder.relu(normalized(builder, name, x, filters.get(0)));
    }
    return builder.convolution(prefix + "head", x, 1, maps);
  }

  /**
   * Adds a U-Net whose blocks begin at half resolution: a convolution of 5 x 5 pixels with stride 2
   * leads to them, a transposed convolution of 2 x 2 pixels back.
   *
   * @param prefix of the names of its weights
   * @param filters of each level, half resolution first; at least two levels
   * @param dropout the rate at the lowest resolution, in training only
   * @param maps the number of maps
   * @return the logits of maps of the size of the input
   */
  static Tensor halvedLogits(
      NetworkBuilder builder, String prefix, List<Integer> filters, double dropout, int maps) {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor stem = builder.convolution(prefix + "stem", builder.input(), 5, filters.get(0), 2, 1);
    stem = builder.relu(builder.batchNormalization(prefix + "stem.norm", stem));
    Tensor x = residual(builder, prefix + "e0", stem, filters.get(0));
    x = builder.dropout(encoded(builder, prefix, x, filters, skips), dropout);
    x = decoded(builder, prefix, x, filters, skips, 0);
    return builder.upConvolution(prefix + "head", x, maps);
  }

  /** Adds the blocks from the second level to the last, and keeps the inputs of their poolings. */
  private static Tensor encoded(
      NetworkBuilder builder, String prefix, Tensor x, List<Integer> filters, Deque<Tensor> skips) {
    Tensor y = x;
    for (int level = 1; level < filters.size(); level++) {
      skips.push(y);
      y = residual(builder, prefix + "e" + level, builder.maxPooling(y), filters.get(level));
    }
    return y;
  }

  /** Adds the blocks from the last level but one up to a level. */
  private static Tensor decoded(
      NetworkBuilder builder,
      String prefix,
      Tensor x,
      List<Integer> filters,
      Deque<Tensor> skips,
      int to) {
    Tensor y = x;
    for (int level = filters.size() - 2; level >= to; level--) {
      Tensor up = builder.bilinearUpsampling(y);
      Tensor joined = builder.concatenation(List.of(up, skips.pop()));
      y = residual(builder, prefix + "d" + level, joined, filters.get(level));
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

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Reads a probability map out of a network's output: one channel, the sum of several channels, or
 * the complement of either.
 *
 * <pre>{@code
 * OutputMap.of("vessel");                        // a sigmoid of one channel
 * OutputMap.channel("classes", 2);               // one class of a softmax
 * OutputMap.sumOf("classes", 1, 2);              // artery or vein
 * OutputMap.channel("classes", 0).complement();  // everything but background
 * }</pre>
 *
 * <p>Values are clamped to 0..1. Outputs are expected to be probabilities, that is, to be the
 * result of a sigmoid or softmax layer.
 *
 * @param output the name of the network's output
 * @param channels the channels that are added up, from 0 on, each once
 * @param complemented whether the map is 1 minus the sum
 */
public record OutputMap(String output, List<Integer> channels, boolean complemented)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if there is no channel, or one is negative or named twice
   */
  public OutputMap {
    Objects.requireNonNull(output, "output");
    channels = List.copyOf(Objects.requireNonNull(channels, "channels"));
    if (channels.isEmpty()
        || channels.stream().anyMatch(channel -> channel < 0)
        || new HashSet<>(channels).size() < channels.size()) {
      throw new IllegalArgumentException(
          "channels must be distinct and at least 0, and there must be one, got " + channels);
    }
  }

  /** The first channel of an output, usually its only one. */
  public static OutputMap of(String output) {
    return channel(output, 0);
  }

  /** One channel of an output. */
  public static OutputMap channel(String output, int channel) {
    return new OutputMap(output, List.of(channel), false);
  }

  /** The sum of several channels of an output, such as the classes artery, vein and crossing. */
  public static OutputMap sumOf(String output, int... channels) {
    return new OutputMap(output, Arrays.stream(channels).boxed().toList(), false);
  }

  /** 1 minus this map. */
  public OutputMap complement() {
    return new OutputMap(output, channels, !complemented);
  }

  /**
   * Reads the map.
   *
   * @param values the output's values, channels last
   * @param channelCount the output's channels
   * @return a value in 0..1 for each pixel; the given array itself if it is the map already
   */
  public float[] read(float[] values, int channelCount) {
    if (channelCount == 1 && !complemented && isProbability(values)) {
      return values;
    }
    float[] map = new float[values.length / channelCount];
    int[] added = channels.stream().mapToInt(Integer::intValue).toArray();
    for (int i = 0; i < map.length; i++) {
      float sum = 0;
      for (int channel : added) {
        sum += values[i * channelCount + channel];
      }
      map[i] = Math.min(1f, Math.max(0f, complemented ? 1 - sum : sum));
    }
    return map;
  }

  /**
   * Checks that a network sees photographs.
   *
   * @throws IllegalArgumentException if the network's input is not RGB
   */
  public static void requirePhotographs(Network network) {
    int inputChannels = network.input().output().channels();
    if (inputChannels != 3) {
      throw new IllegalArgumentException(
          "the network must have an input of 3 channels (RGB), got " + inputChannels);
    }
  }

  /**
   * Checks that maps can be read from the outputs of a network.
   *
   * @throws IllegalArgumentException if a map reads an output or channel that the network does not
   *     have, or an output smaller than the input
   */
  public static void requireMaps(Network network, List<OutputMap> maps) {
    for (OutputMap map : maps) {
      Tensor tensor = network.output(map.output());
      if (tensor.reduction() != 1) {
        throw new IllegalArgumentException(
            "output "
                + map.output()
                + " must have the size of the input to be a map, but is smaller by a factor of "
                + tensor.reduction());
      }
      for (int channel : map.channels()) {
        if (channel >= tensor.channels()) {
          throw new IllegalArgumentException(
              "output "
                  + map.output()
                  + " has channels 0.."
                  + (tensor.channels() - 1)
                  + ", but the map reads channel "
                  + channel);
        }
      }
    }
  }

  private static boolean isProbability(float[] values) {
    for (float value : values) {
      if (!(value >= 0 && value <= 1)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    String sum = output + channels;
    return complemented ? "1 - " + sum : sum;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.internal.backend.HostTransfer;
import io.github.seqnet.nn.internal.plan.BlockViews;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One number for each trainable value of a network - the value itself or its gradient - in one
 * block of native memory. Its interface is a flat array of all parameters in the network's order,
 * each in C order. Inside, the bias of an up-convolution stands there twice, as the 1 x 1
 * convolutions that compute it want it. Its values are put and read by one thread at a time.
 */
public final class ParameterBlock implements AutoCloseable {
  /** Regions are aligned to 64 bytes. */
  private static final int ALIGNMENT = 16;

  private final Map<String, Region> regions = new LinkedHashMap<>();
  private final INDArray block;
  private final int length;

  private record Region(int flatOffset, int offset, int length, int copies) {}

  /** A block of zeros. */
  public ParameterBlock(Network network, DataType type) {
    Set<String> doubled = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.UpConvolution up) {
        doubled.add(up.bias().name());
      }
    }
    int flat = 0;
    int offset = 0;
    for (Parameter parameter : network.parameters().values()) {
      int copies = doubled.contains(parameter.name()) ? 2 : 1;
      regions.put(parameter.name(), new Region(flat, offset, parameter.length(), copies));
      flat = Math.addExact(flat, parameter.length());
      int end = Math.addExact(offset, copies * parameter.length());
      offset = Math.addExact(end, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    length = flat;
    block = Nd4j.createUninitializedDetached(type, offset);
    block.assign(0);
  }

  /** The length of the flat array: the network's parameter count. */
  public int length() {
    return length;
  }

  /** A parameter as it is. */
  INDArray view(Parameter parameter) {
    return view(parameter, 0, parameter.shape().stream().mapToLong(Integer::longValue).toArray());
  }

  /** The values of a parameter, or part of them from {@code skip} on, with the given shape. */
  INDArray view(Parameter parameter, long skip, long... shape) {
    return BlockViews.view(block, offset(parameter) + skip, shape);
  }

  private long offset(Parameter parameter) {
    return Objects.requireNonNull(regions.get(parameter.name()), parameter.name()).offset();
  }

  /** Values of a parameter from {@code skip} on, with any strides. */
  INDArray strided(Parameter parameter, long skip, long[] shape, long[] strides) {
    return BlockViews.strided(block, offset(parameter) + skip, shape, strides);
  }

  /**
   * Sets all values.
   *
   * @param flat as many values as {@link #length()}
   */
  public void put(float[] flat) {
    checkLength(flat.length);
    for (Region region : regions.values()) {
      for (int copy = 0; copy < region.copies(); copy++) {
        long to = region.offset() + (long) copy * region.length();
        HostTransfer.put(flat, region.flatOffset(), block, to, region.length());
      }
    }
  }

  /** As {@link #put(float[])}, for a block of doubles. */
  public void put(double[] flat) {
    checkLength(flat.length);
    double[] values = new double[(int) block.length()];
    for (Region region : regions.values()) {
      for (int copy = 0; copy < region.copies(); copy++) {
        int to = region.offset() + copy * region.length();
        System.arraycopy(flat, region.flatOffset(), values, to, region.length());
      }
    }
    block.assign(Nd4j.createFromArray(values));
  }

  /** The length of {@link #copyTo}'s array: the parameters, some of them twice, and gaps. */
  public int blockLength() {
    return Math.toIntExact(block.length());
  }

  /** The values of a block to be added up by {@link #sum}. */
  @FunctionalInterface
  public interface Summand {
    /** Copies a range of values to the beginning of an array. */
    void copy(int from, float[] to, int length);
  }

  /** The block itself: what is in it when it is added up. */
  public Summand summand() {
    return (from, to, length) -> HostTransfer.get(block, from, to, length);
  }

  /**
   * Copies the block as it is.
   *
   * @param copy as many values as {@link #blockLength()}
   * @return the copy, to be added up
   */
  public Summand copyTo(float[] copy) {
    HostTransfer.get(block, copy);
    return (from, to, length) -> System.arraycopy(copy, from, to, 0, length);
  }

  /**
   * Adds up blocks, in their order, and in each the values of parameters that are stored twice, as
   * gradients require.
   *
   * @param summands this block or others of the same network, or copies of them
   * @param flat as many values as {@link #length()}; those from {@code first} to {@code end},
   *     exclusive, are written
   */
  public void sum(List<Summand> summands, float[] flat, int first, int end) {
    checkLength(flat.length);
    float[] values = new float[end - first];
    for (Region region : regions.values()) {
      int from = Math.max(first, region.flatOffset());
      int length = Math.min(end, region.flatOffset() + region.length()) - from;
      if (length > 0) {
        int within = region.offset() + from - region.flatOffset();
        Arrays.fill(flat, from, from + length, 0f);
        for (Summand summand : summands) {
          for (int twin = 0; twin < region.copies(); twin++) {
            summand.copy(within + twin * region.length(), values, length);
            add(values, flat, from, length);
          }
        }
      }
    }
  }

  private static void add(float[] addend, float[] sum, int to, int length) {
    for (int i = 0; i < length; i++) {
      sum[to + i] += addend[i];
    }
  }

  /**
   * Adds the values of a block of doubles, those that stand twice summed up, to an array.
   *
   * @param flat as many values as {@link #length()}
   */
  public void addTo(double[] flat) {
    checkLength(flat.length);
    double[] values = block.data().asDouble();
    for (Region region : regions.values()) {
      int to = region.flatOffset();
      for (int copy = 0; copy < region.copies(); copy++) {
        int from = region.offset() + copy * region.length();
        for (int i = 0; i < region.length(); i++) {
          flat[to + i] += values[from + i];
        }
      }
    }
  }

  private void checkLength(int got) {
    if (got != length) {
      throw new IllegalArgumentException("expected " + length + " values, got " + got);
    }
  }

  @Override
  public void close() {
    block.close();
  }
}

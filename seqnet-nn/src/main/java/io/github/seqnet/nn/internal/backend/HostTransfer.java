// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Copies between Java arrays and contiguous float32 ND4J arrays, directly if the backend supports
 * it. Lengths are checked, because the direct copy would overwrite adjacent memory.
 */
public final class HostTransfer {
  private HostTransfer() {}

  /** Copies all values into the array, in C order. */
  public static void put(float[] source, INDArray target) {
    requireLength(target, source.length);
    if (ComputeBackend.isCpu()) {
      pointer(target).put(source, 0, source.length);
    } else {
      target.assign(Nd4j.createFromArray(source).reshape(target.shape()));
    }
  }

  /**
   * Copies some values into part of the array.
   *
   * @param source read from index {@code from} on
   * @param target of one axis, written from index {@code to} on
   * @param length how many values
   */
  public static void put(float[] source, int from, INDArray target, long to, int length) {
    Objects.checkFromIndexSize(from, length, source.length);
    Objects.checkFromIndexSize(to, length, target.length());
    if (ComputeBackend.isCpu()) {
      pointer(target).position(to).put(source, from, length);
    } else {
      float[] values = Arrays.copyOfRange(source, from, from + length);
      target.get(NDArrayIndex.interval(to, to + length)).assign(Nd4j.createFromArray(values));
    }
  }

  /** Copies all values out of the array, in C order. */
  public static void get(INDArray source, float[] target) {
    requireLength(source, target.length);
    if (ComputeBackend.isCpu()) {
      pointer(source).get(target, 0, target.length);
    } else {
      float[] values = source.dup('c').data().asFloat();
      System.arraycopy(values, 0, target, 0, target.length);
    }
  }

  /**
   * Copies some values out of the array.
   *
   * @param source of one axis, read from index {@code from} on
   * @param target written from its beginning on
   * @param length how many values
   */
  public static void get(INDArray source, long from, float[] target, int length) {
    Objects.checkFromIndexSize(from, length, source.length());
    Objects.checkFromIndexSize(0, length, target.length);
    if (ComputeBackend.isCpu()) {
      pointer(source).position(from).get(target, 0, length);
    } else {
      float[] values =
          source.get(NDArrayIndex.interval(from, from + length)).dup().data().asFloat();
      System.arraycopy(values, 0, target, 0, length);
    }
  }

  private static void requireLength(INDArray array, int length) {
    if (array.length() != length) {
      throw new IllegalArgumentException(
          "the array has " + array.length() + " values, not " + length);
    }
  }

  private static FloatPointer pointer(INDArray array) {
    // A separate pointer, because the pointer of the array has a position and may be in use by
    // another thread.
    return new FloatPointer(array.data().addressPointer()).position(0);
  }
}

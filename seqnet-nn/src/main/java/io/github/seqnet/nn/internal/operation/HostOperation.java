// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.operation;

import io.github.seqnet.nn.internal.backend.HostTransfer;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation that runs in Java, in double precision, on copies of its arrays: for layers that the
 * native library lacks, computes in another way, or is not faster at.
 */
public final class HostOperation implements Operation {
  /** The computation. */
  @FunctionalInterface
  public interface Kernel {
    /**
     * Computes all outputs.
     *
     * @param inputs the values of each input in C order, read
     * @param outputs the values of each output in C order; all are written
     */
    void run(double[][] inputs, double[][] outputs);
  }

  private final List<INDArray> inputs;
  private final List<INDArray> outputs;
  private final Kernel kernel;
  private final double[][] read;
  private final double[][] written;

  /** Prepares an operation on contiguous arrays of float or double. */
  public HostOperation(List<INDArray> inputs, List<INDArray> outputs, Kernel kernel) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.kernel = kernel;
    read = inputs.stream().map(HostOperation::buffer).toArray(double[][]::new);
    written = outputs.stream().map(HostOperation::buffer).toArray(double[][]::new);
  }

  private static double[] buffer(INDArray array) {
    return new double[Math.toIntExact(array.length())];
  }

  @Override
  public void run() {
    for (int i = 0; i < read.length; i++) {
      get(inputs.get(i), read[i]);
    }
    kernel.run(read, written);
    for (int i = 0; i < written.length; i++) {
      put(written[i], outputs.get(i));
    }
  }

  private static void get(INDArray array, double[] values) {
    if (array.dataType() == DataType.FLOAT) {
      float[] floats = new float[values.length];
      HostTransfer.get(array, floats);
      for (int i = 0; i < floats.length; i++) {
        values[i] = floats[i];
      }
    } else {
      double[] copy = array.dup('c').data().asDouble();
      System.arraycopy(copy, 0, values, 0, values.length);
    }
  }

  private static void put(double[] values, INDArray array) {
    if (array.dataType() == DataType.FLOAT) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      HostTransfer.put(floats, array);
    } else {
      array.assign(Nd4j.createFromArray(values).reshape(array.shape()));
    }
  }
}

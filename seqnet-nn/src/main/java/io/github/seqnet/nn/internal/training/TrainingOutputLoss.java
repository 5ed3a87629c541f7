// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.backend.HostTransfer;
import io.github.seqnet.nn.internal.operation.Operation;
import io.github.seqnet.nn.internal.operation.Operations;
import io.github.seqnet.nn.internal.plan.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Plans the operation that runs an {@link OutputLoss}. Gradients enter the backward pass at the
 * logits of outputs that a sigmoid computes, and at the outputs themselves otherwise.
 */
final class TrainingOutputLoss {
  private final TrainingTensors tensors;
  private final OutputLoss loss;
  private final List<Read> reads = new ArrayList<>();

  /** An output, the tensor at which its gradient enters, and the buffer of that gradient. */
  private record Read(Tensor output, Tensor entry, Buffer gradient) {
    boolean isSigmoid() {
      return !output.equals(entry);
    }
  }

  /** Assigns buffers to the outputs that last until the loss is computed. */
  TrainingOutputLoss(TrainingTensors tensors, Network network, OutputLoss loss) {
    this.tensors = tensors;
    this.loss = loss;
    for (String name : loss.outputs()) {
      Tensor output = network.output(name);
      if (output.reduction() != 1) {
        throw new IllegalArgumentException(
            "output " + name + " must have the size of the input to have a loss");
      }
      Tensor entry = entry(output);
      for (Tensor tensor : List.of(output, entry)) {
        if (!tensors.hasBuffer(tensor)) {
          tensors.put(tensor, tensors.pin(tensors.length(tensor)));
        }
      }
      reads.add(new Read(output, entry, tensors.pin(tensors.length(output))));
    }
  }

  private Tensor entry(Tensor output) {
    for (Layer layer : tensors.layers) {
      if (layer instanceof Layer.Sigmoid sigmoid && layer.output().equals(output)) {
        return sigmoid.input();
      }
    }
    return output;
  }

  /** Plans the loss and adds its gradients to the existing ones. */
  void plan() {
    List<Buffer> used = new ArrayList<>();
    for (Read read : reads) {
      used.addAll(List.of(tensors.of(read.output), tensors.of(read.entry), read.gradient));
    }
    tensors.emit(this::operation, used.toArray(Buffer[]::new));
    for (Read read : reads) {
      if (!tensors.hasGradient(read.entry)) {
        continue;
      }
      Buffer known = tensors.gradient(read.entry);
      if (known == null) {
        tensors.putGradient(read.entry, read.gradient);
      } else {
        tensors.emit(
            () -> Operations.addInPlace(tensors.row(known), tensors.row(read.gradient)),
            known,
            read.gradient);
      }
    }
  }

  private Operation operation() {
    int count = reads.size();
    INDArray[] values = new INDArray[count];
    INDArray[] logits = new INDArray[count];
    INDArray[] gradients = new INDArray[count];
    float[][] hostValues = new float[count][];
    float[][] hostLogits = new float[count][];
    float[][] hostGradients = new float[count][];
    for (int i = 0; i < count; i++) {
      Read read = reads.get(i);
      values[i] = tensors.row(tensors.of(read.output));
      logits[i] = tensors.row(tensors.of(read.entry));
      gradients[i] = tensors.row(read.gradient);
      int length = Math.toIntExact(values[i].length());
      hostValues[i] = new float[length];
      hostLogits[i] = read.isSigmoid() ? new float[length] : hostValues[i];
      hostGradients[i] = new float[length];
    }
    return () -> {
      for (int i = 0; i < count; i++) {
        get(values[i], hostValues[i]);
        if (reads.get(i).isSigmoid()) {
          get(logits[i], hostLogits[i]);
        }
        Arrays.fill(hostGradients[i], 0);
      }
      loss.compute(hostValues, hostLogits, hostGradients);
      for (int i = 0; i < count; i++) {
        if (reads.get(i).isSigmoid()) {
          toLogits(hostValues[i], hostGradients[i]);
        }
        put(hostGradients[i], gradients[i]);
      }
    };
  }

  /** Converts gradients with respect to probabilities to gradients with respect to logits. */
  private static void toLogits(float[] probabilities, float[] gradients) {
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] *= probabilities[i] * (1 - probabilities[i]);
    }
  }

  private static void get(INDArray array, float[] values) {
    if (array.dataType() == DataType.FLOAT) {
      HostTransfer.get(array, values);
    } else {
      float[] converted = array.castTo(DataType.FLOAT).data().asFloat();
      System.arraycopy(converted, 0, values, 0, converted.length);
    }
  }

  private static void put(float[] values, INDArray array) {
    if (array.dataType() == DataType.FLOAT) {
      HostTransfer.put(values, array);
    } else {
      array.assign(Nd4j.createFromArray(values));
    }
  }
}

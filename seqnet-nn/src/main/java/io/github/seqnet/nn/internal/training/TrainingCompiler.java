// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.internal.operation.Operation;
import io.github.seqnet.nn.internal.plan.Buffer;
import io.github.seqnet.nn.internal.plan.NativeForms;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compiles a training step: plans all operations on buffers, lays out the buffers, then creates the
 * operations.
 */
final class TrainingCompiler {
  /** Kernels with at most this many values are reordered at no noticeable cost. */
  private static final int SMALL = 1 << 17;

  final Buffer image;
  final TrainingLoss loss;

  /** The random values of dropout, by its rate. */
  final Map<Double, Buffer> masks = new TreeMap<>();

  private final TrainingTensors tensors;
  private final TrainingKernels kernels;
  private final Buffer ones;

  TrainingCompiler(
      Network network,
      ParameterBlock parameters,
      ParameterBlock gradients,
      int batch,
      int height,
      int width,
      List<String> rows,
      List<TrainingPlan.Contrast> contrasts,
      List<OutputLoss> outputLosses,
      Predicate<Parameter> trained,
      NativeForms forms) {
    Set<Integer> wanted = new HashSet<>();
    rows.forEach(name -> wanted.add(network.output(name).id()));
    outputLosses.forEach(
        each -> each.outputs().forEach(name -> wanted.add(network.output(name).id())));
    tensors = new TrainingTensors(network, batch, height, width, wanted, trained);
    kernels = new TrainingKernels(tensors, parameters);
    image = tensors.pin(tensors.length(network.input().output()));
    tensors.put(network.input().output(), image);
    ones = tensors.pin((long) batch * height * width);
    loss = new TrainingLoss(tensors, network, rows, contrasts);
    List<TrainingOutputLoss> inJava =
        outputLosses.stream().map(each -> new TrainingOutputLoss(tensors, network, each)).toList();
    Map<Integer, Buffer> maskOf = planMasks();
    TrainingForward forward = new TrainingForward(tensors, kernels, forms, maskOf, trained);
    TrainingBackward backward =
        new TrainingBackward(
            tensors,
            kernels,
            new ParameterGradients(tensors, gradients, trained),
            forms,
            maskOf,
            ones);
    tensors.stackConcatenations(c -> backward.readsParts(c) && c.kernel().length() <= SMALL, forms);
    plan(forward, backward, inJava);
  }

  private void plan(
      TrainingForward forward, TrainingBackward backward, List<TrainingOutputLoss> inJava) {
    List<Layer> layers = tensors.layers;
    layers.forEach(forward::plan);
    loss.planGradients();
    inJava.forEach(TrainingOutputLoss::plan);
    for (int i = layers.size() - 1; i >= 0; i--) {
      Buffer outputGradient = tensors.gradient(layers.get(i).output());
      if (outputGradient != null) {
        backward.plan(layers.get(i), outputGradient);
      }
    }
    loss.planTerms();
  }

  /** One random array for each rate; each layer has a window of it. */
  private Map<Integer, Buffer> planMasks() {
    Map<Double, Long> longest = new TreeMap<>();
    for (Layer layer : tensors.layers) {
      if (layer instanceof Layer.Dropout dropout) {
        longest.merge(dropout.rate(), tensors.length(dropout.output()), Math::max);
      }
    }
    longest.forEach((rate, length) -> masks.put(rate, tensors.pin(length + shifts(length))));
    Map<Integer, Buffer> maskOf = new HashMap<>();
    for (Layer layer : tensors.layers) {
      if (layer instanceof Layer.Dropout dropout) {
        Buffer mask = Objects.requireNonNull(masks.get(dropout.rate()), "mask");
        long length = tensors.length(dropout.output());
        // Windows far from each other, so that no pixel has the same pattern in two layers.
        long shift = 104_729L * maskOf.size() % (mask.length - length + 1);
        maskOf.put(dropout.output().id(), new Buffer(mask, shift, length));
      }
    }
    return maskOf;
  }

  private static long shifts(long length) {
    return Math.min(length, 1 << 20);
  }

  /** The size of the block of memory that the operations need. */
  long layOut() {
    return tensors.layOut();
  }

  /** Creates the operations, now that the block exists. */
  List<Operation> make(INDArray block) {
    List<Operation> made = tensors.make(block);
    tensors.row(ones).assign(1);
    kernels.clear();
    return made;
  }

  /** The values of a buffer in C order. */
  INDArray array(Buffer buffer, long... shape) {
    return tensors.array(buffer, shape);
  }
}

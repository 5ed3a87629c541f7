// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.training;

import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.operation.GradientOperations;
import io.github.seqnet.nn.internal.operation.Operations;
import io.github.seqnet.nn.internal.plan.Buffer;
import java.util.List;

/**
 * Plans the operations of the loss and of its gradients at the logits. Logits and probabilities of
 * all rows and contrasts are contiguous, so that one operation handles all of them.
 */
final class TrainingLoss {
  /** As Keras bounds probabilities before it takes logarithms. */
  private static final double LOG_BOUND = 1e-7;

  private final TrainingTensors tensors;
  private final List<Layer.Sigmoid> rows;
  private final List<TrainingPlan.Contrast> contrasts;
  private final long pixels;

  final Buffer probabilities;
  final Buffer targets;
  final Buffer weights;
  final Buffer lossTerms;
  private final Buffer logits;
  private final Buffer errors;

  /**
   * Assigns buffers to the outputs that are rows, and their logits.
   *
   * @param names of outputs, each made by a sigmoid
   * @param contrasts pairs of rows
   */
  TrainingLoss(
      TrainingTensors tensors,
      Network network,
      List<String> names,
      List<TrainingPlan.Contrast> contrasts) {
    this.tensors = tensors;
    this.contrasts = contrasts;
    rows = names.stream().map(name -> sigmoid(name, network.output(name))).toList();
    pixels = tensors.length(network.input().output()) / network.input().output().channels();
    // With no row there is nothing to compute, but every buffer has a length.
    long terms = Math.max(1, pixels * (rows.size() + contrasts.size()));
    logits = tensors.pin(terms);
    probabilities = tensors.pin(terms);
    errors = tensors.pin(terms);
    targets = tensors.pin(terms);
    weights = tensors.pin(terms);
    lossTerms = tensors.pin(terms);
    for (int row = 0; row < rows.size(); row++) {
      Tensor output = rows.get(row).output();
      if (tensors.hasBuffer(output)) {
        throw new IllegalArgumentException("output " + names.get(row) + " is listed twice");
      }
      tensors.put(output, term(probabilities, row));
      tensors.put(rows.get(row).input(), term(logits, row));
    }
  }

  private Layer.Sigmoid sigmoid(String name, Tensor output) {
    for (Layer layer : tensors.layers) {
      if (layer instanceof Layer.Sigmoid sigmoid
          && layer.output().equals(output)
          && output.channels() == 1
          && output.reduction() == 1) {
        return sigmoid;
      }
    }
    throw new IllegalArgumentException(
        "output " + name + " is not a full-size one-channel sigmoid, so it cannot have a loss");
  }

  /** The gradients of the loss at the logits: (probability - target) * weight. */
  void planGradients() {
    if (rows.isEmpty()) {
      return;
    }
    for (int c = 0; c < contrasts.size(); c++) {
      Buffer difference = term(logits, rows.size() + c);
      Buffer probability = term(probabilities, rows.size() + c);
      Buffer first = term(logits, contrasts.get(c).first());
      Buffer second = term(logits, contrasts.get(c).second());
      tensors.emit(
          () ->
              GradientOperations.binary(
                  "subtract", tensors.row(first), tensors.row(second), tensors.row(difference)),
          difference);
      tensors.emit(
          () -> Operations.sigmoid(tensors.row(difference), tensors.row(probability)), probability);
    }
    tensors.emit(
        () ->
            GradientOperations.binary(
                "subtract", tensors.row(probabilities), tensors.row(targets), tensors.row(errors)),
        errors);
    tensors.emit(
        () -> GradientOperations.multiplyInPlace(tensors.row(errors), tensors.row(weights)),
        errors);
    for (int c = 0; c < contrasts.size(); c++) {
      Buffer error = term(errors, rows.size() + c);
      Buffer first = term(errors, contrasts.get(c).first());
      Buffer second = term(errors, contrasts.get(c).second());
      tensors.emit(() -> Operations.addInPlace(tensors.row(first), tensors.row(error)), errors);
      tensors.emit(
          () -> GradientOperations.subtractInPlace(tensors.row(second), tensors.row(error)),
          errors);
    }
    for (int row = 0; row < rows.size(); row++) {
      if (tensors.hasGradient(rows.get(row).input())) {
        tensors.putGradient(rows.get(row).input(), term(errors, row));
      }
    }
  }

  /** Each pixel's weighted log likelihood, which the loss sums up. */
  void planTerms() {
    if (rows.isEmpty()) {
      return;
    }
    Buffer ofOne = new Buffer(probabilities.length);
    Buffer ofZero = new Buffer(probabilities.length);
    tensors.emit(
        () ->
            GradientOperations.clip(
                tensors.row(probabilities), LOG_BOUND, 1 - LOG_BOUND, tensors.row(ofOne)),
        ofOne);
    tensors.emit(
        () -> GradientOperations.oneMinus(tensors.row(ofOne), tensors.row(ofZero)), ofOne, ofZero);
    tensors.emit(() -> GradientOperations.logInPlace(tensors.row(ofOne)), ofOne);
    tensors.emit(() -> GradientOperations.logInPlace(tensors.row(ofZero)), ofZero);
    tensors.emit(
        () -> GradientOperations.subtractInPlace(tensors.row(ofOne), tensors.row(ofZero)),
        ofOne,
        ofZero);
    tensors.emit(
        () -> GradientOperations.multiplyInPlace(tensors.row(ofOne), tensors.row(targets)), ofOne);
    tensors.emit(
        () -> Operations.addInPlace(tensors.row(ofOne), tensors.row(ofZero)), ofOne, ofZero);
    tensors.emit(
        () ->
            GradientOperations.binary(
                "multiply", tensors.row(ofOne), tensors.row(weights), tensors.row(lossTerms)),
        ofOne,
        lossTerms);
  }

  private Buffer term(Buffer whole, int number) {
    return new Buffer(whole, number * pixels, pixels);
  }
}

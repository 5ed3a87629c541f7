// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.jhdf.api.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A layer with weights in an open Keras file; nothing of its values is read yet. */
record KerasLayer(String name, Dataset kernel, Dataset bias) {
  List<Integer> kernelShape() {
    return shape(kernel);
  }

  List<Integer> biasShape() {
    return shape(bias);
  }

  static List<Integer> shape(Dataset dataset) {
    return Arrays.stream(dataset.getDimensions()).boxed().collect(Collectors.toList());
  }
}

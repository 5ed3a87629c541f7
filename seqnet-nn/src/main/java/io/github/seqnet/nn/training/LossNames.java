// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.Descriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Creates the built-in losses from their descriptors. */
final class LossNames {
  static final List<String> ALL =
      List.of("cross-entropy", "artery-vein-contrast", "dice", "focal", "cldice");

  private LossNames() {}

  static Loss create(Descriptor descriptor) {
    Map<String, String> left = new HashMap<>(descriptor.parameters());
    Loss loss =
        switch (descriptor.id()) {
          case "cross-entropy" -> new CrossEntropyLoss(take(left, "vesselWeight", 1));
          case "artery-vein-contrast" -> new ContrastLoss();
          case "dice" -> new DiceLoss(take(left, "smoothing", 1));
          case "focal" -> new FocalLoss(take(left, "gamma", 2), take(left, "alpha", 0.5));
          case "cldice" -> new CenterlineDiceLoss((int) take(left, "iterations", 10));
          default ->
              throw new IllegalArgumentException(
                  "unknown loss '"
                      + descriptor.id()
                      + "': available are "
                      + String.join(", ", ALL));
        };
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "loss " + descriptor.id() + " has no parameter " + left.keySet());
    }
    return loss;
  }

  private static double take(Map<String, String> parameters, String name, double fallback) {
    String text = parameters.remove(name);
    try {
      return text == null ? fallback : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, got '" + text + "'", e);
    }
  }
}

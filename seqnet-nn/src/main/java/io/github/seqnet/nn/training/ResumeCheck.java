// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.ModelSpecification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that a checkpoint belongs to the training to be resumed. */
final class ResumeCheck {
  private ResumeCheck() {}

  /**
   * Compares a checkpoint with a training.
   *
   * @param data the data of the training, as text
   * @throws IllegalArgumentException if the checkpoint is of another network, other options or
   *     other data; names what differs
   */
  static void requireSame(
      Path file,
      Checkpoint checkpoint,
      ModelSpecification model,
      TrainingOptions options,
      String data) {
    requireSame(file, "network", checkpoint.model(), OptionsText.of(model));
    requireSameOptions(file, OptionsText.completed(checkpoint.options()), options);
    requireSame(file, "data", checkpoint.data(), data);
  }

  private static void requireSame(Path file, String what, String saved, String given) {
    requireNone(
        file,
        what,
        TextDifference.of(saved, given).stream().map(TextDifference::toString).toList());
  }

  private static void requireSameOptions(
      Path file, Map<String, String> saved, TrainingOptions options) {
    Map<String, String> given = OptionsText.of(options);
    Set<String> names = new LinkedHashSet<>(given.keySet());
    names.addAll(saved.keySet());
    List<String> different = new ArrayList<>();
    for (String name : names) {
      if (!mayDiffer(name, options)) {
        TextDifference.of(
                saved.getOrDefault(name, "missing"), given.getOrDefault(name, "an unknown option"))
            .forEach(difference -> different.add(difference.within(name).toString()));
      }
    }
    requireNone(file, "options", different);
  }

  private static void requireNone(Path file, String what, List<String> different) {
    if (!different.isEmpty()) {
      throw new IllegalArgumentException(
          file + " is of a training with other " + what + ": " + String.join("; ", different));
    }
  }

  /** Whether an option changes no bit of any step. */
  private static boolean mayDiffer(String option, TrainingOptions options) {
    return switch (option) {
      case "validationInterval", "patience", "checkpointInterval" -> true;
      case "steps", "timeLimit" -> !options.rate().dependsOnProgress();
      default -> false;
    };
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes how a network was trained, as text for people. Checkpoints keep the texts of options
 * and data, because a training is resumed only if they are equal.
 */
final class RecipeText {
  private static final String NONE = "none";

  private RecipeText() {}

  /** The options and the recipe of the batches as text; special values are written as words. */
  static String of(TrainingOptions options, TrainingData data) {
    String text = options.toString();
    text = replace(text, "timeLimit", options.timeLimit(), readable(options.timeLimit()));
    text = replace(text, "rate", options.rate(), options.rate().descriptor().toString());
    if (options.clipNorm() == TrainingOptions.NO_CLIPPING) {
      text = replace(text, "clipNorm", options.clipNorm(), NONE);
    }
    if (options.patience() == TrainingOptions.NO_EARLY_STOPPING) {
      text = replace(text, "patience", options.patience(), NONE);
    }
    return data.description().isEmpty() ? text : text + ", " + data.description();
  }

  private static String replace(String text, String component, Object value, String readable) {
    return text.replace(component + "=" + value + ",", component + "=" + readable + ",");
  }

  /** Hours, minutes and seconds, those of them that there are. */
  static String readable(Duration time) {
    if (time.equals(TrainingOptions.NO_TIME_LIMIT)) {
      return NONE;
    }
    List<String> parts = new ArrayList<>();
    if (time.toHours() > 0) {
      parts.add(time.toHours() + " h");
    }
    if (time.toMinutesPart() > 0) {
      parts.add(time.toMinutesPart() + " min");
    }
    BigDecimal seconds =
        BigDecimal.valueOf(time.toSecondsPart()).add(BigDecimal.valueOf(time.toNanosPart(), 9));
    if (seconds.signum() > 0) {
      parts.add(seconds.stripTrailingZeros().toPlainString() + " s");
    }
    return String.join(" ", parts);
  }
}

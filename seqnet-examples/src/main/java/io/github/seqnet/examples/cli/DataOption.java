package io.github.seqnet.examples.cli;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.Split;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Data sets as people name them: {@code <set>:<folder>}, with {@code @<split>} behind it or not.
 */
final class DataOption {
  /** Reads a split: training, test, all. */
  static final class SplitNames extends NamedConstants<Split> {
    SplitNames() {
      super(Split.class);
    }
  }

  private DataOption() {}

  /**
   * Opens data sets, and makes one of them.
   *
   * @param texts at least one
   * @param split which part where a text names none
   * @throws CommandException if one is not there or not laid out as announced
   */
  static Dataset open(List<String> texts, Split split) {
    Dataset all = open(texts.get(0), split);
    for (String text : texts.subList(1, texts.size())) {
      all = all.plus(open(text, split));
    }
    return all;
  }

  private static Dataset open(String text, Split split) {
    int at = text.lastIndexOf('@');
    Split own = at < 0 ? null : split(text.substring(at + 1));
    try {
      return own == null ? Dataset.parse(text, split) : Dataset.parse(text.substring(0, at), own);
    } catch (IOException | SeqnetException | IllegalArgumentException e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
  }

  /** The split of that name, or null: folders may have an at sign in their names too. */
  private static Split split(String name) {
    for (Split split : Split.values()) {
      if (NamedConstants.name(split).equals(name.toLowerCase(Locale.ROOT))) {
        return split;
      }
    }
    return null;
  }
}

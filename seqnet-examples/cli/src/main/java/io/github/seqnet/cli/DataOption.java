package io.github.seqnet.cli;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import java.io.IOException;
import java.util.List;

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

  /** What can be named, for the help. */
  static final String SETS =
      "Data sets: drive, drive-vessels, rite, les-av, hrf, chase-db1, stare, plain or"
          + " plain-vessels, and where they are";

  /** How a set of one's own is laid out, for the help. */
  static final String PLAIN_LAYOUT =
      "A set of your own (plain; plain-vessels if it tells no arteries from veins) has folders"
          + " images, labels and, unless the whole image counts, masks, with files of the same names"
          + " but for the extension, arteries red, veins blue, vessels of a plain-vessels set white.";

  private DataOption() {}

  /**
   * Opens data sets, and makes one of them.
   *
   * @param texts at least one
   * @param split which part where a text names none
   * @throws CommandException if one is not there or not laid out as announced
   */
  static Dataset open(List<String> texts, Split split) {
    for (String text : texts) {
      if (text.startsWith("--")) {
        throw new CommandException(text + ": there is no such option");
      }
    }
    Dataset all = open(texts.get(0), split);
    for (String text : texts.subList(1, texts.size())) {
      all = all.plus(open(text, split));
    }
    return all;
  }

  /**
   * The part that each data set is taken from, as {@link #open(List, Split)} does.
   *
   * @param byDefault which part where a text names none
   */
  static List<Split> splits(List<String> texts, Split byDefault) {
    return texts.stream().map(text -> Split.namedIn(text).orElse(byDefault)).toList();
  }

  /** Whether one of the texts names the part itself. */
  static boolean namesSplit(List<String> texts) {
    return texts.stream().anyMatch(text -> Split.namedIn(text).isPresent());
  }

  private static Dataset open(String text, Split split) {
    try {
      return Dataset.parse(text, split);
    } catch (IOException | SeqnetException | IllegalArgumentException e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
  }

  /**
   * Loads a sample of a set.
   *
   * @throws CommandException if it cannot be read or its parts do not fit each other
   */
  static LabeledImage load(Sample sample) {
    try {
      return sample.load();
    } catch (IOException | SeqnetException e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
  }
}

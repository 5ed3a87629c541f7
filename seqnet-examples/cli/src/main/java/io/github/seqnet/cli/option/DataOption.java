// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import java.io.IOException;
import java.util.List;

/** Parses data sets given as {@code <set>:<folder>} with an optional suffix {@code @<split>}. */
public final class DataOption {
  /** Reads a split: training, test, all. */
  public static final class SplitNames extends NamedConstants<Split> {
    SplitNames() {
      super(Split.class);
    }
  }

  /** The names of data sets, for the help. */
  public static final String SETS =
      "Data sets: drive, drive-vessels, rite, les-av, hrf, chase-db1, stare, avrdb,"
          + " plain or plain-vessels, and their folders";

  /** The layout of a data set of your own, for the help. */
  public static final String PLAIN_LAYOUT =
      "A data set of your own (plain, or plain-vessels for vessel masks) has folders images, labels"
          + " and, unless the whole image counts, masks. Files have the same names except for the"
          + " extension. Arteries are red and veins blue; vessels of a plain-vessels set are"
          + " white.";

  private DataOption() {}

  /**
   * Opens data sets and combines them.
   *
   * @param texts at least one
   * @param split the part if a text names none
   * @throws CommandException if a data set is missing or does not have the expected layout
   */
  public static Dataset open(List<String> texts, Split split) {
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
   * The part of each data set, as in {@link #open(List, Split)}.
   *
   * @param byDefault the part if a text names none
   */
  public static List<Split> splits(List<String> texts, Split byDefault) {
    return texts.stream().map(text -> Split.namedIn(text).orElse(byDefault)).toList();
  }

  /** Whether one of the texts names its part. */
  public static boolean namesSplit(List<String> texts) {
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
   * @throws CommandException if it cannot be read or its files do not match
   */
  public static LabeledImage load(Sample sample) {
    try {
      return sample.load();
    } catch (IOException | SeqnetException e) {
      throw new CommandException(FailureText.oneLine(e), e);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.preprocess.Preprocessing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The metadata entries of a weight file: text values by name. Each entry is taken once, so that
 * unknown entries remain. A missing or malformed entry throws an {@link IllegalArgumentException}
 * that names it.
 */
final class MetadataEntries {
  /** The names of the two kinds of preprocessing in weight files of version 1. */
  private static final String NONE_BEFORE_VERSION_2 = "NONE";

  private static final String ILLUMINATION_CORRECTION_BEFORE_VERSION_2 = "EVEN_LIGHT";

  private static final String PROVENANCE = "provenance.";
  private static final String DATA_SET = PROVENANCE + "dataSet.";
  private static final String RECIPE = PROVENANCE + "recipe";
  private static final String SEED = PROVENANCE + "seed";
  private static final String LIBRARY_VERSION = PROVENANCE + "libraryVersion";
  private static final String JAVA_VERSION = PROVENANCE + "javaVersion";
  private static final String PLATFORM = PROVENANCE + "platform";
  private static final String CREATED = PROVENANCE + "created";
  private static final String NOTES = PROVENANCE + "notes";

  private final String kind;
  private final Map<String, String> texts;

  /**
   * @param kind the text before a name in messages, such as {@code "header entry "}
   */
  MetadataEntries(String kind, Map<String, String> texts) {
    this.kind = kind;
    this.texts = new LinkedHashMap<>(texts);
  }

  /** Adds the entries of a model's provenance. */
  static void put(Provenance provenance, Map<String, String> texts) {
    for (int i = 0; i < provenance.dataSets().size(); i++) {
      texts.put(DATA_SET + i, provenance.dataSets().get(i));
    }
    texts.put(RECIPE, provenance.recipe());
    provenance.seed().ifPresent(seed -> texts.put(SEED, Long.toString(seed)));
    texts.put(LIBRARY_VERSION, provenance.libraryVersion());
    texts.put(JAVA_VERSION, provenance.javaVersion());
    texts.put(PLATFORM, provenance.platform());
    texts.put(CREATED, provenance.created().toString());
    texts.put(NOTES, provenance.notes());
  }

  /** Returns the names of the remaining entries with a prefix. */
  List<String> namesWith(String prefix) {
    return texts.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  boolean has(String name) {
    return texts.containsKey(name);
  }

  /** Whether an entry of the model's provenance is left. */
  boolean hasProvenance() {
    return texts.keySet().stream().anyMatch(name -> name.startsWith(PROVENANCE));
  }

  /** Returns the name of a remaining entry. */
  Optional<String> left() {
    return texts.keySet().stream().findFirst();
  }

  /** Refuses texts without this one. */
  void require(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(kind + name + " is missing");
    }
  }

  String take(String name) {
    String text = texts.remove(name);
    if (text == null) {
      throw new IllegalArgumentException(kind + name + " is missing");
    }
    return text;
  }

  double takeNumber(String name) {
    String text = take(name);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(kind + name + " is not a number: " + text, e);
    }
  }

  Preprocessing takePreparation(String name) {
    String text = take(name);
    try {
      return switch (text) {
        case NONE_BEFORE_VERSION_2 -> Preprocessing.NONE;
        case ILLUMINATION_CORRECTION_BEFORE_VERSION_2 -> Preprocessing.ILLUMINATION_CORRECTION;
        default -> Preprocessing.parse(text);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(kind + name + ": " + e.getMessage(), e);
    }
  }

  Provenance takeProvenance() {
    List<String> dataSets = new ArrayList<>();
    while (has(DATA_SET + dataSets.size())) {
      dataSets.add(take(DATA_SET + dataSets.size()));
    }
    return new Provenance(
        dataSets,
        take(RECIPE),
        has(SEED) ? OptionalLong.of(takeSeed()) : OptionalLong.empty(),
        take(LIBRARY_VERSION),
        take(JAVA_VERSION),
        take(PLATFORM),
        takeTime(),
        take(NOTES));
  }

  private long takeSeed() {
    String text = take(SEED);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(kind + SEED + " is not a whole number: " + text, e);
    }
  }

  private Instant takeTime() {
    String text = take(CREATED);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(kind + CREATED + " is not an ISO 8601 time: " + text, e);
    }
  }
}

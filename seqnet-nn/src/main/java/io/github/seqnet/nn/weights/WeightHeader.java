// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preprocessing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text block of a weight file: one {@code key=value} a line, every key once, backslash, line
 * feed and carriage return in values escaped as {@code \\}, {@code \n}, {@code \r}.
 */
record WeightHeader(
    ModelSpecification specification,
    Provenance provenance,
    String license,
    @Nullable WeightHeader correction,
    @Nullable WeightHeader partner) {
  /** The prefix of the entries and parameters of the correction. */
  static final String CORRECTION = "correction.";

  /** The prefix of the entries and parameters of the partner. */
  static final String PARTNER = "partner.";

  static final String DROPOUT = "dropout";
  static final String PREPARATION = "preparation";
  static final String LICENSE = "licence";

  /** The header of a model. */
  static WeightHeader of(TrainedModel model) {
    return new WeightHeader(
        model.specification(),
        model.provenance(),
        model.license(),
        model.correction().map(WeightHeader::of).orElse(null),
        model.partner().map(WeightHeader::of).orElse(null));
  }

  /** The text in version 2. */
  String toText() {
    return toText(toEntries());
  }

  private Map<String, String> toEntries() {
    Map<String, String> entries = new LinkedHashMap<>(SpecificationText.toTexts(specification));
    MetadataEntries.put(provenance, entries);
    entries.put(LICENSE, license);
    if (correction != null) {
      correction.toEntries().forEach((key, value) -> entries.put(CORRECTION + key, value));
    }
    if (partner != null) {
      partner.toEntries().forEach((key, value) -> entries.put(PARTNER + key, value));
    }
    return entries;
  }

  static String toText(Map<String, String> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (key, value) -> text.append(escaped(key)).append('=').append(escaped(value)).append('\n'));
    return text.toString();
  }

  /**
   * Reads the text of a version.
   *
   * @throws IllegalArgumentException if an entry is missing, unknown or has no valid value
   */
  static WeightHeader parse(String text, int version) {
    Map<String, String> own = entries(text);
    WeightHeader correction = companion(CORRECTION, own, version);
    WeightHeader partner = companion(PARTNER, own, version);
    return parse(new MetadataEntries("header entry ", own), version, correction, partner);
  }

  /** Takes the entries with a prefix; null if there are none. */
  private static @Nullable WeightHeader companion(
      String prefix, Map<String, String> entries, int version) {
    Map<String, String> own = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            own.put(key.substring(prefix.length()), value);
          }
        });
    entries.keySet().removeIf(key -> key.startsWith(prefix));
    if (own.isEmpty()) {
      return null;
    }
    try {
      return parse(new MetadataEntries("header entry ", own), version, null, null);
    } catch (IllegalArgumentException e) {
      String role = prefix.substring(0, prefix.length() - 1);
      throw new IllegalArgumentException(role + ": " + e.getMessage(), e);
    }
  }

  private static WeightHeader parse(
      MetadataEntries texts,
      int version,
      @Nullable WeightHeader correction,
      @Nullable WeightHeader partner) {
    ModelSpecification specification =
        version == 1 ? config(texts).specification() : SpecificationText.parse(texts);
    Provenance provenance = texts.takeProvenance();
    String license = texts.take(LICENSE);
    texts
        .left()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("header entry " + name + " is not known");
            });
    return new WeightHeader(specification, provenance, license, correction, partner);
  }

  private static Map<String, String> entries(String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals < 0 && !line.isEmpty()) {
        throw new IllegalArgumentException("header line without a key: " + line);
      }
      if (equals >= 0
          && entries.put(
                  unescaped(line.substring(0, equals)), unescaped(line.substring(equals + 1)))
              != null) {
        throw new IllegalArgumentException(
            "header entry " + line.substring(0, equals) + " occurs twice");
      }
    }
    return entries;
  }

  /** Version 1 holds SeqNet and IterNet only. */
  private static SeqNetConfig config(MetadataEntries texts) {
    return new SeqNetConfig(
        Integer.parseInt(texts.take("baseWidth")),
        Integer.parseInt(texts.take("iterations")),
        texts.takeNumber(DROPOUT),
        SeqNetConfig.Streams.valueOf(texts.take("streams")),
        texts.has(PREPARATION) ? texts.takePreparation(PREPARATION) : Preprocessing.NONE);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    boolean escape = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (escape) {
        text.append(
            switch (c) {
              case '\\' -> '\\';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> throw new IllegalArgumentException("header value with an escape " + c);
            });
        escape = false;
      } else if (c == '\\') {
        escape = true;
      } else {
        text.append(c);
      }
    }
    if (escape) {
      throw new IllegalArgumentException("header value that ends in an escape");
    }
    return text.toString();
  }
}

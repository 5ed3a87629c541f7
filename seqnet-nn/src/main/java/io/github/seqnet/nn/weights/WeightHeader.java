package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preparation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The text block of a weight file: one {@code key=value} a line, every key once, backslash, line
 * feed and carriage return in values escaped as {@code \\}, {@code \n}, {@code \r}.
 */
record WeightHeader(SeqNetConfig config, Provenance provenance, String licence) {
  private static final String DATA_SET = "provenance.dataSet.";
  private static final String SEED = "provenance.seed";
  private static final String PREPARATION = "preparation";

  String toText() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("baseWidth", Integer.toString(config.baseWidth()));
    entries.put("iterations", Integer.toString(config.iterations()));
    entries.put("dropout", Double.toString(config.dropout()));
    entries.put("streams", config.streams().name());
    entries.put(PREPARATION, config.preparation().name());
    for (int i = 0; i < provenance.dataSets().size(); i++) {
      entries.put(DATA_SET + i, provenance.dataSets().get(i));
    }
    entries.put("provenance.recipe", provenance.recipe());
    provenance.seed().ifPresent(seed -> entries.put(SEED, Long.toString(seed)));
    entries.put("provenance.libraryVersion", provenance.libraryVersion());
    entries.put("provenance.javaVersion", provenance.javaVersion());
    entries.put("provenance.platform", provenance.platform());
    entries.put("provenance.created", provenance.created().toString());
    entries.put("provenance.notes", provenance.notes());
    entries.put("licence", licence);
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (key, value) -> text.append(key).append('=').append(escaped(value)).append('\n'));
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException if an entry is missing, unknown or has no valid value
   */
  static WeightHeader parse(String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals < 0 && !line.isEmpty()) {
        throw new IllegalArgumentException("header line without a key: " + line);
      }
      if (equals >= 0
          && entries.put(line.substring(0, equals), unescaped(line.substring(equals + 1)))
              != null) {
        throw new IllegalArgumentException(
            "header entry " + line.substring(0, equals) + " is there twice");
      }
    }
    SeqNetConfig config =
        new SeqNetConfig(
            Integer.parseInt(take(entries, "baseWidth")),
            Integer.parseInt(take(entries, "iterations")),
            Double.parseDouble(take(entries, "dropout")),
            SeqNetConfig.Streams.valueOf(take(entries, "streams")),
            entries.containsKey(PREPARATION)
                ? Preparation.valueOf(take(entries, PREPARATION))
                : Preparation.NONE);
    List<String> dataSets = new ArrayList<>();
    while (entries.containsKey(DATA_SET + dataSets.size())) {
      dataSets.add(take(entries, DATA_SET + dataSets.size()));
    }
    Provenance provenance =
        new Provenance(
            dataSets,
            take(entries, "provenance.recipe"),
            entries.containsKey(SEED)
                ? OptionalLong.of(Long.parseLong(take(entries, SEED)))
                : OptionalLong.empty(),
            take(entries, "provenance.libraryVersion"),
            take(entries, "provenance.javaVersion"),
            take(entries, "provenance.platform"),
            time(take(entries, "provenance.created")),
            take(entries, "provenance.notes"));
    String licence = take(entries, "licence");
    if (!entries.isEmpty()) {
      throw new IllegalArgumentException(
          "header entry " + entries.keySet().iterator().next() + " is not known");
    }
    return new WeightHeader(config, provenance, licence);
  }

  private static String take(Map<String, String> entries, String key) {
    String value = entries.remove(key);
    if (value == null) {
      throw new IllegalArgumentException("header entry " + key + " is missing");
    }
    return value;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("header entry provenance.created is no time: " + text, e);
    }
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

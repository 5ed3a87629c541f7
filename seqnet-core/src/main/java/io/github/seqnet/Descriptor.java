// SPDX-License-Identifier: MIT
package io.github.seqnet;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Identifies a pluggable component in files and messages: an id and its parameters. Preprocessing,
 * losses, crop transforms and learning rates describe themselves this way, so that a weight file or
 * a checkpoint can name what it was made with.
 *
 * <p>The text form is {@code id} or {@code id:key=value,key=value}, for example {@code
 * focal:gamma=2.0}. Two descriptors are equal if their ids and parameters are; the order of the
 * parameters does not matter. Immutable.
 */
public final class Descriptor implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");
  private static final Pattern VALUE = Pattern.compile("[^,\\p{Cntrl}]{0,10000}");

  private final String id;

  /** A plain map in order, because Kryo can restore it; {@link #parameters()} protects it. */
  private final Map<String, String> parameters;

  /**
   * Copies the map.
   *
   * @param id letters, digits, dots, hyphens and underscores, starting with a letter
   * @param parameters values by name, in the order in which they are written; names follow the rule
   *     for ids, values hold neither commas nor control characters
   * @throws IllegalArgumentException if the id, a name or a value has a character that is not
   *     allowed
   */
  public Descriptor(String id, Map<String, String> parameters) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parameters, "parameters");
    check("id", id, NAME, "letters, digits, '.', '-' and '_', starting with a letter");
    this.id = id;
    this.parameters = new LinkedHashMap<>(parameters);
    this.parameters.forEach(
        (name, value) -> {
          check(
              "parameter of " + id,
              Objects.requireNonNull(name, "parameter name"),
              NAME,
              "letters, digits, '.', '-' and '_', starting with a letter");
          check(
              "value of " + id + "." + name,
              Objects.requireNonNull(value, name),
              VALUE,
              "at most 10000 characters without commas and control characters");
        });
  }

  /** The id: letters, digits, dots, hyphens and underscores, starting with a letter. */
  public String id() {
    return id;
  }

  /** The values by name, in the order in which they are written. Unmodifiable. */
  public Map<String, String> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  private static void check(String what, String text, Pattern pattern, String allowed) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(what + " must be " + allowed + ", got '" + text + "'");
    }
  }

  /** A component without parameters. */
  public static Descriptor of(String id) {
    return new Descriptor(id, Map.of());
  }

  /**
   * Parses the text form.
   *
   * @throws IllegalArgumentException if the text is not {@code id} or {@code id:key=value,...}, or
   *     names a parameter twice
   */
  public static Descriptor parse(String text) {
    Objects.requireNonNull(text, "text");
    int colon = text.indexOf(':');
    if (colon < 0) {
      return of(text.strip());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String entry : text.substring(colon + 1).split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "'" + text + "': expected id:name=value,name=value, got '" + entry + "'");
      }
      String name = entry.substring(0, equals).strip();
      if (parameters.put(name, entry.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("'" + text + "': parameter " + name + " is given twice");
      }
    }
    return new Descriptor(text.substring(0, colon).strip(), parameters);
  }

  /** The text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    if (parameters.isEmpty()) {
      return id;
    }
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(",", id + ":", ""));
  }

  /** Equal by id and parameters in any order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Descriptor that
        && that.id.equals(id)
        && that.parameters.equals(parameters);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + parameters.hashCode();
  }
}

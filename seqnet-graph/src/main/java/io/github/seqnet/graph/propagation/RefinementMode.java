// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;

/**
 * The method by which a {@link GraphRefiner} corrects a network's artery/vein labels: none, label
 * unification alone, or unification and a {@link LabelPropagation} rule.
 *
 * <p>Rules that are registered as a service are modes too, under their {@linkplain
 * LabelPropagation#id id}.
 *
 * @param id the name on the command line and in records
 */
public record RefinementMode(String id) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Changes nothing: each pixel keeps the network's choice. */
  public static final RefinementMode NONE = new RefinementMode("none");

  /** Gives each segment one label, see {@link LabelUnification}. */
  public static final RefinementMode UNIFY = new RefinementMode("unify");

  /** Unifies, then propagates by {@link LabelPropagation#paper}. */
  public static final RefinementMode PAPER = new RefinementMode("paper");

  /** Unifies, then propagates by {@link LabelPropagation#stable}. */
  public static final RefinementMode STABLE = new RefinementMode("stable");

  /**
   * @throws IllegalArgumentException if the id is blank
   */
  public RefinementMode {
    Objects.requireNonNull(id, "id");
    if (id.isBlank()) {
      throw new IllegalArgumentException("id must not be blank");
    }
  }

  /** The modes that need no service. */
  public static List<RefinementMode> builtIn() {
    return List.of(NONE, UNIFY, PAPER, STABLE);
  }

  /** All modes: the built-in ones, then one for each registered {@link LabelPropagation}. */
  public static List<RefinementMode> available() {
    List<RefinementMode> modes = new ArrayList<>(builtIn());
    for (LabelPropagation rule : ServiceLoader.load(LabelPropagation.class)) {
      RefinementMode mode = new RefinementMode(rule.id());
      if (!modes.contains(mode)) {
        modes.add(mode);
      }
    }
    return modes;
  }

  /**
   * Finds a mode by its id, in upper or lower case.
   *
   * @throws IllegalArgumentException if there is no such mode; lists those that exist
   */
  public static RefinementMode parse(String text) {
    Objects.requireNonNull(text, "text");
    List<RefinementMode> modes = available();
    return modes.stream()
        .filter(mode -> mode.id.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + String.join(", ", modes.stream().map(RefinementMode::id).toList())
                        + " but was '"
                        + text
                        + "'"));
  }

  /** Whether labels propagate between segments. */
  public boolean propagates() {
    return !equals(NONE) && !equals(UNIFY);
  }

  @Override
  public String toString() {
    return id;
  }
}

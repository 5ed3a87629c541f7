// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gradability of a photograph: whether its quality suffices for measurements. Immutable. */
public final class Gradability implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The score that a gradable photograph reaches at least, unless the caller chooses another. */
  public static final double DEFAULT_MINIMUM = 0.25;

  /** The criterion that is scored. */
  public enum Criterion {
    /** Whether a reliable field of view was found or given, and how much of it is cut off. */
    FIELD_OF_VIEW,
    /** The steepness of vessel edges. */
    SHARPNESS,
    /** The fraction of the retina that is neither dark, covered nor overexposed. */
    EXPOSURE,
    /** Whether red exceeds green and green exceeds blue, as in the retina. */
    COLOR,
    /** The contrast of vessels with noise and background. */
    VESSELS,
    /** The evidence for the optic disc. */
    OPTIC_DISC
  }

  private final double score;

  /** A plain map, which Kryo can restore; {@link #criteria()} protects it. */
  private final Map<Criterion, Double> criteria;

  private final List<String> reasons;

  /**
   * Copies the map and the list.
   *
   * @param score 0..1, the product of the scores of the criteria
   * @param criteria a score in 0..1 for each criterion that was examined
   * @param reasons one line for each criterion that lowers the score noticeably, worst first
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the score is not in 0..1
   */
  public Gradability(double score, Map<Criterion, Double> criteria, List<String> reasons) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score must be in 0..1, got " + score);
    }
    this.score = score;
    Map<Criterion, Double> inOrder = new EnumMap<>(Criterion.class);
    inOrder.putAll(Objects.requireNonNull(criteria, "criteria"));
    this.criteria = new LinkedHashMap<>(inOrder);
    this.reasons = List.copyOf(Objects.requireNonNull(reasons, "reasons"));
  }

  /**
   * The product of the scores of the criteria, 0..1. Below {@link #DEFAULT_MINIMUM}, the photograph
   * should not be measured.
   */
  public double score() {
    return score;
  }

  /** A score in 0..1 for each criterion that was examined. Unmodifiable. */
  public Map<Criterion, Double> criteria() {
    return Collections.unmodifiableMap(criteria);
  }

  /**
   * One line for each criterion that lowers the score noticeably, worst first; empty for a good
   * photograph.
   */
  public List<String> reasons() {
    return reasons;
  }

  /** Whether the score reaches {@link #DEFAULT_MINIMUM}. */
  public boolean isGradable() {
    return isGradable(DEFAULT_MINIMUM);
  }

  /**
   * Whether the score reaches a minimum.
   *
   * @param minimum in 0..1
   */
  public boolean isGradable(double minimum) {
    if (!(minimum >= 0 && minimum <= 1)) {
      throw new IllegalArgumentException("minimum must be in 0..1, got " + minimum);
    }
    return score >= minimum;
  }

  /** Equal by score, criteria and reasons. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Gradability that
        && Double.compare(that.score, score) == 0
        && that.criteria.equals(criteria)
        && that.reasons.equals(reasons);
  }

  @Override
  public int hashCode() {
    return Objects.hash(score, criteria, reasons);
  }

  @Override
  public String toString() {
    return "Gradability[" + score + ", " + criteria + ", " + reasons + "]";
  }
}

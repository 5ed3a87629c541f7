package io.github.seqnet.graph.quality;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Gradability of a photograph: whether its quality suffices for measurements. Immutable.
 *
 * @param score 0..1, the product of the criteria's scores. Below {@link #DEFAULT_MINIMUM}, the
 *     photograph should not be measured.
 * @param criteria a score in 0..1 for each criterion that was examined
 * @param reasons one line for each criterion that lowers the score noticeably, worst first; empty
 *     for a good photograph
 */
public record Gradability(double score, Map<Criterion, Double> criteria, List<String> reasons)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The score that a gradable photograph reaches at least, unless the caller chooses another. */
  public static final double DEFAULT_MINIMUM = 0.25;

  /** What is examined. */
  public enum Criterion {
    /** Whether a reliable field of view was found or given, and how much of it is cut off. */
    FIELD_OF_VIEW,
    /** How steep the edges of vessels are. */
    SHARPNESS,
    /** How much of the retina is neither dark, covered nor overexposed. */
    EXPOSURE,
    /** Whether red exceeds green and green exceeds blue, as in the retina. */
    COLOR,
    /** How clearly vessels stand out from noise and background. */
    VESSELS,
    /** How clearly an optic disc was found. */
    OPTIC_DISC
  }

  /**
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the score is not in 0..1
   */
  public Gradability {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score must be in 0..1, got " + score);
    }
    Map<Criterion, Double> copy = new EnumMap<>(Criterion.class);
    copy.putAll(Objects.requireNonNull(criteria, "criteria"));
    criteria = Collections.unmodifiableMap(copy);
    reasons = List.copyOf(Objects.requireNonNull(reasons, "reasons"));
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
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The eye that a photograph shows, estimated from its landmarks. Immutable.
 *
 * @param laterality the more likely eye
 * @param confidence 0..1; 0 if the landmarks give no evidence; 1 if the caller gives the eye
 */
public record LateralityEstimate(Laterality laterality, double confidence) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws NullPointerException if the laterality is null
   * @throws IllegalArgumentException if the confidence is not in 0..1
   */
  public LateralityEstimate {
    Objects.requireNonNull(laterality, "laterality");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be in 0..1, got " + confidence);
    }
  }

  /** An eye that is known, such as from the metadata of the file. */
  public static LateralityEstimate given(Laterality laterality) {
    return new LateralityEstimate(laterality, 1);
  }

  /**
   * Estimates the eye from the fovea, if known, and from the position of the disc in the field of
   * view. If both agree, their confidences are combined as independent evidence; otherwise the
   * smaller one is subtracted from the larger one.
   *
   * @param fovea null if it was not found
   */
  public static LateralityEstimate of(
      OpticDisc disc, @Nullable Fovea fovea, FieldOfView fieldOfView) {
    LateralityEstimate byDisc = of(disc, fieldOfView);
    if (fovea == null) {
      return byDisc;
    }
    LateralityEstimate byFovea = of(disc, fovea);
    double a = byFovea.confidence();
    double b = byDisc.confidence();
    Laterality eye = a >= b ? byFovea.laterality() : byDisc.laterality();
    boolean agree = byDisc.laterality() == byFovea.laterality();
    return new LateralityEstimate(eye, agree ? 1 - (1 - a) * (1 - b) : Math.abs(a - b));
  }

  /**
   * Estimates the eye from disc and fovea: in a right eye, the fovea lies to the left of the disc.
   * The photograph must be upright and not mirrored.
   */
  public static LateralityEstimate of(OpticDisc disc, Fovea fovea) {
    double offset = fovea.x() - disc.centerX();
    double clear = Math.min(1, Math.abs(offset) / (2 * disc.diameterPx()));
    return new LateralityEstimate(
        offset < 0 ? Laterality.RIGHT : Laterality.LEFT, clear * fovea.confidence());
  }

  /**
   * Estimates the eye from the disc alone: a photograph of the macula shows the disc at the nasal
   * side of the field of view, which is the right side in a right eye. A disc in the middle of the
   * field of view gives no evidence, and the confidence is near 0.
   */
  public static LateralityEstimate of(OpticDisc disc, FieldOfView fieldOfView) {
    byte[] inside = fieldOfView.mask().toArray();
    int width = fieldOfView.mask().width();
    int left = width;
    int right = -1;
    for (int i = 0; i < inside.length; i++) {
      if (inside[i] != 0) {
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
      }
    }
    if (right < 0) {
      return new LateralityEstimate(Laterality.RIGHT, 0);
    }
    double half = (right - left + 1) / 2.0;
    double offset = (disc.centerX() - (left + right) / 2.0) / half;
    double clear = Math.max(0, Math.min(1, (Math.abs(offset) - 0.1) / 0.3));
    return new LateralityEstimate(offset > 0 ? Laterality.RIGHT : Laterality.LEFT, clear);
  }
}

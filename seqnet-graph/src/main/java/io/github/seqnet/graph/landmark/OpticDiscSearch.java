// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.landmark;

import java.io.Serializable;
import java.util.Optional;

/**
 * The result of an {@link OpticDiscLocator}: an optic disc, or the reason why none was found.
 * Immutable.
 */
public sealed interface OpticDiscSearch extends Serializable {
  /** The disc; empty if none was found. */
  Optional<OpticDisc> disc();

  /**
   * The brightness contrast of the best candidate: difference of its mean from that of its
   * surroundings over their standard deviation. Around 3 on a clear disc, 0 if nothing could be
   * examined.
   */
  double contrast();

  /**
   * The convergence of the vessels on the best candidate, from 0. The largest possible value is
   * 0.77, because few vessels count as weak evidence.
   */
  double convergence();

  /**
   * A disc was found.
   *
   * @param opticDisc where
   */
  record Found(OpticDisc opticDisc, double contrast, double convergence)
      implements OpticDiscSearch {
    private static final long serialVersionUID = 1L;

    @Override
    public Optional<OpticDisc> disc() {
      return Optional.of(opticDisc);
    }
  }

  /**
   * No disc was found.
   *
   * @param reason one line
   */
  record NotFound(String reason, double contrast, double convergence) implements OpticDiscSearch {
    private static final long serialVersionUID = 1L;

    @Override
    public Optional<OpticDisc> disc() {
      return Optional.empty();
    }
  }
}

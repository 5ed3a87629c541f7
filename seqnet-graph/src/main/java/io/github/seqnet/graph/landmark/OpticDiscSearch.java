package io.github.seqnet.graph.landmark;

import java.io.Serializable;
import java.util.Optional;

/**
 * What {@link OpticDiscLocator} says about an image: a disc, or the reason why none was found.
 * Immutable.
 */
public sealed interface OpticDiscSearch extends Serializable {
  /** The disc; empty if none was found. */
  Optional<OpticDisc> disc();

  /**
   * How bright the best candidate is against its surroundings: difference of the means over the
   * standard deviation of the surroundings. Around 3 on a clear disc, 0 if nothing could be
   * examined.
   */
  double contrast();

  /**
   * How strongly the vessels converge on the best candidate, from 0. The largest possible value is
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

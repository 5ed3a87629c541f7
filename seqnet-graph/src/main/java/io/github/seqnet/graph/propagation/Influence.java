// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import java.io.Serializable;

/**
 * The influence of one segment on the confidence of another.
 *
 * @param segment the index of the influencing segment
 * @param amount the amount added to the confidence: positive towards artery, negative towards vein
 */
public record Influence(int segment, double amount) implements Serializable {
  private static final long serialVersionUID = 1L;
}

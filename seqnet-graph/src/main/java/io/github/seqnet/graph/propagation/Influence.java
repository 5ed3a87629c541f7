package io.github.seqnet.graph.propagation;

import java.io.Serializable;

/**
 * What one segment did to the confidence of another.
 *
 * @param segment the index of the segment that influenced
 * @param amount what it added: positive towards artery, negative towards vein
 */
public record Influence(int segment, double amount) implements Serializable {
  private static final long serialVersionUID = 1L;
}

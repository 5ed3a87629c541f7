// SPDX-License-Identifier: MIT
package io.github.seqnet.graph;

/**
 * Disjoint sets of numbers from 0 on, held as an array of parents. The root of a set, which is its
 * own parent, is its smallest number.
 */
final class DisjointSets {
  private DisjointSets() {}

  /** Parents of numbers that are alone in their sets. */
  static int[] alone(int count) {
    int[] parents = new int[count];
    for (int i = 0; i < count; i++) {
      parents[i] = i;
    }
    return parents;
  }

  /** The root of the set of a number. Shortens the way to it. */
  static int root(int[] parents, int number) {
    int root = number;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** Joins the sets of two numbers. Returns whether they were apart. */
  static boolean join(int[] parents, int one, int other) {
    int a = root(parents, one);
    int b = root(parents, other);
    parents[Math.max(a, b)] = Math.min(a, b);
    return a != b;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

/**
 * A data set in the arguments of a training, {@code [n*]name:folder}.
 *
 * @param times how often its images are sampled relative to others, at least 1
 * @param set the rest of the argument
 */
record RepeatedSet(int times, String set) {
  /**
   * Parses an argument.
   *
   * @throws IllegalArgumentException if the number of times is not a whole number of at least 1
   */
  static RepeatedSet parse(String argument) {
    int star = argument.indexOf('*');
    if (star < 0) {
      return new RepeatedSet(1, argument);
    }
    String number = argument.substring(0, star);
    if (!number.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          argument + ": the number before * must be in 1..9999, got '" + number + "'");
    }
    return new RepeatedSet(Integer.parseInt(number), argument.substring(star + 1));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.SeqnetException;

/**
 * Thrown when a file is not a valid model file: another format or version, damaged, or of another
 * network. The message is one line that starts with the name of the file.
 */
public final class ModelFormatException extends SeqnetException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  /**
   * @param file the file's name
   * @param reason what is wrong with it, naming the layer or the part
   */
  public ModelFormatException(String file, String reason) {
    super(line(file, reason));
  }

  /**
   * @param file the file's name
   * @param reason what is wrong with it, naming the layer or the part
   * @param cause what was caught
   */
  public ModelFormatException(String file, String reason, Throwable cause) {
    super(line(file, reason), cause);
  }

  /** Names out of a damaged file may hold anything. */
  private static String line(String file, String reason) {
    String printable = reason.replaceAll("\\p{Cntrl}", "?");
    return file
        + ": "
        + (printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "...");
  }
}

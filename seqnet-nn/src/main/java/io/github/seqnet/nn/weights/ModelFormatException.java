package io.github.seqnet.nn.weights;

import io.github.seqnet.SeqnetException;

/**
 * A file that is not the model file it should be: of another format or version, damaged, or of
 * another network. The message is one line that begins with the file's name.
 */
public final class ModelFormatException extends SeqnetException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file's name
   * @param reason what is wrong with it, naming the layer or the part
   */
  public ModelFormatException(String file, String reason) {
    super(file + ": " + reason);
  }

  /**
   * @param file the file's name
   * @param reason what is wrong with it, naming the layer or the part
   * @param cause what was caught
   */
  public ModelFormatException(String file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }
}

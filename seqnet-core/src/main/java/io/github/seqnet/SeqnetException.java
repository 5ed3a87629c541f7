package io.github.seqnet;

/**
 * The root of the failures that belong to this library's domain: a weight file that is none, a
 * training that diverged, a data set that is not laid out as announced. The message is one line
 * that names the thing and the reason. Wrong arguments are {@link IllegalArgumentException},
 * unreadable files {@link java.io.IOException}.
 */
public class SeqnetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line that names the thing and the reason
   */
  public SeqnetException(String message) {
    super(message);
  }

  /**
   * @param message one line that names the thing and the reason
   * @param cause what was caught
   */
  public SeqnetException(String message, Throwable cause) {
    super(message, cause);
  }
}

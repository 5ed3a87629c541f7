// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

/** Which memory was not enough, and what helps, in one line. */
public final class OutOfMemoryMessage {
  private OutOfMemoryMessage() {}

  /** Explains an out-of-memory error of the Java heap or of JavaCPP, which has its own limits. */
  public static String text(OutOfMemoryError error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("maxPhysicalBytes")) {
        return "no memory for the network's buffers, as the whole process has more than JavaCPP"
            + " allows: raise -Dorg.bytedeco.javacpp.maxphysicalbytes, with 0 for no limit ("
            + message
            + ")";
      }
      if (message.contains("maxBytes")) {
        return "out of memory for the network's buffers: JavaCPP has reached its limit;"
            + " raise -Dorg.bytedeco.javacpp.maxbytes, with 0 for no limit ("
            + message
            + ")";
      }
    }
    return "not enough memory for the network's buffers: use smaller windows, a smaller batch or"
        + " fewer threads, or raise -Xmx ("
        + error.getMessage()
        + ")";
  }
}

package io.github.seqnet.spark;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * What identifies a result: the content of the photograph, the model and the options, each by its
 * SHA-256.
 */
record PhotographId(String contentHash, String modelHash, String optionsHash)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** One hash of the three. */
  String id() {
    String text = contentHash + modelHash + optionsHash;
    return Hashes.sha256(text.getBytes(StandardCharsets.US_ASCII));
  }
}

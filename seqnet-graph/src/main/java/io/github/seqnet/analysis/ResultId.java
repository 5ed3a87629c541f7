// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.biomarker.BiomarkerSet;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Identifies a result: two analyses of the same file with the same model and options have the same
 * identity, and so the same values. Immutable.
 *
 * @param contentHash the SHA-256 of the photograph's file, 64 hexadecimal digits; empty if the file
 *     could not be read
 * @param modelHash the SHA-256 of the model's file; empty where no model took part
 * @param optionsHash as {@link #optionsHash} returns it
 */
public record ResultId(String contentHash, String modelHash, String optionsHash)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Rejects null. */
  public ResultId {
    Objects.requireNonNull(contentHash, "contentHash");
    Objects.requireNonNull(modelHash, "modelHash");
    Objects.requireNonNull(optionsHash, "optionsHash");
  }

  /** One SHA-256 of the three. */
  public String id() {
    return sha256((contentHash + modelHash + optionsHash).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The SHA-256 of everything besides photograph and model that a result depends on: the options of
   * the analysis and the available biomarkers.
   *
   * @param others further settings, such as a window strategy; empty if all are the defaults
   */
  public static String optionsHash(AnalysisOptions options, List<String> others) {
    Objects.requireNonNull(options, "options");
    String text = options + "\n" + BiomarkerSet.available();
    if (!others.isEmpty()) {
      text += "\n" + String.join("\n", others);
    }
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The SHA-256 in 64 hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source of DICOM unique identifiers. The identifiers have the form {@code 2.25.} and a UUID as a
 * decimal number (PS3.5, B.2), which needs no registered root. Thread-safe.
 */
public final class DicomUids implements Serializable {
  private static final long serialVersionUID = 1;

  private static final DicomUids RANDOM = new DicomUids(null);

  private final @Nullable String seed;

  private long count;

  private DicomUids(@Nullable String seed) {
    this.seed = seed;
  }

  /** Identifiers that are unique in the world: each comes from a random UUID. */
  public static DicomUids random() {
    return RANDOM;
  }

  /**
   * The same sequence of identifiers for the same seed, for tests and for files that must be
   * reproducible. Two exports with one seed make files with the same identifiers, which an archive
   * takes for one file.
   *
   * @param seed for example the checksum of the photograph
   */
  public static DicomUids seeded(String seed) {
    return new DicomUids(Objects.requireNonNull(seed, "seed"));
  }

  /** The next identifier, at most 44 characters. */
  public synchronized String next() {
    UUID uuid =
        seed == null
            ? UUID.randomUUID()
            : UUID.nameUUIDFromBytes((seed + "/" + count++).getBytes(StandardCharsets.UTF_8));
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return "2.25." + new BigInteger(1, bytes);
  }

  @Override
  public String toString() {
    return seed == null ? "DicomUids[random]" : "DicomUids[seed=" + seed + "]";
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data beside the repository, for the tests that compare with the reference system. */
public final class Shared {
  private Shared() {}

  /**
   * A file or folder of the reference data; skips the calling test, with the reason, where it is
   * missing.
   *
   * @param path relative, such as {@code fixtures/skeleton}
   */
  public static Path path(String path) {
    String root = System.getProperty("seqnet.shared", "../../shared");
    Path found = Path.of(root).resolve(path).normalize();
    assumeTrue(
        Files.exists(found),
        () -> "needs the reference data ../shared/" + path + ", which is not part of the clone");
    return found;
  }
}

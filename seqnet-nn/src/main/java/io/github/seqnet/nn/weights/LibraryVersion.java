// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library, which the build writes into a resource. */
final class LibraryVersion {
  private static final String RESOURCE = "/io/github/seqnet/nn/version.properties";

  private LibraryVersion() {}

  static String read() {
    Properties properties = new Properties();
    try (InputStream in = LibraryVersion.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + ": cannot be read", e);
    }
    return properties.getProperty("version", "unknown");
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The statements of {@code SECURITY.md} about vulnerabilities of dependencies. */
final class SharedDependenciesTest {
  /** CVE-2023-2976 and CVE-2020-8908: files that other users of the machine can read. */
  @Test
  void nothingOutsideOfGuavaNamesItsTemporaryFiles() throws IOException {
    List<String> callers = new ArrayList<>();
    int searched = 0;
    for (String entry :
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .toList()) {
      // Guava itself, and test tools.
      if (!entry.endsWith(".jar") || entry.matches(".*(guava|archunit)[^/]*")) {
        continue;
      }
      try (JarFile jar = new JarFile(entry)) {
        for (JarEntry file : Collections.list(jar.entries())) {
          if (file.getName().endsWith(".class")) {
            searched++;
            if (names(jar, file)) {
              callers.add(entry + "!" + file.getName());
            }
          }
        }
      }
    }
    assertTrue(searched > 1000, searched + " classes");
    assertEquals(List.of(), callers);
  }

  private static boolean names(JarFile jar, JarEntry file) throws IOException {
    try (InputStream in = jar.getInputStream(file)) {
      String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return constants.contains("FileBackedOutputStream")
          || (constants.contains("createTempDir") && constants.contains("guava/io/Files"));
    }
  }
}

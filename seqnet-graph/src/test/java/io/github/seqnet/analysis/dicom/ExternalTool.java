// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Runs programs that check DICOM files; a test is skipped where they are not installed. */
final class ExternalTool {
  private ExternalTool() {}

  /** Standard output and error of a program. */
  static String run(Path folder, String program, Object... arguments)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(isInstalled(program), program + " is not installed");
    Path output = Files.createTempFile(folder, program, ".txt");
    List<String> command =
        Stream.concat(Stream.of(program), Arrays.stream(arguments).map(Object::toString)).toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      Assertions.fail(program + " does not end");
    }
    // DCMTK writes lines in the encoding of the file.
    return Files.readString(output, StandardCharsets.ISO_8859_1);
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}

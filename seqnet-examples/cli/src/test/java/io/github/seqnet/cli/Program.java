// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of the program.
 *
 * @param exitCode what it told the shell
 * @param out what it wrote to the standard output
 * @param err what it wrote to the standard error
 */
public record Program(int exitCode, String out, String err) {
  public static Program run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int exitCode = commandLine.execute(words);
    return new Program(exitCode, out.toString(), err.toString());
  }

  /** The lines of the standard error that say an error. */
  public String error() {
    return String.join(
        "\n",
        err.lines()
            .filter(line -> line.startsWith("seqnet: ") && !line.startsWith("seqnet: warning"))
            .toList());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Checks command lines of documents against the options of the program, without running them. */
public final class CommandLines {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  private CommandLines() {}

  /**
   * The reason why a line is not a valid command line; empty if it is valid.
   *
   * @param arguments the arguments after {@code seqnet}
   * @param complete whether required options must be present
   */
  public static String check(String arguments, boolean complete) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(arguments.replaceAll("<[^>]*>", "x").replaceAll("\\s#.*$", ""));
    while (matcher.find()) {
      words.add(matcher.group().replaceAll("^[\"']|[\"']$", ""));
    }
    CommandLine program = Main.commandLine();
    if (!words.get(0).startsWith("-") && !program.getSubcommands().containsKey(words.get(0))) {
      words.add(0, "analyze");
    }
    try {
      program.parseArgs(words.toArray(String[]::new));
      return "";
    } catch (MissingParameterException e) {
      return complete ? e.getMessage() : "";
    } catch (ParameterException e) {
      return e.getMessage();
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpLayoutTest {
  /** Options that belong to no group. */
  private static final Set<String> GENERAL =
      Set.of("--help", "--version", "--verbose", "--progress");

  private static List<CommandLine> commands(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    new TreeSet<>(command.getSubcommands().keySet())
        .forEach(name -> all.addAll(commands(command.getSubcommands().get(name))));
    return all;
  }

  @Test
  void everyOptionHasAGroup() {
    List<String> others = new ArrayList<>();
    for (CommandLine command : commands(Main.commandLine())) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (HelpLayout.group(option).isEmpty() && !GENERAL.contains(option.longestName())) {
          others.add(command.getCommandName() + " " + option.longestName());
        }
      }
    }
    assertEquals(List.of(), others);
  }

  @Test
  void everyCommandEndsWithTwoExamples() {
    for (CommandLine command : commands(Main.commandLine())) {
      String[] footer = command.getCommandSpec().usageMessage().footer();
      assertEquals(2, footer.length, command.getCommandName());
      String help = command.getUsageMessage();
      assertTrue(help.contains("Examples:"), help);
      for (String line : footer) {
        String name = command.getCommandSpec().qualifiedName();
        assertTrue(line.contains(name) || line.contains("seqnet photo.jpg"), name + ": " + line);
      }
    }
  }

  @Test
  void commonOptionsComeFirst() {
    String help = Program.run("predict", "--help").out();
    List<String> order =
        List.of(
            "%nInput:",
            "--input=",
            "%nModel:",
            "--weights=",
            "%nVessels:",
            "%nGraph:",
            "%nOutput:",
            "--output=",
            "--measure ",
            "%nPerformance:",
            "--jobs=",
            "%nGeneral:",
            "%nExamples:");
    int position = help.indexOf("Segment fundus");
    for (String part : order) {
      int next = help.indexOf(part.formatted(), position);
      assertTrue(next > position, part + " in\n" + help);
      position = next;
    }
  }

  @Test
  void aCompletionScriptIsWritten() {
    Program run = Program.run("generate-completion");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("_complete_seqnet"), run.out());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import io.github.seqnet.cli.agreement.AgreementCommand;
import io.github.seqnet.cli.analyze.AnalyzeCommand;
import io.github.seqnet.cli.bench.BenchCommand;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.command.Versions;
import io.github.seqnet.cli.demo.DemoCommand;
import io.github.seqnet.cli.evaluate.EvaluateCommand;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.graph.GraphCommand;
import io.github.seqnet.cli.model.ExportCommand;
import io.github.seqnet.cli.model.ImportWeightsCommand;
import io.github.seqnet.cli.model.InfoCommand;
import io.github.seqnet.cli.predict.PredictCommand;
import io.github.seqnet.cli.train.TrainCommand;
import io.github.seqnet.file.PlainText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line {@code seqnet}. */
@Command(
    name = "seqnet",
    description =
        "Retinal vessels of fundus photographs: segmentation, arteries and veins, vessel graphs."
            + " A research tool, not a medical device.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "(COMMAND | PHOTOGRAPH...)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seqnet photo.jpg                          all results in photo.seqnet/",
      "  seqnet predict -i photos -o out --measure    a table of biomarkers of a folder"
    },
    subcommands = {
      AnalyzeCommand.class,
      PredictCommand.class,
      GraphCommand.class,
      AgreementCommand.class,
      EvaluateCommand.class,
      TrainCommand.class,
      BenchCommand.class,
      DemoCommand.class,
      ImportWeightsCommand.class,
      ExportCommand.class,
      InfoCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Main {
  @Option(
      names = Messages.VERBOSE,
      scope = ScopeType.INHERIT,
      description = "Say more: time and memory of each image, stack traces of errors.")
  @SuppressWarnings("UnusedVariable") // read through the option, see Messages.of
  private boolean verbose;

  Main() {}

  /** Runs a command and ends the process with its {@link ExitCode}. */
  public static void main(String[] arguments) {
    CommandLine commandLine = commandLine();
    int exitCode = commandLine.execute(withCommand(arguments));
    // Print streams keep their errors to themselves: a full disk, a closed pipe.
    if (commandLine.getOut().checkError() || System.out.checkError()) {
      System.err.println("seqnet: the output is incomplete: standard output cannot be written");
      exitCode = exitCode == ExitCode.DONE ? ExitCode.UNUSABLE : exitCode;
    }
    System.exit(exitCode);
  }

  /** Adds {@code analyze} before arguments that name a file or folder, but no command. */
  static String[] withCommand(String... arguments) {
    Set<String> commands = commandLine().getSubcommands().keySet();
    if (arguments.length == 0 || Stream.of(arguments).anyMatch(commands::contains)) {
      return arguments;
    }
    // A first word that is not a path may be a misspelled command.
    long examined = arguments[0].startsWith("-") ? arguments.length : 1;
    if (Stream.of(arguments).limit(examined).noneMatch(Main::isPath)) {
      return arguments;
    }
    return Stream.concat(Stream.of("analyze"), Stream.of(arguments)).toArray(String[]::new);
  }

  /** Whether an argument is a file or folder, or looks like a photograph that is missing. */
  private static boolean isPath(String argument) {
    if (argument.startsWith("-")) {
      return false;
    }
    try {
      return InputImage.hasImageSuffix(argument) || Files.exists(Path.of(argument));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The whole command line, ready to parse. */
  static CommandLine commandLine() {
    // ND4J prints its configuration unless told otherwise before it is loaded.
    if (System.getProperty("org.nd4j.log.initialization") == null) {
      System.setProperty("org.nd4j.log.initialization", "false");
    }
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    CommandLine commandLine =
        new CommandLine(new Main())
            .setParameterExceptionHandler(Main::usageError)
            .setExecutionExceptionHandler(Main::failure);
    HelpLayout.apply(commandLine);
    return commandLine;
  }

  private static int usageError(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("seqnet: " + PlainText.printable(FailureText.oneLine(e)));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.UNUSABLE;
  }

  private static int failure(Exception e, CommandLine command, ParseResult parsed) {
    Messages.of(command).failure(e);
    return ExitCode.UNUSABLE;
  }
}

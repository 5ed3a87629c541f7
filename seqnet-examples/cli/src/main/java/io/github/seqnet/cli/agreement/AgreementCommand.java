// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.agreement;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.Subcommand;
import io.github.seqnet.cli.file.CsvFile;
import io.github.seqnet.cli.file.OutputFile;
import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.statistics.Agreement;
import io.github.seqnet.statistics.ConfidenceInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code seqnet agreement}. */
@Command(
    name = "agreement",
    description =
        "Compare two tables of biomarkers of the same images: of two graders, two models,"
            + " or a model and an annotation.")
public final class AgreementCommand extends Subcommand {
  private static final String NAME = "name";
  private static final String LENGTH_UNIT = "length_unit";

  @Parameters(
      arity = "2",
      paramLabel = "FILE",
      description =
          "Two tables measures.csv, as predict --measure and graph --measure write them."
              + " Images are matched by the column name.")
  private List<Path> tables;

  @Option(
      names = "--measures",
      paramLabel = "NAME",
      split = ",",
      description =
          "Biomarkers to compare, by prefixes of their column names, such as"
              + " tortuosity,crae_knudtson or tortuosity.arteries.zone_c; default all.")
  private List<String> measures = List.of("");

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Also write the results to a CSV file, with all digits.")
  private Path csv;

  /** Created by picocli. */
  AgreementCommand() {}

  @Override
  protected int run() throws IOException {
    if (csv != null) {
      OutputFile.check(csv);
    }
    Map<String, Values> first = byName(tables.get(0));
    Map<String, Values> second = byName(tables.get(1));
    List<String> common = first.keySet().stream().filter(second::containsKey).toList();
    if (common.size() < 2) {
      throw new CommandException(
          String.format(
              "%s and %s have %d images in common; at least 2 are needed",
              tables.get(0), tables.get(1), common.size()));
    }
    checkUnits(common, first, second);
    Map<String, Agreement> agreements = new LinkedHashMap<>();
    for (String measure : first.values().iterator().next().measures().keySet()) {
      add(measure, common, first, second, agreements);
    }
    if (agreements.isEmpty()) {
      throw new CommandException("no such measure has values of two images in both tables");
    }
    print(agreements);
    if (csv != null) {
      write(agreements);
    }
    messages().line("");
    messages()
        .line(
            common.size()
                + " images; difference: second minus first; ICC(2,1): absolute agreement, 1 is"
                + " full");
    return ExitCode.DONE;
  }

  /** Names of measures have two points: biomarker, vessels, region. */
  private static boolean isMeasure(String column) {
    return column.chars().filter(c -> c == '.').count() == 2;
  }

  /** The unit of lengths and the biomarkers of an image. */
  private record Values(String lengthUnit, Map<String, OptionalDouble> measures) {
    OptionalDouble of(String measure) {
      return measures.getOrDefault(measure, OptionalDouble.empty());
    }
  }

  private Map<String, Values> byName(Path file) throws IOException {
    Map<String, Values> rows = new LinkedHashMap<>();
    CsvTable.read(
        file,
        List.of(NAME, LENGTH_UNIT),
        row -> {
          Map<String, OptionalDouble> values = new LinkedHashMap<>();
          for (String column : row.columns()) {
            if (isMeasure(column) && measures.stream().anyMatch(column::startsWith)) {
              values.put(column, row.number(column));
            }
          }
          if (rows.put(row.text(NAME), new Values(row.text(LENGTH_UNIT), values)) != null) {
            throw row.fault("there are two rows named '" + row.text(NAME) + "'");
          }
        });
    return rows;
  }

  private static void add(
      String measure,
      List<String> names,
      Map<String, Values> first,
      Map<String, Values> second,
      Map<String, Agreement> agreements) {
    DoubleStream.Builder a = DoubleStream.builder();
    DoubleStream.Builder b = DoubleStream.builder();
    int pairs = 0;
    for (String name : names) {
      OptionalDouble one = Objects.requireNonNull(first.get(name)).of(measure);
      OptionalDouble other = Objects.requireNonNull(second.get(name)).of(measure);
      if (one.isPresent() && other.isPresent()) {
        a.add(one.getAsDouble());
        b.add(other.getAsDouble());
        pairs++;
      }
    }
    if (pairs >= 2) {
      agreements.put(measure, Agreement.between(a.build().toArray(), b.build().toArray()));
    }
  }

  private static void checkUnits(
      List<String> names, Map<String, Values> first, Map<String, Values> second)
      throws IOException {
    for (String name : names) {
      String one = Objects.requireNonNull(first.get(name)).lengthUnit();
      String other = Objects.requireNonNull(second.get(name)).lengthUnit();
      if (!one.equals(other)) {
        throw new IOException(
            String.format(
                "%s: lengths are in %s in one table and in %s in the other", name, one, other));
      }
    }
  }

  private void print(Map<String, Agreement> agreements) {
    messages()
        .line(
            "| measure | images | first | second | difference | 95 % interval | 95 % of differences"
                + " | ICC | 95 % interval | r |");
    messages().line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    agreements.forEach(
        (measure, agreement) ->
            messages()
                .line(
                    String.format(
                        Locale.ROOT,
                        "| %s | %d | %s | %s | %s | %s to %s | %s to %s | %s | %s | %s |",
                        measure,
                        agreement.pairs(),
                        short4(agreement.firstMean()),
                        short4(agreement.secondMean()),
                        short4(agreement.bias()),
                        short4(agreement.biasInterval().low()),
                        short4(agreement.biasInterval().high()),
                        short4(agreement.lowerLimit()),
                        short4(agreement.upperLimit()),
                        share(agreement.intraclassCorrelation()),
                        shares(agreement.intraclassCorrelationInterval()),
                        share(agreement.correlation()))));
  }

  private static String shares(ConfidenceInterval interval) {
    return interval.isDefined() ? share(interval.low()) + " to " + share(interval.high()) : "";
  }

  private static String share(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
  }

  /** Four digits that count. */
  private static String short4(double value) {
    int digits = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
    return String.format(Locale.ROOT, "%." + Math.max(0, Math.min(8, 3 - digits)) + "f", value);
  }

  /** Adds both ends, empty where the interval is undefined. */
  private static void add(List<Object> row, ConfidenceInterval interval) {
    row.add(interval.isDefined() ? interval.low() : "");
    row.add(interval.isDefined() ? interval.high() : "");
  }

  private void write(Map<String, Agreement> agreements) throws IOException {
    CsvFile.write(
        csv,
        printer -> {
          printer.printRecord(
              "measure",
              "images",
              "first_mean",
              "second_mean",
              "bias",
              "bias_low",
              "bias_high",
              "deviation",
              "lower_limit",
              "lower_limit_low",
              "lower_limit_high",
              "upper_limit",
              "upper_limit_low",
              "upper_limit_high",
              "icc",
              "icc_low",
              "icc_high",
              "correlation");
          for (Map.Entry<String, Agreement> entry : agreements.entrySet()) {
            Agreement agreement = entry.getValue();
            List<Object> row = new ArrayList<>();
            row.add(entry.getKey());
            row.add(agreement.pairs());
            row.add(agreement.firstMean());
            row.add(agreement.secondMean());
            row.add(agreement.bias());
            add(row, agreement.biasInterval());
            row.add(agreement.standardDeviation());
            row.add(agreement.lowerLimit());
            add(row, agreement.lowerLimitInterval());
            row.add(agreement.upperLimit());
            add(row, agreement.upperLimitInterval());
            row.add(agreement.intraclassCorrelation());
            add(row, agreement.intraclassCorrelationInterval());
            row.add(agreement.correlation());
            printer.printRecord(row);
          }
        });
  }
}

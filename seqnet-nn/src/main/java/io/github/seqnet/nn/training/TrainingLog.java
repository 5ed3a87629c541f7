// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.file.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes each step and each validation as a line of a CSV file and flushes it. A reopened log keeps
 * the lines up to the step from which the training resumes. Used by one thread.
 */
final class TrainingLog implements TrainingListener, AutoCloseable {
  private final Path steps;
  private final Path validations;
  private final BufferedWriter stepWriter;
  private final BufferedWriter validationWriter;
  private boolean stepHeader;
  private boolean validationHeader;

  /**
   * Opens the files.
   *
   * @param lastStep lines of later steps are dropped
   * @throws IOException if one cannot be written; names the file
   */
  TrainingLog(Path steps, Path validations, long lastStep) throws IOException {
    this.steps = steps;
    this.validations = validations;
    stepHeader = keep(steps, lastStep);
    validationHeader = keep(validations, lastStep);
    stepWriter = append(steps);
    try {
      validationWriter = append(validations);
    } catch (IOException e) {
      stepWriter.close();
      throw e;
    }
  }

  private static BufferedWriter append(Path file) throws IOException {
    return Files.newBufferedWriter(
        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Drops the lines of later steps and an incomplete last line. Returns whether there is a header.
   */
  private static boolean keep(Path file, long lastStep) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    List<String> kept = new ArrayList<>();
    for (String line : text.lines().toList()) {
      boolean header = kept.isEmpty() && line.startsWith("step,");
      if (header || (!kept.isEmpty() && columns(line) == columns(kept.get(0)))) {
        if (header || stepOf(line) <= lastStep) {
          kept.add(line);
        }
      }
    }
    boolean started = kept.size() > 1;
    String rest = started ? String.join("\n", kept) + "\n" : "";
    if (!rest.equals(text)) {
      AtomicFile.writePath(file, path -> Files.writeString(path, rest, StandardCharsets.UTF_8));
    }
    return started;
  }

  /** The commas of a line outside of quotes. */
  private static int columns(String line) {
    int commas = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      if (c == ',' && !quoted) {
        commas++;
      }
    }
    return commas;
  }

  /** A name as a table cell, quoted according to RFC 4180 if necessary. */
  private static String cell(String name) {
    String line = name.replaceAll("\\R", " ");
    return line.contains(",") || line.contains("\"")
        ? '"' + line.replace("\"", "\"\"") + '"'
        : line;
  }

  private static long stepOf(String line) {
    try {
      return Long.parseLong(line.substring(0, line.indexOf(',')));
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public void stepDone(StepDone event) {
    StringBuilder line = new StringBuilder();
    if (!stepHeader) {
      line.append("step,seconds,loss,rate,gradient_norm");
      event.losses().keySet().forEach(name -> line.append(',').append(cell(name)));
      line.append('\n');
      stepHeader = true;
    }
    line.append(event.step())
        .append(number(",%.3f", event.elapsed().toMillis() / 1000.0))
        .append(number(",%.6g", event.loss()))
        .append(number(",%.6g", event.rate()))
        .append(number(",%.6g", event.gradientNorm()));
    event.losses().values().forEach(value -> line.append(number(",%.6g", value)));
    write(stepWriter, steps, line.append('\n'));
  }

  @Override
  public void validated(Validated event) {
    StringBuilder line = new StringBuilder();
    Map<String, Double> metrics = event.result().metrics();
    if (!validationHeader) {
      line.append("step,seconds,score,best");
      metrics.keySet().forEach(name -> line.append(',').append(cell(name)));
      line.append('\n');
      validationHeader = true;
    }
    line.append(event.step())
        .append(number(",%.3f", event.elapsed().toMillis() / 1000.0))
        .append(number(",%.6f", event.result().score()))
        .append(',')
        .append(event.best());
    metrics.values().forEach(value -> line.append(number(",%.6f", value)));
    write(validationWriter, validations, line.append('\n'));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void write(BufferedWriter writer, Path file, CharSequence text) {
    try {
      writer.append(text);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(cannotBeWritten(file, e));
    }
  }

  private static IOException cannotBeWritten(Path file, IOException e) {
    return new IOException(file + ": cannot be written: " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    try (stepWriter) {
      validationWriter.close();
    }
  }
}

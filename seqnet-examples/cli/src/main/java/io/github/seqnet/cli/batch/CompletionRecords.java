// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.batch;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.file.JsonFile;
import io.github.seqnet.cli.file.OutputLayout;
import io.github.seqnet.cli.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The records of completed images, {@code records/<name>.json} in the output folder, or {@code
 * records.json} in the folder of the image: how each result was made, and its row of the results
 * table. The record is the last file of an image to be written, so its existence means that the
 * image is complete. Safe for concurrent writes of different images.
 */
public final class CompletionRecords {
  private static final String FOLDER = "records";

  /** The value of settings that are not given. */
  public static final String NONE = "none";

  private static final String RUN = "run";
  private static final String SOURCES = "sources";

  private final OutputLayout layout;
  private final Map<String, Object> run;
  private final Function<InputImage, List<Path>> sources;
  private final Function<InputImage, List<Path>> results;
  private final Map<InputImage, String> begun = new ConcurrentHashMap<>();

  /**
   * @param layout where the records are
   * @param run the settings that the results depend on, by name, with the same names in each run of
   *     a command: options, weights, version
   * @param sources the files that an image's results are computed from
   * @param results the files without which an image is not complete
   */
  public CompletionRecords(
      OutputLayout layout,
      Map<String, ?> run,
      Function<InputImage, List<Path>> sources,
      Function<InputImage, List<Path>> results) {
    this.layout = layout;
    this.run = new LinkedHashMap<>(run);
    this.sources = sources;
    this.results = results;
  }

  /**
   * Checks that no results of a graph would be written among the records.
   *
   * @throws CommandException if so
   */
  public static void checkApart(List<InputImage> images) {
    for (InputImage image : images) {
      if (image.name().startsWith(FOLDER + "/")) {
        throw new CommandException(
            image.file()
                + ": its results would lie among the records of other images; rename its folder");
      }
    }
  }

  private Path existing(InputImage image) {
    return layout.path(FOLDER, image.name(), "json");
  }

  /**
   * Whether the image was completed by a run with the same settings, from the files as they are
   * now. An unreadable or truncated record counts as missing.
   *
   * @throws CommandException if it was completed with other settings
   */
  public boolean isDone(InputImage image) {
    return done(image).isPresent();
  }

  /**
   * The record of a completed image, with the names of nested values joined by dots; empty if the
   * image is not complete.
   *
   * @throws CommandException as {@link #isDone}
   */
  public Optional<Map<String, String>> done(InputImage image) {
    if (!image.hasUsableName()) {
      return Optional.empty();
    }
    Path file = existing(image);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> record;
    try {
      record = JsonFile.read(file);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (!record.containsKey(SOURCES)) {
      return Optional.empty();
    }
    checkSameRun(file, record);
    return results.apply(image).stream().allMatch(Files::exists)
            && contents(record.get(SOURCES)).equals(contents(sourcesNow(image)))
        ? Optional.of(record)
        : Optional.empty();
  }

  private void checkSameRun(Path file, Map<String, String> record) {
    Set<String> names = new LinkedHashSet<>(run.keySet());
    for (String key : record.keySet()) {
      if (key.startsWith(RUN + ".")) {
        names.add(key.substring(RUN.length() + 1));
      }
    }
    for (String name : names) {
      String before = record.getOrDefault(RUN + "." + name, NONE);
      String now = String.valueOf(run.getOrDefault(name, NONE));
      if (!now.equals(before)) {
        throw new CommandException(
            String.format(
                "%s: the results were made with another %s (%s, now %s): choose another output"
                    + " folder, or omit --skip-existing to replace all results",
                file, name, before, now));
      }
    }
  }

  /**
   * Records the state of the source files of an image. Call it before they are read, so that the
   * next run notices files that were replaced in between.
   */
  public void begin(InputImage image) {
    begun.put(image, sourcesNow(image));
  }

  /** The hashes alone, which decide whether a file has changed. */
  private static List<String> contents(String states) {
    return Pattern.compile("SHA-256 ([0-9a-f]{64})|" + NONE)
        .matcher(states)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** Size, time of the last change and content hash of each source file. */
  private String sourcesNow(InputImage image) {
    List<String> states = new ArrayList<>();
    for (Path file : sources.apply(image)) {
      try (InputStream in = Files.newInputStream(file)) {
        states.add(
            Files.size(file)
                + " bytes of "
                + Files.getLastModifiedTime(file)
                + ", SHA-256 "
                + Sha256.of(in));
      } catch (IOException e) {
        states.add(NONE);
      }
    }
    return String.join(", ", states);
  }

  /**
   * Deletes the records of images whose results will be computed again.
   *
   * @throws IOException if it cannot be taken away
   */
  void forget(List<InputImage> images) throws IOException {
    for (InputImage image : images) {
      if (image.hasUsableName()) {
        Files.deleteIfExists(existing(image));
      }
    }
  }

  /**
   * Writes down that an image is done.
   *
   * @param found what was found out about it, by name
   */
  public void write(InputImage image, Map<String, ?> found) throws IOException {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("image", image.file().toString());
    String before = begun.remove(image);
    if (before == null) {
      throw new IllegalStateException("begin must come before write: " + image.file());
    }
    record.put(SOURCES, before);
    record.putAll(found);
    record.put(RUN, run);
    record.put("java", System.getProperty("java.runtime.version"));
    record.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    record.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    JsonFile.write(layout.file(FOLDER, image.name(), "json"), record);
  }
}

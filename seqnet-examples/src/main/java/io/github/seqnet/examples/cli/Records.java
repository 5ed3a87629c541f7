package io.github.seqnet.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is written down of each image that was worked on, {@code records/<name>.json} of the output
 * folder: how it was made and what was found out on the way. It is the last file of an image to be
 * written, and so says that the image is done.
 */
final class Records {
  private static final String RUN = "run";

  private final OutputFolder folder;
  private final Map<String, Object> run;

  /**
   * @param run what the results depend on, by name: options, weights, version
   */
  Records(OutputFolder folder, Map<String, ?> run) {
    this.folder = folder;
    this.run = new LinkedHashMap<>(run);
  }

  private Path file(String name) throws IOException {
    return folder.file("records", name + ".json");
  }

  /**
   * Whether the image is done, by a run like this.
   *
   * @throws CommandException if it was done by a run that differs, or its record cannot be read
   */
  boolean isDone(InputImage image) {
    Path file = folder.path().resolve("records").resolve(image.name() + ".json");
    if (!Files.exists(file)) {
      return false;
    }
    Map<String, String> record;
    try {
      record = JsonFile.read(file);
    } catch (IOException e) {
      throw new CommandException(FailureText.oneLine(file, e), e);
    }
    for (Map.Entry<String, Object> entry : run.entrySet()) {
      String before = record.get(RUN + "." + entry.getKey());
      if (!String.valueOf(entry.getValue()).equals(before)) {
        throw new CommandException(
            String.format(
                "%s: was made with another %s (%s, now %s); name another output folder, or leave out"
                    + " --skip-existing to make all results anew",
                file, entry.getKey(), before == null ? "none" : before, entry.getValue()));
      }
    }
    return true;
  }

  /**
   * Takes away what is written down of images, since their results will be made anew.
   *
   * @throws IOException if it cannot be taken away
   */
  void forget(List<InputImage> images) throws IOException {
    for (InputImage image : images) {
      Files.deleteIfExists(folder.path().resolve("records").resolve(image.name() + ".json"));
    }
  }

  /**
   * Writes down that an image is done.
   *
   * @param found what was found out about it, by name
   */
  void write(InputImage image, Map<String, ?> found) throws IOException {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("image", image.file().toString());
    record.putAll(found);
    record.put(RUN, run);
    record.put("java", System.getProperty("java.runtime.version"));
    record.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    record.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    JsonFile.write(file(image.name()), record);
  }

  /**
   * What is written down of an image, names within names joined by a point.
   *
   * @throws IOException if it cannot be read; names the file
   */
  Map<String, String> read(InputImage image) throws IOException {
    return JsonFile.read(file(image.name()));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.batch;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.ExitCode;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.file.CsvFile;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.cli.progress.Progress;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Processes many images. Failed images are reported and counted, and the others are processed. */
public final class ImageRun {
  /** The file in the output folder that lists the failed images. */
  public static final String FAILURES = "failures.csv";

  /** The number of failed images that are named at the end; the file lists all of them. */
  private static final int MOST_NAMED = 20;

  private final Messages messages;
  private final ProgressOption progress;
  private final String task;
  private final int jobs;
  private final Optional<Path> failures;
  private final Optional<SkippedFiles> skipped;

  /**
   * @param task the name of the work, one word
   * @param jobs the number of images to process at a time, at least 1
   */
  public ImageRun(Messages messages, ProgressOption progress, String task, int jobs) {
    this(messages, progress, task, jobs, Optional.empty(), Optional.empty());
  }

  private ImageRun(
      Messages messages,
      ProgressOption progress,
      String task,
      int jobs,
      Optional<Path> failures,
      Optional<SkippedFiles> skipped) {
    this.messages = messages;
    this.progress = progress;
    this.task = task;
    this.jobs = jobs;
    this.failures = failures;
    this.skipped = skipped;
  }

  /** Returns this run with a list of failures, {@value #FAILURES} in a folder. */
  public ImageRun failuresIn(Path folder) {
    return new ImageRun(
        messages, progress, task, jobs, Optional.of(folder.resolve(FAILURES)), skipped);
  }

  /** Returns this run with a report of the skipped files at the end. */
  public ImageRun leavingOut(SkippedFiles files) {
    return new ImageRun(messages, progress, task, jobs, failures, Optional.of(files));
  }

  /** The work on one image. */
  @FunctionalInterface
  public interface Work {
    /** Processes the image. Returns a short summary of the result; may be empty. */
    public String run(InputImage image, ProgressListener listener) throws IOException;
  }

  /**
   * Processes the images; returns the exit code.
   *
   * @param images may be empty
   * @param work thread-safe if there are several jobs
   * @throws CommandException if the list of failures cannot be written
   */
  public int run(List<InputImage> images, Work work) {
    return run(images, work, new LinkedHashMap<>());
  }

  /**
   * Processes the images as {@link #run(List, Work)}.
   *
   * @param failed receives the reason of each failed image
   */
  public int run(List<InputImage> images, Work work, Map<InputImage, String> failed) {
    long start = System.nanoTime();
    if (!images.isEmpty()) {
      ExecutorService workers = Executors.newFixedThreadPool(Math.min(jobs, images.size()));
      try (Progress shown = Progress.of(messages, progress, task, images.size())) {
        List<Future<Optional<String>>> running = new ArrayList<>();
        for (InputImage image : images) {
          running.add(workers.submit(() -> failure(image, work, shown)));
        }
        for (int i = 0; i < images.size(); i++) {
          InputImage image = images.get(i);
          get(running.get(i)).ifPresent(reason -> failed.put(image, reason));
        }
      } finally {
        workers.shutdownNow();
      }
    }
    int done = images.size() - failed.size();
    messages.line(done + (done == 1 ? " image" : " images") + " done in " + seconds(start));
    skipped.flatMap(SkippedFiles::summary).ifPresent(messages::line);
    failures.ifPresent(file -> writeDown(failed, file));
    if (failed.isEmpty()) {
      return ExitCode.DONE;
    }
    List<String> named =
        failed.keySet().stream().limit(MOST_NAMED).map(image -> image.file().toString()).toList();
    messages.line(
        failed.size()
            + " failed: "
            + String.join(", ", named)
            + (named.size() < failed.size() ? ", ..." : "")
            + failures.map(file -> "; see " + file).orElse(""));
    return ExitCode.SOME_FAILED;
  }

  private static void writeDown(Map<InputImage, String> failed, Path file) {
    try {
      if (failed.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        CsvFile.write(
            file,
            printer -> {
              printer.printRecord("file", "reason");
              for (Map.Entry<InputImage, String> failure : failed.entrySet()) {
                printer.printRecord(failure.getKey().file(), failure.getValue());
              }
            });
      }
    } catch (IOException e) {
      throw new CommandException(FailureText.oneLine(file, e), e);
    }
  }

  /** Processes one image; returns the reason if it failed. */
  private static Optional<String> failure(InputImage image, Work work, Progress progress) {
    long begin = System.nanoTime();
    try {
      ProgressListener listener = progress.begin(image);
      image.checkName();
      String result = work.run(image, listener);
      progress.done(image, seconds(begin) + (result.isEmpty() ? "" : ", " + result));
      return Optional.empty();
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      progress.failed(image, e);
      return Optional.of(FailureText.oneLine(e));
    }
  }

  private static Optional<String> get(Future<Optional<String>> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String seconds(long since) {
    return String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - since) / 1e9);
  }
}

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

/** Does the same work on many images: what fails is named and counted, the others are done. */
public final class ImageRun {
  /** The file in the output folder that lists the failed images. */
  public static final String FAILURES = "failures.csv";

  /** So many failed images are named at the end; with more, the file has to do. */
  private static final int MOST_NAMED = 20;

  private final Messages messages;
  private final ProgressOption progress;
  private final String task;
  private final int jobs;
  private final Optional<Path> failures;
  private final Optional<SkippedFiles> skipped;

  /**
   * @param task what is done, in a word
   * @param jobs on how many images to work at a time, at least 1
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

  /** This run, writing down what fails in {@value #FAILURES} of a folder. */
  public ImageRun failuresIn(Path folder) {
    return new ImageRun(
        messages, progress, task, jobs, Optional.of(folder.resolve(FAILURES)), skipped);
  }

  /** This run, reporting at its end the skipped files of the input folders. */
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
   * Works on the images; returns the exit code.
   *
   * @param images may be none
   * @param work safe to call from several threads if there are several jobs
   * @throws CommandException if the failures cannot be written down
   */
  public int run(List<InputImage> images, Work work) {
    return run(images, work, new LinkedHashMap<>());
  }

  /**
   * Works on the images as {@link #run(List, Work)}.
   *
   * @param failed receives why each failed image did
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

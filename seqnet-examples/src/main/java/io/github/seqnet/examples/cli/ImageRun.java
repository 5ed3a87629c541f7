package io.github.seqnet.examples.cli;

import io.github.seqnet.progress.Monitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same work on many images: what fails is named and counted, the others are done. */
final class ImageRun {
  private final Messages messages;
  private final ProgressOption progress;
  private final String task;
  private final int jobs;

  /**
   * @param task what is done, in a word
   * @param jobs on how many images to work at a time, at least 1
   */
  ImageRun(Messages messages, ProgressOption progress, String task, int jobs) {
    this.messages = messages;
    this.progress = progress;
    this.task = task;
    this.jobs = jobs;
  }

  /** The work on one image. */
  @FunctionalInterface
  interface Work {
    /** Does it, and says in a few words what came out, or nothing. */
    String run(InputImage image, Monitor monitor) throws IOException;
  }

  /**
   * Works on the images; returns the exit code.
   *
   * @param work safe to call from several threads if there are several jobs
   */
  int run(List<InputImage> images, Work work) {
    long start = System.nanoTime();
    List<InputImage> failed = new ArrayList<>();
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(jobs, images.size()));
    try (Progress shown = Progress.of(messages, progress, task, images.size())) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (InputImage image : images) {
        running.add(workers.submit(() -> succeeds(image, work, shown)));
      }
      for (int i = 0; i < images.size(); i++) {
        if (!get(running.get(i))) {
          failed.add(images.get(i));
        }
      }
    } finally {
      workers.shutdownNow();
    }
    int done = images.size() - failed.size();
    messages.line(done + (done == 1 ? " image" : " images") + " done in " + seconds(start));
    if (failed.isEmpty()) {
      return ExitCode.DONE;
    }
    messages.line(
        failed.size()
            + " failed: "
            + String.join(", ", failed.stream().map(image -> image.file().toString()).toList()));
    return ExitCode.SOME_FAILED;
  }

  private static boolean succeeds(InputImage image, Work work, Progress progress) {
    long begin = System.nanoTime();
    try {
      String result = work.run(image, progress.begin(image));
      progress.done(image, seconds(begin) + (result.isEmpty() ? "" : ", " + result));
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      progress.failed(image, e);
      return false;
    }
  }

  private static boolean get(Future<Boolean> result) {
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

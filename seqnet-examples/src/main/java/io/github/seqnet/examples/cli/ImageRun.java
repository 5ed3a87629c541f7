package io.github.seqnet.examples.cli;

import io.github.seqnet.progress.Monitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Does the same work on many images: what fails is named and counted, the others are done. */
final class ImageRun {
  private final Messages messages;
  private final String task;

  ImageRun(Messages messages, String task) {
    this.messages = messages;
    this.task = task;
  }

  /** The work on one image. */
  @FunctionalInterface
  interface Work {
    /** Does it, and says in a few words what came out, or nothing. */
    String run(InputImage image, Monitor monitor) throws IOException;
  }

  /** Works on the images one after the other; returns the exit code. */
  int run(List<InputImage> images, Work work) {
    long start = System.nanoTime();
    List<InputImage> failed = new ArrayList<>();
    try (Progress progress = Progress.of(messages, task, images.size())) {
      for (InputImage image : images) {
        long begin = System.nanoTime();
        try {
          String result = work.run(image, progress.begin(image));
          progress.done(image, seconds(begin) + (result.isEmpty() ? "" : ", " + result));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
          failed.add(image);
          progress.failed(image, e);
        }
      }
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

  private static String seconds(long since) {
    return String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - since) / 1e9);
  }
}

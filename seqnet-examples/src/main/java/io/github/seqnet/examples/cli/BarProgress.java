package io.github.seqnet.examples.cli;

import io.github.seqnet.progress.Monitor;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal. */
final class BarProgress implements Progress {
  /** Steps of the bar for each image. */
  private static final int STEPS = 1000;

  private final Messages messages;
  private final ProgressBar bar;
  private long finished;

  BarProgress(Messages messages, String task, int images) {
    this.messages = messages;
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax((long) images * STEPS)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" images", STEPS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build();
  }

  @Override
  public Monitor begin(InputImage image) {
    bar.setExtraMessage(" " + image.name());
    long start = finished;
    return new Monitor() {
      @Override
      public void progress(String stage, long done, long total) {
        bar.stepTo(start * STEPS + done * STEPS / total);
      }
    };
  }

  @Override
  public void done(InputImage image, String summary) {
    step();
    if (messages.verbose()) {
      print(image.name() + ": " + summary);
    }
  }

  @Override
  public void failed(InputImage image, Throwable e) {
    step();
    print("");
    messages.failure(new CommandException(FailureText.oneLine(image.file(), e), e));
  }

  private void step() {
    finished++;
    bar.stepTo(finished * STEPS);
  }

  /** Begins a new line in place of the bar, which is drawn again below. */
  private void print(String text) {
    messages.err().print("\r\033[K" + text + (text.isEmpty() ? "" : System.lineSeparator()));
    messages.err().flush();
  }

  @Override
  public void close() {
    bar.close();
  }
}

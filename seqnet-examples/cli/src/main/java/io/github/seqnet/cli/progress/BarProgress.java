// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.progress;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.file.PlainText;
import io.github.seqnet.nn.inference.WindowedPrediction;
import io.github.seqnet.progress.ProgressListener;
import java.util.HashMap;
import java.util.Map;
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

  /** The steps of the images in work. */
  private final Map<InputImage, Long> begun = new HashMap<>();

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
  public synchronized ProgressListener begin(InputImage image) {
    bar.setExtraMessage(" " + PlainText.printable(image.name()));
    step(image, 0);
    return new ProgressListener() {
      @Override
      public void progress(String stage, long done, long total) {
        // The other stages are short.
        if (stage.equals(WindowedPrediction.STAGE)) {
          step(image, done * STEPS / total);
        }
      }
    };
  }

  private synchronized void step(InputImage image, long steps) {
    begun.merge(image, steps, Math::max);
    bar.stepTo(finished * STEPS + begun.values().stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public synchronized void done(InputImage image, String summary) {
    finish(image);
    if (messages.verbose()) {
      print(PlainText.printable(image.name() + ": " + summary));
    }
  }

  @Override
  public synchronized void failed(InputImage image, Throwable e) {
    finish(image);
    print("");
    messages.failure(new CommandException(FailureText.oneLine(image.file(), e), e));
  }

  private void finish(InputImage image) {
    step(image, STEPS);
    begun.remove(image);
    finished++;
  }

  /** Starts a new line in place of the bar, which is redrawn below. */
  private void print(String text) {
    messages.err().print("\r\033[K" + text + (text.isEmpty() ? "" : System.lineSeparator()));
    messages.err().flush();
  }

  @Override
  public void close() {
    bar.close();
  }
}

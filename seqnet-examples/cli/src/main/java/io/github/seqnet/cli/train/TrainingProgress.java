// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.train;

import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.progress.ProgressOption;
import io.github.seqnet.nn.training.TrainingListener;
import io.github.seqnet.nn.training.TrainingOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how a training goes: a bar, a line now and then, or nothing. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final int STEPS_PER_LINE = 50;

  private final Messages messages;
  private final ProgressOption.Mode mode;
  private final @Nullable ProgressBar bar;

  private TrainingProgress(Messages messages, ProgressOption.Mode mode, @Nullable ProgressBar bar) {
    this.messages = messages;
    this.mode = mode;
    this.bar = bar;
  }

  static TrainingProgress of(Messages messages, ProgressOption.Mode mode, TrainingOptions options) {
    ProgressBar bar =
        mode == ProgressOption.Mode.BAR
            ? new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax(options.steps())
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" steps", 1)
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build()
            : null;
    return new TrainingProgress(messages, mode, bar);
  }

  @Override
  public void stepDone(StepDone event) {
    String loss =
        String.format(Locale.ROOT, " loss %.4f, %s left", event.loss(), clock(event.remaining()));
    if (bar != null) {
      bar.stepTo(event.step());
      bar.setExtraMessage(loss);
    } else if (event.step() == 1 || event.step() % STEPS_PER_LINE == 0) {
      print("step " + event.step() + ":" + loss);
    }
  }

  @Override
  public void validated(Validated event) {
    String metrics =
        event.result().metrics().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    print("step " + event.step() + ": " + metrics + (event.best() ? " (best)" : ""));
  }

  private void print(String text) {
    if (mode == ProgressOption.Mode.NONE) {
      return;
    }
    messages.err().println(bar == null ? text : "\r\033[K" + text);
    messages.err().flush();
  }

  private static String clock(Duration duration) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

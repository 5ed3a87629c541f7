// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.progress;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.progress.ProgressListener;

/** One line for each image, for logs. */
final class LineProgress implements Progress {
  private final Messages messages;
  private final int images;
  private int finished;

  LineProgress(Messages messages, int images) {
    this.messages = messages;
    this.images = images;
  }

  @Override
  public ProgressListener begin(InputImage image) {
    return ProgressListener.NONE;
  }

  @Override
  public synchronized void done(InputImage image, String summary) {
    print(image, summary);
  }

  @Override
  public synchronized void failed(InputImage image, Throwable e) {
    print(image, "failed");
    messages.failure(new CommandException(FailureText.oneLine(image.file(), e), e));
  }

  private void print(InputImage image, String text) {
    finished++;
    messages.progress("[" + finished + "/" + images + "] " + image.name() + ": " + text);
  }

  @Override
  public void close() {}
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.progress;

import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.progress.ProgressListener;

/** Says nothing but what failed, and what each image took to those who asked for more. */
record NoProgress(Messages messages) implements Progress {
  @Override
  public ProgressListener begin(InputImage image) {
    return ProgressListener.NONE;
  }

  @Override
  public void done(InputImage image, String summary) {
    messages.detail(image.name() + ": " + summary);
  }

  @Override
  public void failed(InputImage image, Throwable e) {
    messages.failure(new CommandException(FailureText.oneLine(image.file(), e), e));
  }

  @Override
  public void close() {}
}

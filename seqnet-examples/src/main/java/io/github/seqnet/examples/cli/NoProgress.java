package io.github.seqnet.examples.cli;

import io.github.seqnet.progress.Monitor;

/** Says nothing but what failed, and what each image took to those who asked for more. */
record NoProgress(Messages messages) implements Progress {
  @Override
  public Monitor begin(InputImage image) {
    return Monitor.NONE;
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

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.progress;

import io.github.seqnet.cli.command.Messages;
import io.github.seqnet.cli.file.InputImage;
import io.github.seqnet.progress.ProgressListener;

/** Shows how far the work on several images is. Safe to call from several threads. */
public interface Progress extends AutoCloseable {
  /**
   * A bar, a line for each image, or nothing.
   *
   * @param images how many there are, at least 1
   */
  static Progress of(Messages messages, ProgressOption option, String task, int images) {
    return switch (option.mode()) {
      case BAR -> new BarProgress(messages, task, images);
      case NONE -> new NoProgress(messages);
      default -> new LineProgress(messages, images);
    };
  }

  /** Starts an image. The listener receives its progress. */
  ProgressListener begin(InputImage image);

  /** An image is done. */
  void done(InputImage image, String summary);

  /** An image failed. */
  void failed(InputImage image, Throwable e);

  @Override
  void close();
}

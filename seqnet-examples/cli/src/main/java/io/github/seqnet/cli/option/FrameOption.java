// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.LoadedImage;
import io.github.seqnet.image.io.ReaderLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that selects a frame of the photographs. */
public final class FrameOption extends SharedOptions {
  /** The name of the option. */
  public static final String NAME = "--frame";

  @Option(
      names = NAME,
      paramLabel = "N",
      defaultValue = "0",
      description = "Frame to read from multi-frame DICOM files, from 0; default ${DEFAULT-VALUE}.")
  private int frame;

  /** Created by picocli. */
  FrameOption() {}

  /**
   * Checks the number.
   *
   * @throws ParameterException if it is negative
   */
  public void check() {
    numbers().within(NAME, 0, Integer.MAX_VALUE, Optional.of(frame));
  }

  /** The index of the frame, from 0. */
  public int index() {
    return frame;
  }

  /**
   * Reads the frame of a photograph.
   *
   * @throws IOException if the file cannot be read, or has no such frame
   */
  public LoadedImage read(Path photograph) throws IOException {
    return ImageFiles.read(photograph, ReaderLimits.defaults(), frame);
  }
}

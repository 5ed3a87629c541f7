// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.cli.command.CommandException;
import io.github.seqnet.cli.command.FailureText;
import io.github.seqnet.cli.file.Sha256;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.pipeline.PipelineOptions;
import io.github.seqnet.pipeline.PipelineOptions.FieldOfViewMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that determines the field of view of the images. */
public final class FieldOfViewOption {
  private static final String FIND = "auto";
  private static final String WHOLE_IMAGE = "none";

  @Option(
      names = "--fov",
      paramLabel = "auto|none|FILE",
      description =
          "Field of view of the results: auto (located in each photograph), none (the whole"
              + " image), or a mask file for all images. Default: auto; none without a photograph"
              + " and in reference mode. Networks with illumination correction locate the field of"
              + " view themselves in any case.")
  private String choice;

  private Optional<BinaryMask> mask = Optional.empty();
  private String sha256 = "";

  /** Created by picocli. */
  FieldOfViewOption() {}

  /**
   * Reads the mask, if one is named.
   *
   * @throws CommandException if it cannot be read or is empty
   */
  public void read() {
    if (choice != null && !choice.equals(FIND) && !choice.equals(WHOLE_IMAGE)) {
      Path file = Path.of(choice);
      try {
        mask = Optional.of(ImageFiles.readMask(file));
        try (InputStream in = Files.newInputStream(file)) {
          sha256 = Sha256.of(in);
        }
      } catch (IOException e) {
        throw new CommandException(FailureText.oneLine(file, e), e);
      }
      if (mask.get().count() == 0) {
        throw new CommandException(
            "--fov "
                + choice
                + ": the mask is empty: all pixels are black; pass a mask that is white within the"
                + " field of view");
      }
    }
  }

  /** The value of the option for the record: a mask by its content. */
  public String description() {
    return mask.isPresent() ? "mask of SHA-256 " + sha256 : choice == null ? "default" : choice;
  }

  /**
   * Adds the mask to the known facts of an image.
   *
   * @throws IOException if the mask has another size than the image
   */
  public KnownFacts known(KnownFacts facts, int width, int height) throws IOException {
    if (mask.isEmpty()) {
      return facts;
    }
    BinaryMask given = mask.get();
    if (given.width() != width || given.height() != height) {
      throw new IOException(
          String.format(
              "--fov %s: the mask is %d x %d pixels, the image is %d x %d; pass a mask of the same"
                  + " size",
              choice, given.width(), given.height(), width, height));
    }
    return facts.withFieldOfView(given);
  }

  /**
   * Returns these options with the choice of the field of view.
   *
   * @param findByDefault whether to locate it where the option is not given
   */
  public PipelineOptions pipeline(PipelineOptions options, boolean findByDefault) {
    boolean find = choice == null ? findByDefault : !choice.equals(WHOLE_IMAGE);
    return options.withFieldOfView(find ? FieldOfViewMode.FIND : FieldOfViewMode.WHOLE_IMAGE);
  }

  /** Whether the field of view is located in photographs. */
  public boolean isAuto() {
    return FIND.equals(choice);
  }
}

package io.github.seqnet.dataset;

import io.github.seqnet.image.LabelColors;
import java.util.Optional;

/**
 * How the files of a data set lie in its folder. A set of one's own is described in one expression:
 *
 * <pre>{@code
 * FolderLayout.of(FilePattern.of("photos"), FilePattern.of("annotations", "_av"))
 *     .withMasks(FilePattern.of("masks"))
 * }</pre>
 *
 * @param images the photographs; they name the samples
 * @param labels the annotations
 * @param masks the masks of the field of view; empty if there are none, and the whole image counts
 * @param kind what the annotations tell
 * @param colors what the colors of artery/vein annotations mean
 */
public record FolderLayout(
    FilePattern images,
    FilePattern labels,
    Optional<FilePattern> masks,
    LabelKind kind,
    LabelColors colors) {
  /** Artery/vein labels in the usual colors, no masks. */
  public static FolderLayout of(FilePattern images, FilePattern labels) {
    return new FolderLayout(
        images, labels, Optional.empty(), LabelKind.ARTERY_VEIN, LabelColors.defaults());
  }

  /** This layout with masks of the field of view. */
  public FolderLayout withMasks(FilePattern pattern) {
    return new FolderLayout(images, labels, Optional.of(pattern), kind, colors);
  }

  /** This layout with another kind of labels. */
  public FolderLayout withKind(LabelKind labelKind) {
    return new FolderLayout(images, labels, masks, labelKind, colors);
  }

  /** This layout with other meanings of the colors. */
  public FolderLayout withColors(LabelColors labelColors) {
    return new FolderLayout(images, labels, masks, kind, labelColors);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import io.github.seqnet.image.LabelEncoding;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a data set's files in its folder. A data set of your own is described in one
 * expression:
 *
 * <pre>{@code
 * FolderLayout.of(FilePattern.of("photos"), FilePattern.of("annotations", "_av"))
 *     .withMasks(FilePattern.of("masks"))
 *     .withEncoding(LabelEncoding.classIndex())
 * }</pre>
 *
 * <p>Immutable; equal by content.
 */
public final class FolderLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FilePattern images;
  private final FilePattern labels;
  private final @Nullable FilePattern veins;
  private final @Nullable FilePattern masks;
  private final LabelKind kind;
  private final LabelEncoding encoding;
  private final boolean findsFieldOfView;

  private FolderLayout(
      FilePattern images,
      FilePattern labels,
      @Nullable FilePattern veins,
      @Nullable FilePattern masks,
      LabelKind kind,
      LabelEncoding encoding,
      boolean findsFieldOfView) {
    this.images = Objects.requireNonNull(images, "images");
    this.labels = Objects.requireNonNull(labels, "labels");
    this.veins = veins;
    this.masks = masks;
    this.kind = Objects.requireNonNull(kind, "kind");
    this.encoding = Objects.requireNonNull(encoding, "encoding");
    this.findsFieldOfView = findsFieldOfView;
  }

  /**
   * Artery/vein labels in the usual colors, without masks: the whole image counts.
   *
   * @param images the photographs; they name the samples
   * @param labels the annotations
   */
  public static FolderLayout of(FilePattern images, FilePattern labels) {
    return new FolderLayout(
        images, labels, null, null, LabelKind.ARTERY_VEIN, LabelEncoding.colors(), false);
  }

  /**
   * Artery/vein labels as two binary masks, without masks of the field of view.
   *
   * @param images the photographs; they name the samples
   * @param arteries the masks of arteries
   * @param veins the masks of veins; pixels of both are crossings
   */
  public static FolderLayout ofMaskPairs(
      FilePattern images, FilePattern arteries, FilePattern veins) {
    return new FolderLayout(
        images,
        arteries,
        Objects.requireNonNull(veins, "veins"),
        null,
        LabelKind.ARTERY_VEIN,
        LabelEncoding.colors(),
        false);
  }

  /** The photographs. */
  public FilePattern images() {
    return images;
  }

  /** The annotations; the masks of arteries if there are masks of {@link #veins()}. */
  public FilePattern labels() {
    return labels;
  }

  /** The masks of veins, if arteries and veins have a mask each. */
  public Optional<FilePattern> veins() {
    return Optional.ofNullable(veins);
  }

  /** The masks of the field of view, if there are any. */
  public Optional<FilePattern> masks() {
    return Optional.ofNullable(masks);
  }

  /** What the annotations tell about vessels. */
  public LabelKind kind() {
    return kind;
  }

  /** How artery/vein annotations are encoded. */
  public LabelEncoding encoding() {
    return encoding;
  }

  /** Whether the field of view is located in photographs that have no mask. */
  public boolean findsFieldOfView() {
    return findsFieldOfView;
  }

  /** This layout with masks of the field of view. */
  public FolderLayout withMasks(FilePattern pattern) {
    return new FolderLayout(
        images,
        labels,
        veins,
        Objects.requireNonNull(pattern, "pattern"),
        kind,
        encoding,
        findsFieldOfView);
  }

  /** This layout without masks; the field of view is located in each photograph. */
  public FolderLayout withFoundFieldOfView() {
    return new FolderLayout(images, labels, veins, null, kind, encoding, true);
  }

  /** This layout with another kind of annotations. */
  public FolderLayout withKind(LabelKind newKind) {
    return new FolderLayout(images, labels, veins, masks, newKind, encoding, findsFieldOfView);
  }

  /** This layout with another encoding of labels. */
  public FolderLayout withEncoding(LabelEncoding newEncoding) {
    return new FolderLayout(images, labels, veins, masks, kind, newEncoding, findsFieldOfView);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FolderLayout l
        && l.images.equals(images)
        && l.labels.equals(labels)
        && Objects.equals(l.veins, veins)
        && Objects.equals(l.masks, masks)
        && l.kind == kind
        && l.encoding.equals(encoding)
        && l.findsFieldOfView == findsFieldOfView;
  }

  @Override
  public int hashCode() {
    return Objects.hash(images, labels, veins, masks, kind, encoding, findsFieldOfView);
  }

  @Override
  public String toString() {
    return "FolderLayout[images %s, labels %s, veins %s, masks %s, %s, %s]"
        .formatted(images, labels, veins, masks, kind, encoding.id());
  }
}

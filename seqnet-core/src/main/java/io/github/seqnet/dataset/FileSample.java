// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.LabelEncoding;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sample in files: a photograph, its labels, and optionally a mask of the field of view. Nothing
 * is read before {@link #load}. Immutable.
 */
public final class FileSample implements Sample {
  private static final Logger LOG = LoggerFactory.getLogger(FileSample.class);

  private final String name;
  private final Path image;
  private final Path label;
  private final @Nullable Path veins;
  private final @Nullable Path mask;
  private final FolderLayout layout;

  FileSample(
      String name,
      Path image,
      Path label,
      @Nullable Path veins,
      @Nullable Path mask,
      FolderLayout layout) {
    this.name = Objects.requireNonNull(name, "name");
    this.image = Objects.requireNonNull(image, "image");
    this.label = Objects.requireNonNull(label, "label");
    this.veins = veins;
    this.mask = mask;
    this.layout = layout;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public LabelKind kind() {
    return layout.kind();
  }

  /** The photograph. */
  public Path image() {
    return image;
  }

  /** The annotation; the mask of arteries if there is one of {@link #veins()}. */
  public Path label() {
    return label;
  }

  /** The mask of veins, if arteries and veins have a mask each. */
  public Optional<Path> veins() {
    return Optional.ofNullable(veins);
  }

  /** The mask of the field of view, if there is one. */
  public Optional<Path> mask() {
    return Optional.ofNullable(mask);
  }

  /**
   * Reads the files. Logs a warning if the annotation has no vessel, or if it is an artery/vein
   * annotation whose vessels are all unknown.
   *
   * @throws IOException if a file cannot be read; names it
   * @throws DatasetException if the sizes differ or the mask is empty; names the files
   */
  @Override
  public LabeledImage load() throws IOException {
    RgbImage photograph = ImageFiles.readRgb(image);
    ArteryVeinMap labels = readLabels();
    checkSize(label, labels.width(), labels.height(), photograph);
    logIfContentIsMissing(LabelContent.of(labels));
    return new LabeledImage(name, photograph, labels, fieldOfView(photograph), kind());
  }

  private FieldOfView fieldOfView(RgbImage photograph) throws IOException {
    if (mask == null) {
      return layout.findsFieldOfView()
          ? FieldOfViewFinder.find(photograph)
          : FieldOfView.wholeImage(photograph.width(), photograph.height());
    }
    BinaryMask given = ImageFiles.readMask(mask);
    checkSize(mask, given.width(), given.height(), photograph);
    if (given.count() == 0) {
      throw new DatasetException(mask + ": the mask is empty");
    }
    return new FieldOfView(given, FieldOfView.Source.GIVEN);
  }

  @Override
  public Sample withName(String newName) {
    return new FileSample(newName, image, label, veins, mask, layout);
  }

  private void logIfContentIsMissing(LabelContent content) {
    if (!content.vessels()) {
      LOG.warn("{}: there is no vessel in the annotation", label);
    } else if (kind().hasClasses() && !content.classes()) {
      LOG.warn(
          "{}: neither arteries nor veins are in the annotation; its vessels count as unknown",
          label);
    }
  }

  ArteryVeinMap readLabels() throws IOException {
    if (!kind().hasClasses()) {
      return ArteryVeinMap.unknown(ImageFiles.readMask(label));
    }
    if (veins == null) {
      LabelEncoding encoding = layout.encoding();
      return ImageFiles.readLabels(label, encoding);
    }
    BinaryMask arteryMask = ImageFiles.readMask(label);
    BinaryMask veinMask = ImageFiles.readMask(veins);
    if (arteryMask.width() != veinMask.width() || arteryMask.height() != veinMask.height()) {
      throw new DatasetException(
          "%s: must be %d x %d pixels like %s, but is %d x %d"
              .formatted(
                  veins,
                  arteryMask.width(),
                  arteryMask.height(),
                  label,
                  veinMask.width(),
                  veinMask.height()));
    }
    return ArteryVeinMap.of(arteryMask, veinMask);
  }

  private void checkSize(Path file, int width, int height, RgbImage photograph) {
    if (width != photograph.width() || height != photograph.height()) {
      throw new DatasetException(
          "%s: must be %d x %d pixels like %s, but is %d x %d"
              .formatted(file, photograph.width(), photograph.height(), image, width, height));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileSample s
        && s.name.equals(name)
        && s.image.equals(image)
        && s.label.equals(label)
        && Objects.equals(s.veins, veins)
        && Objects.equals(s.mask, mask)
        && s.layout.equals(layout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, image, label, veins, mask);
  }

  @Override
  public String toString() {
    return "FileSample[" + name + ", " + image + "]";
  }
}

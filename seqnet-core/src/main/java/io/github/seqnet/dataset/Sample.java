package io.github.seqnet.dataset;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.LabelColors;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one photograph; nothing is read before {@link #load}.
 *
 * @param name the name within the data set, such as {@code 01_test}
 * @param image the photograph
 * @param label the annotation
 * @param mask the field of view; without one the whole image counts
 * @param kind what the annotation tells
 * @param colors what its colors mean
 */
public record Sample(
    String name, Path image, Path label, Optional<Path> mask, LabelKind kind, LabelColors colors) {
  private static final Logger LOG = LoggerFactory.getLogger(Sample.class);

  /**
   * Reads the files. Warns in the log of an annotation without any vessel, and of an artery/vein
   * annotation all of whose vessels are unknown.
   *
   * @throws IOException if one cannot be read; names it
   * @throws DatasetException if the sizes differ or the mask is empty; names the files
   */
  public LabeledImage load() throws IOException {
    RgbImage photograph = ImageFiles.readRgb(image);
    ArteryVeinMap labels = readLabels();
    checkSize(label, labels.width(), labels.height(), photograph);
    warnOfWhatIsMissing(LabelContent.of(labels));
    FieldOfView view;
    if (mask.isPresent()) {
      BinaryMask given = ImageFiles.readMask(mask.get());
      checkSize(mask.get(), given.width(), given.height(), photograph);
      if (given.count() == 0) {
        throw new DatasetException(mask.get() + ": the mask is empty");
      }
      view = new FieldOfView(given, FieldOfView.Source.GIVEN);
    } else {
      view = FieldOfView.wholeImage(photograph.width(), photograph.height());
    }
    return new LabeledImage(name, photograph, labels, view, kind);
  }

  Sample withName(String newName) {
    return new Sample(newName, image, label, mask, kind, colors);
  }

  private void warnOfWhatIsMissing(LabelContent content) {
    if (!content.vessels()) {
      LOG.warn("{}: there is no vessel in the annotation", label);
    } else if (kind == LabelKind.ARTERY_VEIN && !content.classes()) {
      LOG.warn(
          "{}: neither arteries nor veins are in the annotation; its vessels count as unknown",
          label);
    }
  }

  ArteryVeinMap readLabels() throws IOException {
    if (kind == LabelKind.ARTERY_VEIN) {
      return ImageFiles.readLabels(label, colors);
    }
    return ArteryVeinMap.unknown(ImageFiles.readMask(label));
  }

  private void checkSize(Path file, int width, int height, RgbImage photograph) {
    if (width != photograph.width() || height != photograph.height()) {
      throw new DatasetException(
          "%s: must be %d x %d pixels as %s, but is %d x %d"
              .formatted(file, photograph.width(), photograph.height(), image, width, height));
    }
  }
}

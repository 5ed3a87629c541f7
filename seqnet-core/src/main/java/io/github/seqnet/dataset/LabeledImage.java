// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.preprocess.WorkingFrame;
import java.io.Serializable;
import java.util.Objects;

/**
 * A fundus photograph with its annotation and its field of view, all of one size. Immutable and
 * safe to share between threads.
 *
 * @param name the name of the sample, such as {@code 01_test}
 * @param image the photograph
 * @param labels the annotation, at the size of the photograph
 * @param fieldOfView the field of view, at the size of the photograph
 * @param kind what the annotation tells about vessels
 */
public record LabeledImage(
    String name, RgbImage image, ArteryVeinMap labels, FieldOfView fieldOfView, LabelKind kind)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * @throws IllegalArgumentException if the sizes differ
   */
  public LabeledImage {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(fieldOfView, "fieldOfView");
    Objects.requireNonNull(kind, "kind");
    checkSize(name, "labels", image, labels.width(), labels.height());
    checkSize(
        name, "field of view", image, fieldOfView.mask().width(), fieldOfView.mask().height());
  }

  private static void checkSize(String name, String what, RgbImage image, int width, int height) {
    if (width != image.width() || height != image.height()) {
      throw new IllegalArgumentException(
          "%s: %s must be %d x %d pixels like the photograph, got %d x %d"
              .formatted(name, what, image.width(), image.height(), width, height));
    }
  }

  /** The number of columns. */
  public int width() {
    return image.width();
  }

  /** The number of rows. */
  public int height() {
    return image.height();
  }

  /**
   * Returns this image with another field of view, for example one located in a photograph of a
   * data set without masks.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public LabeledImage withFieldOfView(FieldOfView view) {
    return new LabeledImage(name, image, labels, view, kind);
  }

  /**
   * Returns this image with the field of view located in its photograph if it has none, that is, if
   * the source of its field of view is {@link FieldOfView.Source#WHOLE_IMAGE}; otherwise this
   * image.
   */
  public LabeledImage withFoundFieldOfView() {
    return fieldOfView.source() == FieldOfView.Source.WHOLE_IMAGE
        ? withFieldOfView(FieldOfViewFinder.find(image))
        : this;
  }

  /** Returns this image with its photograph preprocessed for a network. */
  public LabeledImage prepared(Preprocessing preprocessing) {
    return preprocessing.equals(Preprocessing.NONE)
        ? this
        : new LabeledImage(name, preprocessing.apply(image), labels, fieldOfView, kind);
  }

  /**
   * Resizes this image as the published training does. The photograph and the field of view are
   * resized by {@link Resampler}. A pixel is a vessel where vessels of any label cover more than
   * half of it, after the smoothing of the resampler. It takes the label that covers most of it, or
   * the first of artery, vein, crossing, unknown if several are equal.
   *
   * @throws IllegalArgumentException if a side is below 1
   */
  public LabeledImage resized(int width, int height) {
    if (width == width() && height == height()) {
      return this;
    }
    BinaryMask mask = fieldOfView.mask();
    BinaryMask view =
        mask.count() == width() * height()
            ? BinaryMask.full(width, height)
            : Resampler.resize(mask, width, height);
    return new LabeledImage(
        name,
        Resampler.resize(image, width, height),
        resizedLabels(width, height),
        new FieldOfView(view, fieldOfView.source()),
        kind);
  }

  /**
   * Returns this image as a network sees it: {@link #resized(int, int)} to the working resolution,
   * cropped to the field of view for {@link Framing#FIELD_OF_VIEW}, and preprocessed. The field of
   * view is located in the photograph if this image has none.
   *
   * @param size the working size in pixels, at least 1
   * @throws IllegalArgumentException if the size is below 1
   */
  public LabeledImage framed(Framing framing, int size, Preprocessing preprocessing) {
    if (framing == Framing.WHOLE_FRAME) {
      return resized(size, size).prepared(preprocessing);
    }
    FieldOfView view = withFoundFieldOfView().fieldOfView();
    WorkingFrame frame = WorkingFrame.of(view, size);
    FieldOfView cropped = frame.crop(view);
    return new LabeledImage(
        name,
        preprocessing.apply(frame.crop(image), cropped),
        frame.cropFrame(resizedLabels(frame.width(), frame.height())),
        cropped,
        kind);
  }

  private ArteryVeinMap resizedLabels(int width, int height) {
    byte[] codes = labels.toArray();
    float[] known = new float[codes.length * 3];
    float[] unknown = new float[codes.length];
    boolean anyUnknown = false;
    for (int i = 0; i < codes.length; i++) {
      int code = codes[i];
      if (code == VesselLabel.UNKNOWN.code()) {
        unknown[i] = 1;
        anyUnknown = true;
      } else if (code != 0) {
        known[3 * i + code - 1] = 1;
      }
    }
    float[] cover =
        Resampler.resize(RgbImage.wrap(width(), height(), known), width, height).toArray();
    float[] rest = new float[width * height];
    if (anyUnknown) {
      ProbabilityMap map = ProbabilityMap.wrap(width(), height(), unknown);
      rest = Resampler.resize(map, width, height).toArray();
    }
    byte[] resized = new byte[width * height];
    for (int i = 0; i < resized.length; i++) {
      float artery = cover[3 * i];
      float vein = cover[3 * i + 1];
      float crossing = cover[3 * i + 2];
      if (artery + vein + crossing + rest[i] > 0.5f) {
        float most = Math.max(Math.max(artery, vein), Math.max(crossing, rest[i]));
        VesselLabel label =
            artery == most
                ? VesselLabel.ARTERY
                : vein == most
                    ? VesselLabel.VEIN
                    : crossing == most ? VesselLabel.CROSSING : VesselLabel.UNKNOWN;
        resized[i] = label.code();
      }
    }
    return ArteryVeinMap.wrap(width, height, resized);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import java.io.Serializable;
import java.util.Objects;

/**
 * Maps between a photograph and the part of it that a network receives. The photograph is resampled
 * to a frame at the working resolution, and a rectangle is cropped from the frame. Maps of the
 * rectangle are placed back into the frame, so that they cover the whole photograph.
 *
 * <pre>{@code
 * WorkingFrame frame = WorkingFrame.of(FieldOfViewFinder.find(photograph), 608);
 * RgbImage crop = frame.crop(photograph);          // at most 608 px wide and high
 * ProbabilityMap map = frame.place(predict(crop)); // shows the whole photograph
 * }</pre>
 *
 * @param photographWidth columns of the photograph
 * @param photographHeight rows of the photograph
 * @param width columns of the frame, the whole photograph at the working resolution
 * @param height rows of the frame
 * @param left first column of the frame that is cropped
 * @param top first row of the frame that is cropped
 * @param cropWidth columns of the crop
 * @param cropHeight rows of the crop
 */
public record WorkingFrame(
    int photographWidth,
    int photographHeight,
    int width,
    int height,
    int left,
    int top,
    int cropWidth,
    int cropHeight)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The largest ratio of the longer side of a frame to the working size. */
  static final int LARGEST_FRAME = 4;

  /**
   * @throws IllegalArgumentException if a side is below 1, or the crop does not lie in the frame
   */
  public WorkingFrame {
    if (photographWidth < 1 || photographHeight < 1) {
      throw new IllegalArgumentException(
          "the photograph must have pixels, got " + photographWidth + " x " + photographHeight);
    }
    if (cropWidth < 1 || cropHeight < 1) {
      throw new IllegalArgumentException(
          "the crop must have pixels, got " + cropWidth + " x " + cropHeight);
    }
    if (left < 0 || top < 0 || left > width - cropWidth || top > height - cropHeight) {
      throw new IllegalArgumentException(
          "the crop must lie in the frame of %d x %d pixels, got %d x %d pixels at (%d, %d)"
              .formatted(width, height, cropWidth, cropHeight, left, top));
    }
  }

  /**
   * The {@linkplain Framing#WHOLE_FRAME whole frame}, squeezed to a square.
   *
   * @param width columns of the photograph
   * @param height rows of the photograph
   * @param size the side of the square, at least 1
   * @throws IllegalArgumentException if a side is below 1
   */
  public static WorkingFrame squeezed(int width, int height, int size) {
    return new WorkingFrame(width, height, size, size, 0, 0, size, size);
  }

  /**
   * The {@linkplain Framing#FIELD_OF_VIEW field of view} with square pixels. A field of view that
   * is very small in its frame gets fewer pixels than {@code size}, so that the frame's longer side
   * is at most four times that.
   *
   * @param view of the size of the photograph; a view without a pixel counts as the whole frame
   * @param size the longer side of the bounding box at the working resolution, at least 1
   * @throws IllegalArgumentException if the size is below 1
   */
  public static WorkingFrame of(FieldOfView view, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
    BinaryMask mask = Objects.requireNonNull(view, "view").mask();
    int width = mask.width();
    int height = mask.height();
    int[] box = box(view);
    int diameter = Math.max(box[2], box[3]);
    double scale =
        Math.min((double) size / diameter, (double) LARGEST_FRAME * size / Math.max(width, height));
    int frameWidth = scaled(width, scale);
    int frameHeight = scaled(height, scale);
    double scaleX = (double) frameWidth / width;
    double scaleY = (double) frameHeight / height;
    int cropWidth = Math.min(Math.min(size, frameWidth), scaled(box[2], scaleX));
    int cropHeight = Math.min(Math.min(size, frameHeight), scaled(box[3], scaleY));
    int left = (int) Math.min(frameWidth - cropWidth, Math.round(box[0] * scaleX));
    int top = (int) Math.min(frameHeight - cropHeight, Math.round(box[1] * scaleY));
    return new WorkingFrame(
        width, height, frameWidth, frameHeight, left, top, cropWidth, cropHeight);
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(1, Math.round(side * scale));
  }

  /** Left, top, width and height of the bounding box. */
  private static int[] box(FieldOfView view) {
    BinaryMask mask = view.mask();
    int width = mask.width();
    int height = mask.height();
    int[] whole = {0, 0, width, height};
    if (view.source() == FieldOfView.Source.WHOLE_IMAGE) {
      return whole;
    }
    byte[] set = mask.toArray();
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (set[i] != 0) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return right < 0 ? whole : new int[] {left, top, right - left + 1, bottom - top + 1};
  }

  /** Whether the crop is the whole frame. */
  public boolean isWhole() {
    return cropWidth == width && cropHeight == height;
  }

  /**
   * The crop of a photograph at the working resolution.
   *
   * @throws IllegalArgumentException if the photograph has another size
   */
  public RgbImage crop(RgbImage photograph) {
    checkSize(photograph.width(), photograph.height());
    return isWhole()
        ? Resampler.resize(photograph, width, height)
        : Resampler.resizePart(photograph, width, height, left, top, cropWidth, cropHeight);
  }

  /**
   * The crop of a mask at the working resolution.
   *
   * @throws IllegalArgumentException if the mask has another size than the photograph
   */
  public BinaryMask crop(BinaryMask mask) {
    checkSize(mask.width(), mask.height());
    if (mask.count() == mask.width() * mask.height()) {
      return BinaryMask.full(cropWidth, cropHeight);
    }
    return BinaryMask.wrap(
        cropWidth, cropHeight, cut(Resampler.resize(mask, width, height).toArray()));
  }

  /** The crop of a field of view at the working resolution. */
  public FieldOfView crop(FieldOfView view) {
    return new FieldOfView(crop(view.mask()), view.source(), view.confidence());
  }

  /**
   * The crop of labels that were resampled to the frame already.
   *
   * @throws IllegalArgumentException if the labels do not have the size of the frame
   */
  public ArteryVeinMap cropFrame(ArteryVeinMap labels) {
    if (labels.width() != width || labels.height() != height) {
      throw new IllegalArgumentException(
          "labels must be %d x %d pixels as the frame, got %d x %d"
              .formatted(width, height, labels.width(), labels.height()));
    }
    return ArteryVeinMap.wrap(cropWidth, cropHeight, cut(labels.toArray()));
  }

  /**
   * Places the map of the crop into the frame; 0 outside of the crop.
   *
   * @return a map of {@code width x height} pixels that shows the whole photograph
   * @throws IllegalArgumentException if the map does not have the size of the crop
   */
  public ProbabilityMap place(ProbabilityMap map) {
    if (map.width() != cropWidth || map.height() != cropHeight) {
      throw new IllegalArgumentException(
          "map must be %d x %d pixels as the crop, got %d x %d"
              .formatted(cropWidth, cropHeight, map.width(), map.height()));
    }
    if (isWhole()) {
      return map;
    }
    float[] frame = new float[width * height];
    map.copyTo(0, 0, cropWidth, cropHeight, frame, top * width + left, width);
    return ProbabilityMap.wrap(width, height, frame);
  }

  private byte[] cut(byte[] values) {
    byte[] crop = new byte[cropWidth * cropHeight];
    for (int y = 0; y < cropHeight; y++) {
      System.arraycopy(values, (top + y) * width + left, crop, y * cropWidth, cropWidth);
    }
    return crop;
  }

  private void checkSize(int actualWidth, int actualHeight) {
    if (actualWidth != photographWidth || actualHeight != photographHeight) {
      throw new IllegalArgumentException(
          "must be %d x %d pixels as the photograph, got %d x %d"
              .formatted(photographWidth, photographHeight, actualWidth, actualHeight));
    }
  }
}

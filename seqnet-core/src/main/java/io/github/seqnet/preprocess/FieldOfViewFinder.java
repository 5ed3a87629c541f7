package io.github.seqnet.preprocess;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;

/**
 * Finds the part of a fundus photograph that shows the retina: the large bright convex region, most
 * often a disc cut off at one or more sides, in a dark frame.
 *
 * <p>The image is averaged down to at most {@value #WORKING_SIZE} pixels a side; its brightness is
 * the largest of the three channels. Bright is what lies above the dark level (the 1st percentile)
 * by more than a tenth of the way to the bright level (the 90th), so that dim photographs are
 * treated like others. A majority vote in a small window removes noise, strokes of text and thin
 * bridges; the largest bright region remains, and its convex hull is the field of view, so that
 * shadows at the rim belong to it.
 *
 * <p>Where that finds no frame, the whole image is the field of view and the result's {@link
 * FieldOfView#source()} says so: when the darkest part is not dark compared with the brightest,
 * when less than 2 percent or more than 90 percent of the image would be outside, or when the
 * region is not nearly convex.
 *
 * <p>Cost: one pass over the image and a few over the reduced one. Pure; may be called from many
 * threads.
 */
public final class FieldOfViewFinder {
  private static final int WORKING_SIZE = 512;
  private static final double DARK_PERCENTILE = 0.01;
  private static final double BRIGHT_PERCENTILE = 0.90;
  private static final double THRESHOLD_SHARE = 0.10;

  /** The dark level of a frame is at most this share of the bright level. */
  private static final double DARKEST_SHARE = 0.30;

  /** Two steps of an 8-bit image: below that there is nothing to see. */
  private static final double LEAST_CONTRAST = 2.0 / 255;

  private static final double LEAST_AREA = 0.10;
  private static final double LARGEST_AREA = 0.98;

  /** How much larger than the region its convex hull may be. */
  private static final double LARGEST_HULL = 1.25;

  private FieldOfViewFinder() {}

  /**
   * Finds the field of view.
   *
   * @return a mask of the size of the image and whether it was found
   */
  public static FieldOfView find(RgbImage image) {
    int width = image.width();
    int height = image.height();
    FieldOfView whole = FieldOfView.wholeImage(width, height);
    int factor = (Math.max(width, height) + WORKING_SIZE - 1) / WORKING_SIZE;
    int columns = (width + factor - 1) / factor;
    int rows = (height + factor - 1) / factor;
    float[] brightness = RegionKernel.brightness(image, factor, columns, rows);
    double dark = RegionKernel.percentile(brightness, DARK_PERCENTILE);
    double bright = RegionKernel.percentile(brightness, BRIGHT_PERCENTILE);
    if (bright - dark < LEAST_CONTRAST || dark > DARKEST_SHARE * bright) {
      return whole;
    }
    byte[] region =
        RegionKernel.above(brightness, (float) (dark + THRESHOLD_SHARE * (bright - dark)));
    int radius = Math.max(1, Math.min(columns, rows) / 100);
    region = RegionKernel.majority(region, columns, rows, radius);
    int area = RegionKernel.keepLargest(region, columns, rows);
    area += RegionKernel.fillHoles(region, columns, rows);
    if (area == 0) {
      return whole;
    }
    int[] hull = RegionKernel.convexHull(region, columns, rows);
    if (RegionKernel.area(hull) > LARGEST_HULL * area) {
      return whole;
    }
    byte[] mask = new byte[width * height];
    long set = RegionKernel.fillConvex(hull, factor, mask, width, height);
    double share = set / ((double) width * height);
    if (share < LEAST_AREA || share > LARGEST_AREA) {
      return whole;
    }
    return new FieldOfView(BinaryMask.wrap(width, height, mask), FieldOfView.Source.FOUND);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field of view of a fundus photograph: the part of the frame that shows the retina. The
 * surround may be black, gray, colored, white, or noisy, brighter or darker than the retina, and
 * may contain burnt-in text. The retina may be a circle, a circle that is cut at any side, a
 * rectangle with rounded corners, or an ellipse (in a resized photograph), and its outline may have
 * notches.
 *
 * <p>The image is averaged down to at most {@value #WORKING_SIZE} cells a side. Two searches
 * follow:
 *
 * <ol>
 *   <li><b>Dark surround.</b> A cell is bright if its largest channel exceeds the dark level (1st
 *       percentile) by more than a tenth of the way to the bright level (90th percentile). A
 *       majority vote removes noise and text, and the convex hull of the largest bright region is
 *       the candidate, so that shadows at the rim belong to the retina.
 *   <li><b>Any surround</b>, where the outline of the first candidate is not sharp. Color and
 *       texture histograms of the surround start from the corners or the border of the frame. The
 *       contour that separates surround from retina best is found with dynamic programming on the
 *       rays from the center of the retina; histograms, contour, and a circle or ellipse fitted to
 *       the contour are refined in turn. Where all four corners do not agree, pairs of corners are
 *       tried.
 * </ol>
 *
 * <p>A candidate is accepted if colors change abruptly across its outline: at least half of the
 * outline within the frame must lie on a step that is clearly larger than the changes next to it,
 * and the area outside must be uniform or evenly shaded, compared with the step. That part, times
 * factors for outlines that are far from convex and for structure outside, is the {@linkplain
 * FieldOfView#confidence() confidence}. A photograph without surround has no such outline: vessels
 * and the optic disc have retina on both sides. Otherwise, the whole image is the field of view,
 * and {@link FieldOfView#source()} says so. A retina that covers less than half of the width and
 * height of the frame is searched again at a higher resolution.
 *
 * <p>Cost: one pass over the image, and for the dark surround a few passes over the cells; the
 * second search takes 0.1 to 0.5 seconds, the longest on an image without surround. Stateless; safe
 * to call from any number of threads.
 */
public final class FieldOfViewFinder {
  private static final int WORKING_SIZE = 512;
  private static final double DARK_PERCENTILE = 0.01;
  private static final double BRIGHT_PERCENTILE = 0.90;
  private static final double THRESHOLD_SHARE = 0.10;

  /** The largest ratio of the dark level to the bright level for a dark surround. */
  private static final double DARKEST_SHARE = 0.30;

  /** Two steps of an 8-bit image: an image with less contrast shows nothing. */
  private static final double LEAST_CONTRAST = 2.0 / 255;

  private static final double LEAST_AREA = 0.01;
  private static final double LARGEST_AREA = 0.98;

  /** The largest ratio of the area of the convex hull to that of the region. */
  private static final double LARGEST_HULL = 1.25;

  /**
   * The score above which the second search is skipped, and the smallest score of a field of view.
   */
  private static final double CLEAR = 0.85;

  private static final double ACCEPTED = 0.5;

  /** The margin around a small retina for the second search, as a fraction of its size. */
  private static final double ZOOM_MARGIN = 0.3;

  /** Corners of the frame: top left, top right, bottom left, bottom right are bits 0 to 3. */
  private static final int ALL_CORNERS = 0b1111;

  /** The seed mode that uses the whole border of the frame. */
  private static final int BORDER = 0;

  private static final int[] CORNER_SETS = {ALL_CORNERS, BORDER, 0b0011, 0b1100, 0b0101, 0b1010};

  /** In cells: below this mean radius, one cell at the rim matters. */
  private static final double SMALL_RADIUS = 80;

  private static final double CORNER_SHARE = 0.06;
  private static final int REFINEMENTS = 3;

  private FieldOfViewFinder() {}

  /**
   * Finds the field of view.
   *
   * @return a mask of the size of the image, whether it was found, and with what confidence; if the
   *     whole image is the field of view, the confidence that there is no surround
   */
  public static FieldOfView find(RgbImage image) {
    int width = Objects.requireNonNull(image, "image").width();
    int height = image.height();
    FrameCells frame = FrameCells.of(image, 0, 0, width, height, WORKING_SIZE);
    Candidate best = search(frame);
    if (best.score() >= ACCEPTED) {
      best = zoomed(image, best).snapped();
      byte[] mask = new byte[width * height];
      double share = best.fill(mask, width, height) / ((double) width * height);
      if (share >= LEAST_AREA && share <= LARGEST_AREA) {
        return FieldOfView.found(BinaryMask.wrap(width, height, mask), best.score());
      }
    }
    return FieldOfView.wholeImage(width, height, 1 - Math.min(1, best.score()));
  }

  /** A second search around a retina that is small in its frame. */
  private static Candidate zoomed(RgbImage image, Candidate candidate) {
    FrameCells cells = candidate.cells();
    if (cells.factor() == 1) {
      return candidate;
    }
    double[] polygon = candidate.polygon();
    double left = Double.POSITIVE_INFINITY;
    double right = 0;
    double top = Double.POSITIVE_INFINITY;
    double bottom = 0;
    for (int i = 0; i < polygon.length; i += 2) {
      left = Math.min(left, polygon[i] * cells.factor());
      right = Math.max(right, polygon[i] * cells.factor());
      top = Math.min(top, polygon[i + 1] * cells.factor());
      bottom = Math.max(bottom, polygon[i + 1] * cells.factor());
    }
    if (right - left > 0.5 * image.width() || bottom - top > 0.5 * image.height()) {
      return candidate;
    }
    double margin = ZOOM_MARGIN * Math.max(right - left, bottom - top);
    int x0 = (int) Math.max(0, left - margin);
    int y0 = (int) Math.max(0, top - margin);
    int x1 = (int) Math.min(image.width(), right + margin);
    int y1 = (int) Math.min(image.height(), bottom + margin);
    Candidate second = search(FrameCells.of(image, x0, y0, x1 - x0, y1 - y0, WORKING_SIZE));
    double ratio = second.score() > 0 ? second.area() / candidate.area() : 0;
    return second.score() >= ACCEPTED && ratio > 0.75 && ratio < 1.33 ? second : candidate;
  }

  private static Candidate search(FrameCells cells) {
    SurroundModel model = null;
    Candidate best = new Candidate(cells, null, null, 0);
    int[] hull = darkSurround(cells);
    if (hull != null) {
      model = new SurroundModel(cells);
      RadialContour contour = RadialContour.of(hull, cells.columns(), cells.rows());
      best = new Candidate(cells, hull, contour, outlineScore(contour, model, cells));
      if (best.score() >= CLEAR) {
        return best;
      }
    }
    if (Math.min(cells.columns(), cells.rows()) < 16 || contrast(cells) < LEAST_CONTRAST) {
      return best;
    }
    model = model == null ? new SurroundModel(cells) : model;
    for (int corners : CORNER_SETS) {
      Candidate candidate = anySurround(cells, model, corners);
      if (candidate != null && candidate.score() > best.score()) {
        best = candidate;
      }
      if (best.score() >= CLEAR) {
        break;
      }
    }
    return best;
  }

  private static double contrast(FrameCells cells) {
    float[] brightness = RegionKernel.brightness(cells.colors());
    return RegionKernel.percentile(brightness, 1 - DARK_PERCENTILE)
        - RegionKernel.percentile(brightness, DARK_PERCENTILE);
  }

  /** The convex hull of the bright region, or null if it is not a plausible retina. */
  private static int @Nullable [] darkSurround(FrameCells cells) {
    int columns = cells.columns();
    int rows = cells.rows();
    float[] brightness = RegionKernel.brightness(cells.colors());
    double dark = RegionKernel.percentile(brightness, DARK_PERCENTILE);
    double bright = RegionKernel.percentile(brightness, BRIGHT_PERCENTILE);
    if (bright - dark < LEAST_CONTRAST || dark > DARKEST_SHARE * bright) {
      return null;
    }
    byte[] region =
        RegionKernel.above(brightness, (float) (dark + THRESHOLD_SHARE * (bright - dark)));
    int radius = Math.max(1, Math.min(columns, rows) / 100);
    region = RegionKernel.majority(region, columns, rows, radius);
    int area = RegionKernel.keepLargest(region, columns, rows);
    area += RegionKernel.fillHoles(region, columns, rows);
    if (area == 0) {
      return null;
    }
    int[] hull = RegionKernel.convexHull(region, columns, rows);
    return RegionKernel.area(hull) > LARGEST_HULL * area ? null : hull;
  }

  /**
   * Separates the retina from a surround whose colors are those of some corners or of the frame's
   * border.
   */
  private static @Nullable Candidate anySurround(
      FrameCells cells, SurroundModel model, int corners) {
    int columns = cells.columns();
    int rows = cells.rows();
    boolean all = corners == ALL_CORNERS || corners == BORDER;
    float[] evidence;
    double @Nullable [] center;
    if (corners == BORDER) {
      byte[] region = UniformSurround.deviating(model.features(), columns, rows);
      center = largest(region, columns, rows);
      model.fitPlanes(region);
      evidence = model.evidence(region);
    } else if (all) {
      byte[][] each = new byte[4][];
      for (int corner = 0; corner < 4; corner++) {
        each[corner] = seeds(columns, rows, 1 << corner);
      }
      model.fitPlanes(each);
      evidence = model.evidenceFromSeeds(seeds(columns, rows, corners));
      center = center(evidence, columns, rows);
    } else {
      model.flatten();
      evidence = model.evidenceFromSeeds(seeds(columns, rows, corners));
      center = center(evidence, columns, rows);
    }
    if (center == null) {
      return null;
    }
    double @Nullable [] prior = null;
    for (int k = 0; ; k++) {
      RadialContour contour =
          RadialContour.best(
              evidence, model.features(), columns, rows, center[0], center[1], prior);
      byte[] region = contour.region(columns, rows);
      int area = 0;
      double x = 0;
      double y = 0;
      for (int i = 0; i < region.length; i++) {
        area += region[i];
        x += region[i] * (i % columns + 0.5);
        int row = i / columns;
        y += region[i] * (row + 0.5);
      }
      if (area < LEAST_AREA * region.length || area > LARGEST_AREA * region.length) {
        return null;
      }
      if (k == REFINEMENTS) {
        double convex = area / RegionKernel.area(RegionKernel.convexHull(region, columns, rows));
        double regular = Math.max(0, Math.min(1, (convex - 0.75) / 0.15));
        double score = regular * outlineScore(contour, model, cells);
        return new Candidate(cells, null, contour, score);
      }
      if (all) {
        model.fitPlanes(region);
      }
      evidence = model.evidence(region);
      double shift = Math.hypot(x / area - center[0], y / area - center[1]);
      if (shift > 0.02 * contour.meanRadius()) {
        center = new double[] {x / area, y / area};
        prior = null;
      } else {
        prior = contour.ellipse();
      }
    }
  }

  private static double outlineScore(RadialContour contour, SurroundModel model, FrameCells cells) {
    float[][] features = model.features();
    double sharpness = contour.sharpness(features, cells.columns(), cells.rows());
    if (!(sharpness >= ACCEPTED)) {
      return Double.isNaN(sharpness) ? 0 : sharpness;
    }
    return sharpness * UniformSurround.rate(contour, features, cells.columns(), cells.rows());
  }

  /** Triangles in the corners of the frame. */
  private static byte[] seeds(int columns, int rows, int corners) {
    byte[] seeds = new byte[columns * rows];
    int side = (int) Math.max(3, CORNER_SHARE * Math.min(columns, rows));
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side - y; x++) {
        for (int corner = 0; corner < 4; corner++) {
          if ((corners >> corner & 1) == 1) {
            int column = corner % 2 == 0 ? x : columns - 1 - x;
            int row = corner < 2 ? y : rows - 1 - y;
            seeds[row * columns + column] = 1;
          }
        }
      }
    }
    return seeds;
  }

  /** The center of the largest region without evidence for surround; null if there is none. */
  private static double @Nullable [] center(float[] evidence, int columns, int rows) {
    byte[] region = new byte[evidence.length];
    for (int i = 0; i < region.length; i++) {
      region[i] = (byte) (evidence[i] < 0 ? 1 : 0);
    }
    return largest(region, columns, rows);
  }

  /** The center of the largest connected part of a region, or null if it is too small. */
  private static double @Nullable [] largest(byte[] cells, int columns, int rows) {
    int radius = Math.max(1, Math.min(columns, rows) / 60);
    byte[] region = RegionKernel.majority(cells, columns, rows, radius);
    int area = RegionKernel.keepLargest(region, columns, rows);
    area += RegionKernel.fillHoles(region, columns, rows);
    if (area < LEAST_AREA * region.length) {
      return null;
    }
    double x = 0;
    double y = 0;
    for (int i = 0; i < region.length; i++) {
      x += region[i] * (i % columns + 0.5);
      int row = i / columns;
      y += region[i] * (row + 0.5);
    }
    return new double[] {x / area, y / area};
  }

  /** A possible field of view. */
  private static final class Candidate {
    private final FrameCells cells;

    /** A convex polygon of cells, or null if the contour is the outline. */
    private final int @Nullable [] hull;

    /** The outline, also of the hull; null if nothing was found. */
    private final @Nullable RadialContour contour;

    private final double score;

    Candidate(
        FrameCells cells, int @Nullable [] hull, @Nullable RadialContour contour, double score) {
      this.cells = cells;
      this.hull = hull;
      this.contour = contour;
      this.score = score;
    }

    FrameCells cells() {
      return cells;
    }

    /**
     * Moves the outline of a small retina to the largest color step; larger retinas are unchanged.
     */
    Candidate snapped() {
      RadialContour outline = outline();
      if (outline.meanRadius() > SMALL_RADIUS) {
        return this;
      }
      int columns = cells.columns();
      float[][] features = new SurroundModel(cells).features();
      return new Candidate(cells, null, outline.snapped(features, columns, cells.rows()), score);
    }

    private RadialContour outline() {
      if (contour == null) {
        throw new IllegalStateException("no field of view was found");
      }
      return contour;
    }

    /** The confidence, 0..1. */
    double score() {
      return score;
    }

    double[] polygon() {
      if (hull == null) {
        return outline().polygon();
      }
      double[] polygon = new double[hull.length];
      for (int i = 0; i < hull.length; i++) {
        polygon[i] = hull[i];
      }
      return polygon;
    }

    /** In pixels of the image. */
    double area() {
      double[] polygon = polygon();
      double twice = 0;
      for (int i = 0; i < polygon.length; i += 2) {
        int j = (i + 2) % polygon.length;
        twice += polygon[i] * polygon[j + 1] - polygon[j] * polygon[i + 1];
      }
      return Math.abs(twice) / 2 * cells.factor() * cells.factor();
    }

    long fill(byte[] mask, int width, int height) {
      int factor = cells.factor();
      return hull == null
          ? PolygonFill.fill(polygon(), factor, cells.left(), cells.top(), mask, width, height)
          : RegionKernel.fillConvex(hull, factor, cells.left(), cells.top(), mask, width, height);
    }
  }
}

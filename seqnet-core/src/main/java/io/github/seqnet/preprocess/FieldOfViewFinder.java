// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field of view of a fundus photograph: the part of the frame that shows the retina. The
 * surround may be black, gray, colored, white, or noisy, brighter or darker than the retina, and
 * may contain burnt-in text. The retina may be a circle, a circle that is cut at any side, a
 * rectangle with rounded corners, or an ellipse (in a resized photograph), and its outline may have
 * notches.
 *
 * <p>The image is averaged down to at most {@value #WORKING_SIZE} cells a side. Bars of constant
 * color along the sides of the frame, such as those of a letterboxed photograph, are cut off. Three
 * searches follow, the later ones only where the outline found so far is not sharp:
 *
 * <ol>
 *   <li><b>Dark surround.</b> A cell is bright if its largest channel exceeds the dark level (1st
 *       percentile) by more than a tenth of the way to the bright level (90th percentile of the
 *       cells that are not dark). A majority vote removes noise and text, and the convex hull of
 *       the largest bright region is the candidate, so that shadows at the rim belong to the
 *       retina.
 *   <li><b>Round retina.</b> Pairs of edge cells with their gradients, and a coarse grid, propose
 *       circles. Each is moved to the sharpest place, and straight lines along the frame, such as
 *       those of a slide mount, may cut it off at any side. A clear outline is accepted as it is;
 *       the best ones also serve as a start for the third search.
 *   <li><b>Any surround.</b> The corners or the border of the frame are taken as surround. Where
 *       all four corners do not agree, pairs of corners are tried.
 * </ol>
 *
 * <p>The second and third search model the surround by color and texture histograms, after a
 * quadratic surface per channel has removed its shading. The contour that separates surround from
 * retina best is found with dynamic programming on the rays from the center of the retina;
 * histograms, contour, and a circle or ellipse fitted to the contour are refined in turn. A
 * candidate that is a rectangle may be a frame within the frame and is searched again inside; so is
 * one that is not round, as a black border around a dark surround leaves such an outline. Within a
 * rectangle or between bars, an outline needs a uniform surround or a very sharp rim, because
 * vessels make round outlines, too. At the end, the outline is moved to the color step in the
 * pixels near it.
 *
 * <p>A candidate is accepted if colors change abruptly across its outline: at least half of the
 * outline within the frame must lie on a step that is clearly larger than the changes next to it.
 * The area outside must be uniform or evenly shaded, compared with the step, or the outline must be
 * a circle or ellipse almost everywhere. The {@linkplain FieldOfView#confidence() confidence} is
 * the fraction of the outline on such a step, reduced for outlines that are far from convex and for
 * structure outside; that of a circle with chords is reduced where the step is not clearly larger.
 * A photograph without surround has no such outline: vessels and the optic disc have retina on both
 * sides, so a small outline is not accepted if what surrounds it has the colors of a retina. If no
 * candidate is accepted, the field of view is the area between the bars, with a confidence of 0.75,
 * or 0.4 if the bars are as narrow as the border of a scan. Without bars, it is the whole image.
 * {@link FieldOfView#source()} tells which. A retina that covers less than half of the width and
 * height of the frame is searched again at a higher resolution.
 *
 * <p>Cost: one pass over the image, and for the dark surround a few passes over the cells; the
 * other searches take some hundredths of a second, the longest on an image without surround.
 * Stateless; safe to call from any number of threads.
 */
public final class FieldOfViewFinder {
  private static final int WORKING_SIZE = 256;
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
  private static final double CLEAR = 0.92;

  private static final double ACCEPTED = 0.5;

  /** The margin around a small retina for the second search, as a fraction of its size. */
  private static final double ZOOM_MARGIN = 0.3;

  /** Corners of the frame: top left, top right, bottom left, bottom right are bits 0 to 3. */
  private static final int ALL_CORNERS = 0b1111;

  /** The seed mode that uses the whole border of the frame. */
  private static final int BORDER = 0;

  private static final int[] CORNER_SETS = {ALL_CORNERS, BORDER, 0b0011, 0b1100, 0b0101, 0b1010};

  private static final double CORNER_SHARE = 0.06;
  private static final int REFINEMENTS = 3;

  /** The part of its bounding box that a rectangle fills. */
  private static final double RECTANGULAR = 0.985;

  /** The smallest part of the frame of a round outline whose surround need not be uniform. */
  private static final double LEAST_ROUND = 0.15;

  /** The roundness from which on the surround counts less, and that of a clear circle. */
  private static final double ROUND = 0.75;

  private static final double CLEARLY_ROUND = 0.95;

  /**
   * The smallest part of the frame of a circle with chords; an optic disc covers less of a crop.
   */
  private static final double LEAST_CUT_ROUND = 0.25;

  /** The score of a round outline within another one that makes it the retina. */
  private static final double CLEARLY_FRAMED = 0.6;

  /** The part of the frame from which on an outline that is not round may be a frame itself. */
  private static final double NEARLY_ALL = 0.8;

  /** The ratio of areas from which on two outlines are the same. */
  private static final double SAME = 0.97;

  /** The part of the outline of a circle with chords that lies on steps: no and full evidence. */
  private static final double ROUND_FROM = 0.55;

  private static final double ROUND_TO = 0.95;

  /** Neighbors on each side over which colors are averaged to find soft rims, in cells. */
  private static final int SOFT_RIM = 2;

  /** The part of that outline within the frame: no and full evidence. */
  private static final double LEAST_FREE = 0.25;

  private static final double ENOUGH_FREE = 0.45;

  /** The score of a round outline from which on nothing else is tried. */
  private static final double CERTAIN = 0.99;

  /** The number of round outlines that are refined with colors. */
  private static final int REFINED = 3;

  /** The part of the outline within the frame that is full evidence, and the factor for none. */
  private static final double WELL_VISIBLE = 0.15;

  private static final double FEW_RAYS = 0.7;

  /** How much the confidence falls for outlines that reach into a corner beside a circle. */
  private static final double LEAK_COST = 2;

  /** The score within a rectangle from which on the surround need not be uniform. */
  private static final double CERTAIN_WITHIN = 0.75;

  /** The rating of a surround that is uniform enough to tell it from retina. */
  private static final double UNIFORM = 0.5;

  private static final double CLEARLY_UNIFORM = 0.85;

  /** Colors of a retina: the least red, 0..1, and the ratios of red to green, and green to blue. */
  private static final double RETINA_RED = 0.15;

  private static final double REDDISH = 1.25;
  private static final double YELLOWISH = 0.9;

  /** The sharpness of a circle with chords: no and full evidence. */
  private static final double NOT_SHARP = 0.1;

  private static final double SHARP_ENOUGH = 0.35;

  /** The part of the frame between bars that are as narrow as the border of a scan. */
  private static final double BORDERED = 0.9;

  /**
   * The confidence in the area between bars if no retina was found in it. Bars may frame a
   * rectangle of retina; the border of a scan hardly ever does.
   */
  private static final double BETWEEN_BARS = 0.75;

  private static final double WITHIN_BORDER = 0.4;

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
    int[] content = FrameBars.content(image, frame);
    boolean bars = content[1] - content[0] < width || content[3] - content[2] < height;
    Candidate best = bars ? withinBars(image, frame, content) : search(frame);
    if (best.score() >= ACCEPTED) {
      best = zoomed(image, withinRectangle(image, best));
      byte[] mask = new byte[width * height];
      double share = best.fill(image, mask) / ((double) width * height);
      if (share >= LEAST_AREA && share <= LARGEST_AREA) {
        return FieldOfView.found(BinaryMask.wrap(width, height, mask), best.confidence());
      }
    }
    if (bars) {
      byte[] mask = new byte[width * height];
      for (int y = content[2]; y < content[3]; y++) {
        Arrays.fill(mask, y * width + content[0], y * width + content[1], (byte) 1);
      }
      double confidence = isBorder(image, content) ? WITHIN_BORDER : BETWEEN_BARS;
      return FieldOfView.found(BinaryMask.wrap(width, height, mask), confidence);
    }
    return FieldOfView.wholeImage(width, height, 1 - Math.min(1, best.score() / ACCEPTED));
  }

  /** Whether the bars around the content are as narrow as the border of a scan. */
  private static boolean isBorder(RgbImage image, int[] content) {
    double part = (content[1] - content[0]) * (double) (content[3] - content[2]);
    return part > BORDERED * image.width() * image.height();
  }

  /** The retina in a frame with bars of constant color at its sides. */
  private static Candidate withinBars(RgbImage image, FrameCells frame, int[] content) {
    SurroundModel model = new SurroundModel(frame);
    int columns = content[1] - content[0];
    int rows = content[3] - content[2];
    // A dark surround may continue in the bars, such as that of a rectangle with rounded corners:
    // between the bars, little more than its straight sides would be left.
    Candidate dark = darkSurround(frame, model);
    boolean rectangle = dark.score() > 0 && dark.area() > RECTANGULAR * columns * rows;
    if (isClear(dark) && !rectangle && !mayBeFrame(dark)) {
      return dark;
    }
    Candidate inner =
        search(FrameCells.of(image, content[0], content[2], columns, rows, WORKING_SIZE));
    boolean border = isBorder(image, content);
    if (hasOwnSurround(inner, border ? CLEARLY_FRAMED : CERTAIN_WITHIN)) {
      return inner;
    }
    // The border of a scan may be a bar at one side and part of the surround at the others.
    double area = (double) columns * rows / (frame.factor() * frame.factor());
    Candidate round = border ? roundWithin(frame, model, area) : null;
    return round == null ? new Candidate(inner.cells(), null, 0) : round;
  }

  /**
   * Whether an outline within a rectangle has a surround rather than retina outside. Vessels and
   * the optic disc make round outlines in a rectangle of retina, too.
   *
   * @param certainFrom the score from which on the surround of a large outline need not be uniform
   */
  private static boolean hasOwnSurround(Candidate inner, double certainFrom) {
    if (inner.score() < ACCEPTED) {
      return false;
    }
    boolean certain = inner.score() >= certainFrom;
    boolean large = inner.part() > LEAST_ROUND;
    if (large && certain) {
      return true;
    }
    FrameCells cells = inner.cells();
    float[][] features = new SurroundModel(cells).features();
    double uniform = UniformSurround.rate(inner.outline(), features, cells.columns(), cells.rows());
    // An optic disc is small, and the retina around it may be rather uniform.
    return large ? uniform >= UNIFORM : certain && uniform >= CLEARLY_UNIFORM;
  }

  /** A second search inside of a rectangle, which may be a frame within the frame. */
  private static Candidate withinRectangle(RgbImage image, Candidate candidate) {
    int[] box = candidate.bounds();
    double size = (double) (box[1] - box[0]) * (box[3] - box[2]);
    if (candidate.area() < RECTANGULAR * size) {
      return candidate;
    }
    int inset = candidate.cells().factor() + 1;
    int columns = box[1] - box[0] - 2 * inset;
    int rows = box[3] - box[2] - 2 * inset;
    if (columns < WORKING_SIZE / 8 || rows < WORKING_SIZE / 8) {
      return candidate;
    }
    int left = box[0] + inset;
    int top = box[2] + inset;
    Candidate inner = search(FrameCells.of(image, left, top, columns, rows, WORKING_SIZE));
    return hasOwnSurround(inner, CERTAIN_WITHIN) ? inner : candidate;
  }

  /** A second search around a retina that is small in its frame. */
  private static Candidate zoomed(RgbImage image, Candidate candidate) {
    FrameCells cells = candidate.cells();
    if (cells.factor() == 1) {
      return candidate;
    }
    int[] box = candidate.bounds();
    int width = box[1] - box[0];
    int height = box[3] - box[2];
    if (width > 0.5 * cells.width() || height > 0.5 * cells.height()) {
      return candidate;
    }
    int margin = (int) (ZOOM_MARGIN * Math.max(width, height));
    int x0 = Math.max(cells.left(), box[0] - margin);
    int y0 = Math.max(cells.top(), box[2] - margin);
    int x1 = Math.min(cells.left() + cells.width(), box[1] + margin);
    int y1 = Math.min(cells.top() + cells.height(), box[3] + margin);
    Candidate second = search(FrameCells.of(image, x0, y0, x1 - x0, y1 - y0, WORKING_SIZE));
    double ratio = second.score() > 0 ? second.area() / candidate.area() : 0;
    return second.score() >= ACCEPTED && ratio > 0.75 && ratio < 1.33 ? second : candidate;
  }

  private static Candidate search(FrameCells cells) {
    int columns = cells.columns();
    int rows = cells.rows();
    Candidate best = new Candidate(cells, null, 0);
    if (contrast(cells) < LEAST_CONTRAST) {
      return best;
    }
    SurroundModel model = new SurroundModel(cells);
    best = darkSurround(cells, model);
    if (isClear(best)) {
      double area = best.outline().area();
      Candidate round = mayBeFrame(best) ? roundWithin(cells, model, area) : null;
      return round == null ? best : round;
    }
    double[] ellipse = best.score() >= ACCEPTED ? best.outline().ellipse() : null;
    if (ellipse != null) {
      // Text or a logo that touches the retina is part of the hull.
      RadialContour round = best.outline().within(ellipse);
      best = better(best, refined(cells, model, round.region(columns, rows), round));
    }
    if (Math.min(columns, rows) < 16 || best.score() >= CLEAR) {
      return best;
    }
    List<RoundRetina.Fit> fits = roundRetinas(cells, model);
    for (RoundRetina.Fit fit : fits) {
      best = better(best, Candidate.of(cells, model, fit));
      if (fit.score() >= CERTAIN && !fit.cut()) {
        return best;
      }
    }
    for (RoundRetina.Fit fit : fits.subList(0, Math.min(REFINED, fits.size()))) {
      RadialContour contour = fit.contour();
      Candidate free = refined(cells, model, contour.region(columns, rows), contour);
      if (free != null && free.score() >= CLEAR) {
        return free;
      }
      best = better(best, free);
    }
    for (int corners : CORNER_SETS) {
      Candidate free = anySurround(cells, model, corners);
      if (free != null && free.score() >= CLEAR) {
        return free;
      }
      best = better(best, free);
    }
    return best;
  }

  /** Outlines made of a circle and chords, the score of each 0 if it is too small to tell. */
  private static List<RoundRetina.Fit> roundRetinas(FrameCells cells, SurroundModel model) {
    int columns = cells.columns();
    int rows = cells.rows();
    List<RoundRetina.Fit> fits = new ArrayList<>();
    float[][] smooth = new float[3][];
    for (int c = 0; c < 3; c++) {
      smooth[c] = RegionKernel.mean(model.features()[c], columns, rows, SOFT_RIM);
    }
    List<CircleSearch.Circle> circles =
        new ArrayList<>(CircleSearch.circles(model.features(), columns, rows));
    circles.addAll(CircleSearch.circles(smooth, columns, rows));
    circles.addAll(RoundRetina.candidates(smooth, columns, rows));
    for (CircleSearch.Circle circle : circles) {
      RoundRetina.Fit fit = RoundRetina.fit(model.features(), columns, rows, circle);
      double area = fit.contour().area() / ((double) columns * rows);
      double score = ramp(fit.score(), ROUND_FROM, ROUND_TO);
      double sharpness = fit.contour().sharpness(model.features(), columns, rows);
      score *= ramp(sharpness, NOT_SHARP, SHARP_ENOUGH);
      score *= ramp(fit.contour().freePart(), LEAST_FREE, ENOUGH_FREE);
      if (Double.isNaN(score) || area < LEAST_CUT_ROUND || area > LARGEST_AREA) {
        score = 0;
      }
      fits.add(new RoundRetina.Fit(fit.contour(), fit.cut(), score));
    }
    fits.sort(Comparator.comparingDouble(RoundRetina.Fit::score).reversed());
    return fits;
  }

  private static double ramp(double value, double none, double full) {
    return Math.max(0, Math.min(1, (value - none) / (full - none)));
  }

  /**
   * A round retina within an outline that is not round, such as a frame within the frame.
   *
   * @param area of that outline, in cells
   * @return null if there is none, or if it is as large
   */
  private static @Nullable Candidate roundWithin(
      FrameCells cells, SurroundModel model, double area) {
    for (RoundRetina.Fit fit : roundRetinas(cells, model)) {
      double ratio = fit.contour().area() / area;
      if (fit.score() >= CLEARLY_FRAMED && ratio > LEAST_ROUND) {
        return ratio < SAME ? Candidate.of(cells, model, fit) : null;
      }
    }
    return null;
  }

  private static Candidate better(Candidate best, @Nullable Candidate other) {
    return other != null && other.score() > best.score() ? other : best;
  }

  private static double contrast(FrameCells cells) {
    float[] brightness = RegionKernel.brightness(cells.colors());
    return RegionKernel.percentile(brightness, 1 - DARK_PERCENTILE)
        - RegionKernel.percentile(brightness, DARK_PERCENTILE);
  }

  /** The outline of the bright region, with score 0 if it is not a plausible retina. */
  private static Candidate darkSurround(FrameCells cells, SurroundModel model) {
    int[] hull = brightHull(cells);
    if (hull == null) {
      return new Candidate(cells, null, 0);
    }
    RadialContour contour = RadialContour.of(hull, cells.columns(), cells.rows());
    return new Candidate(cells, contour, outlineScore(contour, model, cells));
  }

  private static boolean isClear(Candidate dark) {
    return dark.score() >= CLEAR && !dark.outline().bulges();
  }

  /** Whether an outline that fills most of the frame, and is not round, may be a frame itself. */
  private static boolean mayBeFrame(Candidate dark) {
    return dark.part() > NEARLY_ALL && dark.outline().roundness() < ROUND;
  }

  /** The convex hull of the bright region, or null if it is not a plausible retina. */
  private static int @Nullable [] brightHull(FrameCells cells) {
    int columns = cells.columns();
    int rows = cells.rows();
    float[] brightness = RegionKernel.brightness(cells.colors());
    double dark = RegionKernel.percentile(brightness, DARK_PERCENTILE);
    double bright = brightLevel(brightness, dark);
    if (bright - dark < LEAST_CONTRAST || dark > DARKEST_SHARE * bright) {
      return null;
    }
    byte[] region =
        RegionKernel.above(brightness, (float) (dark + THRESHOLD_SHARE * (bright - dark)));
    int radius = Math.max(1, Math.min(columns, rows) / 80);
    region = RegionKernel.majority(region, columns, rows, radius);
    int area = RegionKernel.keepLargest(region, columns, rows);
    area += RegionKernel.fillHoles(region, columns, rows);
    if (area == 0) {
      return null;
    }
    int[] hull = RegionKernel.convexHull(region, columns, rows);
    return RegionKernel.area(hull) > LARGEST_HULL * area ? null : hull;
  }

  /** The percentile of the cells that are not as dark as the darkest ones. */
  private static double brightLevel(float[] brightness, double dark) {
    float[] lit = new float[brightness.length];
    int n = 0;
    for (float value : brightness) {
      if (value > dark + LEAST_CONTRAST) {
        lit[n++] = value;
      }
    }
    return n == 0 ? dark : RegionKernel.percentile(Arrays.copyOf(lit, n), BRIGHT_PERCENTILE);
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
      model.fitSurfaces(region);
      evidence = model.evidence(region);
    } else if (all) {
      byte[][] each = new byte[4][];
      for (int corner = 0; corner < 4; corner++) {
        each[corner] = seeds(columns, rows, 1 << corner);
      }
      model.fitCorners(each);
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
    return refined(cells, model, evidence, center, all, null);
  }

  /** Separates retina and surround, starting from a region and a contour that may be the retina. */
  private static @Nullable Candidate refined(
      FrameCells cells, SurroundModel model, byte[] retina, RadialContour contour) {
    model.fitSurfaces(retina);
    double[] center = {contour.centerX(), contour.centerY()};
    return refined(cells, model, model.evidence(retina), center, true, contour.radii());
  }

  private static @Nullable Candidate refined(
      FrameCells cells,
      SurroundModel model,
      float[] first,
      double[] around,
      boolean shaded,
      double @Nullable [] expected) {
    int columns = cells.columns();
    int rows = cells.rows();
    float[] evidence = first;
    double[] center = around;
    double @Nullable [] prior = expected;
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
        return new Candidate(cells, contour, score);
      }
      if (shaded) {
        model.fitSurfaces(region);
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
    double uniform = UniformSurround.rate(contour, features, cells.columns(), cells.rows());
    double round = 0;
    if (contour.area() > LEAST_ROUND * cells.columns() * cells.rows()) {
      round = (contour.roundness() - ROUND) / (CLEARLY_ROUND - ROUND);
    } else if (hasColorsOfRetina(cells, contour)) {
      return 0;
    }
    double visible = Math.min(1, contour.freePart() / WELL_VISIBLE);
    double evidence = FEW_RAYS + (1 - FEW_RAYS) * visible;
    evidence *= Math.max(0, 1 - LEAK_COST * contour.leakingPart());
    return evidence * sharpness * Math.max(uniform, Math.min(1, round));
  }

  /** Whether the area outside of a small outline, such as that of an optic disc, may be retina. */
  private static boolean hasColorsOfRetina(FrameCells cells, RadialContour contour) {
    byte[] inside = contour.region(cells.columns(), cells.rows());
    double[] sums = new double[3];
    int n = 0;
    for (int i = 0; i < inside.length; i++) {
      if (inside[i] == 0) {
        n++;
        for (int c = 0; c < 3; c++) {
          sums[c] += cells.colors()[3 * i + c];
        }
      }
    }
    return sums[0] > RETINA_RED * n && sums[0] > REDDISH * sums[1] && sums[1] > YELLOWISH * sums[2];
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

    /** Null if nothing was found. */
    private final @Nullable RadialContour contour;

    private final double score;
    private final double confidence;

    Candidate(FrameCells cells, @Nullable RadialContour contour, double score) {
      this(cells, contour, score, score);
    }

    private Candidate(
        FrameCells cells, @Nullable RadialContour contour, double score, double confidence) {
      this.cells = cells;
      this.contour = contour;
      this.score = score;
      this.confidence = confidence;
    }

    /** A circle with chords, the less certain the less sharp it is. */
    static Candidate of(FrameCells cells, SurroundModel model, RoundRetina.Fit fit) {
      RadialContour contour = fit.contour();
      double sharpness = contour.sharpness(model.features(), cells.columns(), cells.rows());
      double mean = Math.sqrt(fit.score() * Math.min(fit.score(), sharpness));
      return new Candidate(cells, contour, fit.score(), Math.max(ACCEPTED, mean));
    }

    FrameCells cells() {
      return cells;
    }

    private RadialContour outline() {
      if (contour == null) {
        throw new IllegalStateException("no field of view was found");
      }
      return contour;
    }

    /** How well the colors on both sides support the outline, 0..1. */
    double score() {
      return score;
    }

    /** How reliable the outline is, 0..1. */
    double confidence() {
      return confidence;
    }

    /** In pixels of the image: first and last column, first and last row. */
    int[] bounds() {
      double[] polygon = outline().polygon();
      double[] box = {Double.MAX_VALUE, 0, Double.MAX_VALUE, 0};
      for (int i = 0; i < polygon.length; i++) {
        int axis = i % 2 == 0 ? 0 : 2;
        box[axis] = Math.min(box[axis], polygon[i]);
        box[axis + 1] = Math.max(box[axis + 1], polygon[i]);
      }
      int factor = cells.factor();
      return new int[] {
        cells.left() + (int) Math.round(box[0] * factor),
        cells.left() + (int) Math.round(box[1] * factor),
        cells.top() + (int) Math.round(box[2] * factor),
        cells.top() + (int) Math.round(box[3] * factor)
      };
    }

    /** In pixels of the image. */
    double area() {
      return outline().area() * cells.factor() * cells.factor();
    }

    /** The part of the cells within the outline. */
    double part() {
      return outline().area() / ((double) cells.columns() * cells.rows());
    }

    /** Sets the pixels within the outline, after it has been refined; returns their number. */
    long fill(RgbImage image, byte[] mask) {
      RadialContour refined =
          RimRefinement.refined(image, cells, outline(), cells.width(), cells.height());
      return PolygonFill.fill(
          refined.polygon(), 1, cells.left(), cells.top(), mask, image.width(), image.height());
    }
  }
}

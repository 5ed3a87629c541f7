// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.quality;

import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.graph.quality.Gradability.Criterion;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Assesses the gradability of a fundus photograph: field of view, sharpness, exposure, color,
 * vessel visibility, and optic disc. Images that are not fundus photographs get a low score, too.
 *
 * <p>The photograph is averaged down so that the field of view is about {@value #WORKING_SIDE}
 * pixels wide. All statistics but the exposure are independent of brightness; all but those of the
 * field of view are taken within the eroded field of view:
 *
 * <ul>
 *   <li>Field of view: the confidence if it was found, 1 if it was given, 0.6 for the whole image
 *       (poor 0, good 0.8); times its area relative to a disc of its extent (poor 0.35, good 0.9);
 *       times its area relative to the circle of a round outline within the frame (poor 0.3, good
 *       0.97). Lids and lashes hide parts of that circle.
 *   <li>Sharpness: contrast of dark lines at a scale of 1 pixel relative to that at 4 pixels, noise
 *       subtracted (poor 0.05, good 0.3). Blur removes the first before the second.
 *   <li>Exposure: the part of the retina that is neither dark nor overexposed (poor 0.3, good
 *       0.97). The largest channel counts fully from 0.18 and not at all up to 0.06 of the image's
 *       range.
 *   <li>Color: the part of the retina where red exceeds green and green is not below blue (poor
 *       0.3, good 0.9).
 *   <li>Vessels: contrast of dark lines over that of bright lines at 2 pixels, the 97th percentiles
 *       (poor 1.05, good 1.6); times a factor for the largest connected part of the retina that is
 *       farther than 6 percent of its width from every visible vessel (poor 0.5, good 0.2), as what
 *       covers the retina shows none. If a vessel mask is given, times the part of the field of
 *       view that vessels cover (poor 0.01, good 0.04).
 *   <li>Optic disc: 1 if it was found, 0.8 if not; not rated if no search is given.
 * </ul>
 *
 * <p>Each criterion is mapped to 0..1 linearly between the poor and the good value; the score is
 * the product. The values were chosen on the training photographs of DRIVE and on LES-AV, HRF and
 * AVRDB photographs; {@code docs/image-quality.md} reports how well the score separates them from
 * degraded ones.
 *
 * <p>Stateless; safe to call from any number of threads. Cost: one pass over the image and a
 * constant amount of work on the reduced one.
 */
public final class GradabilityAssessor {
  static final int WORKING_SIDE = 400;

  /** Criteria with a lower score are among the reasons. */
  private static final double NOTICEABLE = 0.6;

  private GradabilityAssessor() {}

  /** Assesses a photograph by itself. */
  public static Gradability assess(RgbImage image, FieldOfView fieldOfView) {
    return assess(image, fieldOfView, null, null);
  }

  /** Assesses a photograph with the result of a search for the optic disc in it. */
  public static Gradability assess(
      RgbImage image, FieldOfView fieldOfView, OpticDiscSearch opticDisc) {
    return assess(image, fieldOfView, Objects.requireNonNull(opticDisc, "opticDisc"), null);
  }

  /**
   * Assesses a photograph with all that is known about it.
   *
   * @param opticDisc the result of a search in this photograph, or null if there was none
   * @param vessels a vessel mask of this photograph, or null if there is none
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Gradability assess(
      RgbImage image,
      FieldOfView fieldOfView,
      @Nullable OpticDiscSearch opticDisc,
      @Nullable BinaryMask vessels) {
    Objects.requireNonNull(image, "image");
    BinaryMask mask = Objects.requireNonNull(fieldOfView, "fieldOfView").mask();
    requireSize("field of view", image, mask);
    if (vessels != null) {
      requireSize("vessel mask", image, vessels);
    }
    Map<Criterion, Double> scores = new EnumMap<>(Criterion.class);
    List<Note> notes = new ArrayList<>();
    QualityFeatures features = QualityFeatures.of(image, mask, WORKING_SIDE);
    double confidence =
        switch (fieldOfView.source()) {
          case FOUND -> fieldOfView.confidence();
          case GIVEN -> 1;
          case WHOLE_IMAGE -> 0.6;
        };
    double view =
        ramp(confidence, 0, 0.8)
            * ramp(features.complete(), 0.35, 0.9)
            * ramp(features.uncovered(), 0.3, 0.97);
    rate(scores, notes, Criterion.FIELD_OF_VIEW, view, "unreliable or largely cut off");
    double sharpness = ramp(features.sharpness(), 0.05, 0.3);
    rate(scores, notes, Criterion.SHARPNESS, sharpness, "out of focus");
    double exposure = ramp(features.exposed(), 0.3, 0.97);
    rate(scores, notes, Criterion.EXPOSURE, exposure, "dark, covered or overexposed");
    double color = ramp(features.retinaColored(), 0.3, 0.9);
    rate(scores, notes, Criterion.COLOR, color, "not the colors of a retina");
    double lines = ramp(features.vessels(), 1.05, 1.6);
    if (vessels != null) {
      lines *= ramp(density(vessels, mask), 0.01, 0.04);
    }
    double everywhere = ramp(features.vesselFree(), 0.5, 0.2);
    String complaint =
        everywhere < lines ? "a large part shows none; is it covered?" : "few vessels stand out";
    rate(scores, notes, Criterion.VESSELS, lines * everywhere, complaint);
    if (opticDisc != null) {
      double found = opticDisc.disc().isPresent() ? 1 : 0.8;
      rate(scores, notes, Criterion.OPTIC_DISC, found, "not found");
    }
    double product = 1;
    for (double score : scores.values()) {
      product *= score;
    }
    notes.sort(Comparator.comparingDouble(Note::score));
    return new Gradability(product, scores, notes.stream().map(Note::text).toList());
  }

  private static double ramp(double value, double poor, double good) {
    return Math.max(0, Math.min(1, (value - poor) / (good - poor)));
  }

  /** The part of the field of view that vessels cover. */
  private static double density(BinaryMask vessels, BinaryMask fieldOfView) {
    byte[] vessel = vessels.toArray();
    byte[] inside = fieldOfView.toArray();
    long both = 0;
    long all = 0;
    for (int i = 0; i < inside.length; i++) {
      both += vessel[i] & inside[i];
      all += inside[i];
    }
    return all == 0 ? 0 : both / (double) all;
  }

  private static void requireSize(String what, RgbImage image, BinaryMask mask) {
    if (mask.width() != image.width() || mask.height() != image.height()) {
      throw new IllegalArgumentException(
          "%s must be %d x %d pixels as the image, got %d x %d"
              .formatted(what, image.width(), image.height(), mask.width(), mask.height()));
    }
  }

  private static void rate(
      Map<Criterion, Double> scores,
      List<Note> notes,
      Criterion criterion,
      double score,
      String complaint) {
    scores.put(criterion, score);
    if (score < NOTICEABLE) {
      String name = criterion.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      notes.add(
          new Note(score, String.format(Locale.ROOT, "%s: %s (%.2f)", name, complaint, score)));
    }
  }

  private record Note(double score, String text) {}
}

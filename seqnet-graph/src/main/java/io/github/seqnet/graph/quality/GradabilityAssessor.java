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

/**
 * Assesses the gradability of a fundus photograph: field of view, sharpness, exposure, color,
 * vessel visibility, and optic disc. Images that are not fundus photographs get a low score, too.
 *
 * <p>The photograph is averaged down so that the field of view is about {@value #WORKING_SIDE}
 * pixels wide. With {@code g} the green channel and all statistics within the eroded field of view:
 *
 * <ul>
 *   <li>Field of view: the confidence if it was found, 1 if it was given, 0.6 for the whole image.
 *   <li>Sharpness: 99th percentile of the vessel contrast (see below) at a scale of 1 pixel divided
 *       by that at a scale of 4 pixels; blur removes the first before the second.
 *   <li>Exposure: the part of the retina whose largest channel lies in 0.12..0.995, or whose
 *       blocked parts do not look like a surround.
 *   <li>Color: the part of the retina where red exceeds green and green is not below blue.
 *   <li>Vessels: line contrast of {@code g} at a scale of 2 pixels, relative to the local mean: the
 *       97th percentile of dark lines divided by that of bright lines, and by the noise.
 *   <li>Optic disc: 1 if it was found, 0.8 if not; 1 if no search is given.
 * </ul>
 *
 * <p>Each criterion is mapped to 0..1 linearly between a poor and a good value; the score is the
 * product. Constants were chosen on training photographs of DRIVE, LES-AV, HRF, and AVRDB.
 *
 * <p>Stateless; safe to call from any number of threads. Cost: one pass over the image and a
 * constant amount of work on the reduced one.
 */
public final class GradabilityAssessor {
  static final int WORKING_SIDE = 400;

  private GradabilityAssessor() {}

  /** Assesses a photograph by itself. */
  public static Gradability assess(RgbImage image, FieldOfView fieldOfView) {
    return assess(image, fieldOfView, null);
  }

  /**
   * Assesses a photograph.
   *
   * @param opticDisc the result of a search in this photograph, or null if there was none
   * @throws IllegalArgumentException if the sizes differ
   */
  public static Gradability assess(
      RgbImage image, FieldOfView fieldOfView, OpticDiscSearch opticDisc) {
    BinaryMask mask = Objects.requireNonNull(fieldOfView, "fieldOfView").mask();
    if (mask.width() != image.width() || mask.height() != image.height()) {
      throw new IllegalArgumentException(
          "field of view must be %d x %d pixels as the image, got %d x %d"
              .formatted(image.width(), image.height(), mask.width(), mask.height()));
    }
    Map<Criterion, Double> scores = new EnumMap<>(Criterion.class);
    List<Note> notes = new ArrayList<>();
    double view =
        switch (fieldOfView.source()) {
          case FOUND -> fieldOfView.confidence();
          case GIVEN -> 1;
          case WHOLE_IMAGE -> 0.6;
        };
    rate(scores, notes, Criterion.FIELD_OF_VIEW, view, 0, 0.8, "no reliable field of view");
    QualityFeatures features = QualityFeatures.of(image, mask, WORKING_SIDE);
    rate(scores, notes, Criterion.SHARPNESS, features.sharpness(), 0.15, 0.45, "out of focus");
    rate(scores, notes, Criterion.EXPOSURE, features.exposed(), 0.3, 0.85, "dark or overexposed");
    rate(
        scores, notes, Criterion.COLOR, features.retinaColored(), 0.2, 0.7, "not a retina's color");
    rate(
        scores, notes, Criterion.VESSELS, features.vessels(), 1.1, 1.8, "vessels do not stand out");
    if (opticDisc != null) {
      double found = opticDisc.disc().isPresent() ? 1 : 0.8;
      rate(scores, notes, Criterion.OPTIC_DISC, found, 0, 1, "no optic disc found");
    }
    double product = 1;
    for (double score : scores.values()) {
      product *= score;
    }
    notes.sort(Comparator.comparingDouble(Note::score));
    return new Gradability(product, scores, notes.stream().map(Note::text).toList());
  }

  private static void rate(
      Map<Criterion, Double> scores,
      List<Note> notes,
      Criterion criterion,
      double value,
      double poor,
      double good,
      String complaint) {
    double score = Math.max(0, Math.min(1, (value - poor) / (good - poor)));
    scores.put(criterion, score);
    if (score < 0.6) {
      String text =
          String.format(
              Locale.ROOT,
              "%s: %s (%.2f; good photographs reach %.2f)",
              criterion.name().toLowerCase(Locale.ROOT).replace('_', ' '),
              complaint,
              value,
              good);
      notes.add(new Note(score, text));
    }
  }

  private record Note(double score, String text) {}
}

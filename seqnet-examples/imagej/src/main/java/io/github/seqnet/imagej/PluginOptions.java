// SPDX-License-Identifier: MIT
package io.github.seqnet.imagej;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.measure.Calibration;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.nn.weights.EmbeddedModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link AnalyzeFundus}, from a macro or from the dialog. The words of a macro are
 * the first words of the dialog's labels, which is how ImageJ records them:
 *
 * <pre>{@code
 * run("Analyze Fundus Photograph...",
 *     "model=embedded pixel=4.2 eye=left refinement=stable biomarkers=main overlay segments");
 * }</pre>
 *
 * @param model {@link #EMBEDDED}, another embedded model, or the file of a model
 * @param pixelSize the side of a pixel in micrometers; 0 if it is unknown
 * @param laterality the eye; null if it is unknown
 * @param refinement how labels are made consistent
 * @param biomarkers what is appended to the Results table
 * @param discIsSelected whether the selection of the image is the optic disc
 * @param overlay whether arteries, veins and optic disc are drawn
 * @param segments whether vessel segments go to the ROI Manager
 */
record PluginOptions(
    String model,
    double pixelSize,
    @Nullable Laterality laterality,
    RefinementMode refinement,
    Biomarkers biomarkers,
    boolean discIsSelected,
    boolean overlay,
    boolean segments) {
  /** The name of the model that comes with the plugin. */
  static final String EMBEDDED = EmbeddedModel.EMBEDDED;

  private static final String MODEL = "model";
  private static final String PIXEL = "pixel";
  private static final String EYE = "eye";
  private static final String REFINEMENT = "refinement";
  private static final String BIOMARKERS = "biomarkers";
  private static final String DISC = "disc";
  private static final String OVERLAY = "overlay";
  private static final String SEGMENTS = "segments";
  private static final List<String> FLAGS = List.of(DISC, OVERLAY, SEGMENTS);
  private static final List<String> KEYS = List.of(MODEL, PIXEL, EYE, REFINEMENT, BIOMARKERS);
  private static final String UNKNOWN = "unknown";

  /** Which biomarkers are appended to the Results table. */
  enum Biomarkers {
    /** None. */
    NONE,
    /** The main ones. */
    MAIN,
    /** All. */
    ALL
  }

  /**
   * The defaults for an image: the embedded model, main biomarkers, overlay and segments, and the
   * size of a pixel where the image states it in micrometers or millimeters.
   */
  static PluginOptions defaults(ImagePlus image) {
    return new PluginOptions(
        EMBEDDED,
        pixelSize(image.getCalibration()),
        null,
        RefinementMode.STABLE,
        Biomarkers.MAIN,
        false,
        true,
        true);
  }

  /** Inches are ignored: they come from the resolution for printing. */
  private static double pixelSize(Calibration calibration) {
    return switch (Objects.requireNonNullElse(calibration.getUnit(), "")) {
      case "um", "\u00b5m", "micron", "microns", "micrometer" -> calibration.pixelWidth;
      case "mm" -> calibration.pixelWidth * 1000;
      default -> 0;
    };
  }

  /**
   * Reads the options of a macro. Options that are not named have their defaults, except for flags,
   * which are off.
   *
   * @throws IllegalArgumentException if an option is unknown or has no valid value; one line
   */
  static PluginOptions ofMacro(String text, ImagePlus image) {
    Map<String, String> values = split(text);
    PluginOptions defaults = defaults(image);
    double pixelSize = defaults.pixelSize;
    String number = values.get(PIXEL);
    if (number != null) {
      try {
        pixelSize = Double.parseDouble(number);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("pixel must be a number, got '" + number + "'", e);
      }
    }
    return checked(
        new PluginOptions(
            values.getOrDefault(MODEL, EMBEDDED),
            pixelSize,
            eye(values.getOrDefault(EYE, UNKNOWN)),
            refinement(values.getOrDefault(REFINEMENT, "stable")),
            constant(Biomarkers.class, BIOMARKERS, values.getOrDefault(BIOMARKERS, "main")),
            values.containsKey(DISC),
            values.containsKey(OVERLAY),
            values.containsKey(SEGMENTS)));
  }

  /** Splits {@code key=value key=[value with spaces] flag}. */
  private static Map<String, String> split(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < text.length() && " =".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      String key = text.substring(at, end);
      if (end < text.length() && text.charAt(end) == '=') {
        if (!KEYS.contains(key)) {
          throw unknown(key);
        }
        int start = end + 1;
        boolean quoted = text.startsWith("[", start);
        end = text.indexOf(quoted ? ']' : ' ', start);
        if (end < 0) {
          end = text.length();
        }
        values.put(key, text.substring(quoted ? start + 1 : start, end));
        at = quoted ? end + 1 : end;
      } else {
        if (!FLAGS.contains(key)) {
          throw unknown(key);
        }
        values.put(key, "");
        at = end;
      }
    }
    return values;
  }

  private static IllegalArgumentException unknown(String key) {
    return new IllegalArgumentException(
        "unknown option '%s'; options are %s=, %s"
            .formatted(key, String.join("=, ", KEYS), String.join(", ", FLAGS)));
  }

  private static @Nullable Laterality eye(String text) {
    if (text.equals(UNKNOWN)) {
      return null;
    }
    return Laterality.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "eye must be left, right or unknown, got '" + text + "'"));
  }

  private static RefinementMode refinement(String text) {
    return RefinementMode.available().stream()
        .filter(mode -> mode.id().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be one of %s, got '%s'"
                        .formatted(
                            REFINEMENT,
                            RefinementMode.available().stream()
                                .map(RefinementMode::id)
                                .collect(Collectors.joining(", ")),
                            text)));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String key, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be one of %s, got '%s'"
                        .formatted(key, String.join(", ", names(type)), text)));
  }

  private static String[] names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  private static PluginOptions checked(PluginOptions options) {
    if (!(options.pixelSize >= 0) || Double.isInfinite(options.pixelSize)) {
      throw new IllegalArgumentException(
          "pixel must be 0 or a positive number of micrometers, got " + options.pixelSize);
    }
    return options;
  }

  /**
   * Asks the user. ImageJ records the answers.
   *
   * @return empty if the user cancels
   * @throws IllegalArgumentException if an answer is not valid; one line
   */
  static Optional<PluginOptions> ask(ImagePlus image) {
    PluginOptions defaults = defaults(image);
    GenericDialog dialog = new GenericDialog("Analyze Fundus Photograph");
    dialog.addFileField("Model (embedded, or a file)", defaults.model, 24);
    dialog.addNumericField("Pixel size (0 if unknown)", defaults.pixelSize, 3, 8, "um");
    dialog.addChoice("Eye", new String[] {UNKNOWN, "left", "right"}, UNKNOWN);
    dialog.addChoice(
        "Refinement of labels",
        RefinementMode.available().stream().map(RefinementMode::id).toArray(String[]::new),
        "stable");
    dialog.addChoice("Biomarkers to Results", names(Biomarkers.class), "main");
    boolean hasArea = image.getRoi() != null && image.getRoi().isArea();
    dialog.addCheckbox("Disc: the selection is the optic disc", hasArea);
    dialog.addCheckbox("Overlay of arteries, veins and optic disc", defaults.overlay);
    dialog.addCheckbox("Segments to the ROI Manager", defaults.segments);
    dialog.showDialog();
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    String model = dialog.getNextString().strip();
    double pixelSize = dialog.getNextNumber();
    String eye = dialog.getNextChoice();
    String refinement = dialog.getNextChoice();
    String biomarkers = dialog.getNextChoice();
    return Optional.of(
        checked(
            new PluginOptions(
                model.isEmpty() ? EMBEDDED : model,
                pixelSize,
                eye(eye),
                refinement(refinement),
                constant(Biomarkers.class, BIOMARKERS, biomarkers),
                dialog.getNextBoolean(),
                dialog.getNextBoolean(),
                dialog.getNextBoolean())));
  }
}

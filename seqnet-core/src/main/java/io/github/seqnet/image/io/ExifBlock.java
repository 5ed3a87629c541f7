// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags of an EXIF block or a TIFF page that are used: orientation, camera and pixel size.
 *
 * @param orientation 1..8; 1 if the block does not state it
 * @param device maker and model of the camera, or empty
 * @param pixelSize the size of a pixel on the retina in micrometers, or 0 if the block does not
 *     state it
 */
record ExifBlock(int orientation, String device, double pixelSize) {
  private static final int DESCRIPTION = 270;
  private static final int RESOLUTION_X = 282;
  private static final int RESOLUTION_Y = 283;
  private static final int MAKER = 271;
  private static final int MODEL = 272;
  private static final int ORIENTATION = 274;

  private static final Pattern IMAGEJ_UNIT = Pattern.compile("(?m)^unit=(\\S{1,8})$");

  /** In micrometers. */
  private static final double SMALLEST_PIXEL = 0.1;

  private static final double LARGEST_PIXEL = 1000;

  static final ExifBlock NONE = new ExifBlock(1, "", 0);

  /** Reads a block that begins with its byte order mark. A malformed block gives the defaults. */
  static ExifBlock of(ByteView block) {
    try {
      ByteView tiff = block.matches(0, "Exif\0\0") ? block.part(6, block.length() - 6L) : block;
      if (!tiff.matches(0, "II") && !tiff.matches(0, "MM")) {
        return NONE;
      }
      // Only the first directory matters, and cameras write damaged ones after it.
      TiffStructure structure = TiffStructure.ofFirstDirectory(tiff);
      return structure.pages().isEmpty() ? NONE : of(structure.pages().get(0));
    } catch (IOException e) {
      return NONE;
    }
  }

  /** Reads the tags of a page. */
  static ExifBlock of(TiffStructure.Page page) throws IOException {
    long orientation = 1;
    try {
      orientation = page.integer(ORIENTATION, 1);
    } catch (IOException e) {
      // Not a number: unknown.
    }
    String maker = page.text(MAKER);
    String model = page.text(MODEL);
    return new ExifBlock(
        orientation >= 1 && orientation <= 8 ? (int) orientation : 1,
        model.startsWith(maker) ? model : (maker + " " + model).strip(),
        pixelSize(page));
  }

  /**
   * The pixel size that microscopy software writes: ImageJ's unit with the resolution, or the
   * physical size of OME-TIFF. The resolution alone is that of a print, not of the retina.
   */
  private static double pixelSize(TiffStructure.Page page) throws IOException {
    String description = page.text(DESCRIPTION);
    if (description.startsWith("ImageJ=")) {
      double micrometers = unit(IMAGEJ_UNIT, description);
      return square(
          micrometers / first(page.rationals(RESOLUTION_X)),
          micrometers / first(page.rationals(RESOLUTION_Y)));
    }
    if (description.contains("<OME")) {
      return square(physicalSize("X", description), physicalSize("Y", description));
    }
    return 0;
  }

  /** The size in micrometers of OME-TIFF along an axis; its default unit is the micrometer. */
  private static double physicalSize(String axis, String description) {
    Matcher size =
        Pattern.compile("\\bPhysicalSize" + axis + "=\"([0-9.eE+-]{1,24})\"").matcher(description);
    if (!size.find()) {
      return Double.NaN;
    }
    Pattern unit = Pattern.compile("\\bPhysicalSize" + axis + "Unit=\"([^\"]{1,8})\"");
    double micrometers = unit.matcher(description).find() ? unit(unit, description) : 1;
    try {
      return Double.parseDouble(size.group(1)) * micrometers;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The unit that a description names, in micrometers; NaN if it is another one. */
  private static double unit(Pattern pattern, String description) {
    Matcher unit = pattern.matcher(description);
    if (!unit.find()) {
      return Double.NaN;
    }
    return switch (unit.group(1)) {
      case "um", "micron", "microns", "\\u00B5m", "\u00b5m", "\u00c2\u00b5m", "\u00ce\u00bcm" -> 1;
      case "mm" -> 1000;
      default -> Double.NaN;
    };
  }

  private static double first(double[] values) {
    return values.length == 0 ? Double.NaN : values[0];
  }

  /**
   * The side of a pixel if it is square within 1 percent and has a plausible size on the retina.
   */
  private static double square(double x, double y) {
    boolean usable =
        x >= SMALLEST_PIXEL && x <= LARGEST_PIXEL && Math.abs(x - y) <= 0.01 * Math.max(x, y);
    return usable ? (x + y) / 2 : 0;
  }
}

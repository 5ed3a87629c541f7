package io.github.seqnet.image.io;

import java.io.IOException;

/**
 * What is used of an EXIF block: how the image is turned upright, and which camera took it.
 *
 * @param orientation 1..8, or 1 where the block does not say
 * @param device maker and model of the camera, or empty
 */
record ExifBlock(int orientation, String device) {
  private static final int MAKER = 271;
  private static final int MODEL = 272;
  private static final int ORIENTATION = 274;

  static final ExifBlock NONE = new ExifBlock(1, "");

  /** Reads a block that begins with its byte order mark; a malformed one says nothing. */
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
        model.startsWith(maker) ? model : (maker + " " + model).strip());
  }
}

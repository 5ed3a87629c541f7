// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * How an image file encodes artery/vein labels: by colors, by channels, by class indices, or in a
 * way of your own.
 *
 * <p>Built in are {@link #colors()}, {@link #rrwnet()} and {@link #classIndex()}; {@link
 * ChannelEncoding} and {@link ClassIndexEncoding} have variants. Two binary masks, one of arteries
 * and one of veins, need no encoding: use {@link ArteryVeinMap#of(BinaryMask, BinaryMask)}.
 *
 * <p>To use an encoding of your own on the command line, put a jar on the class path that names the
 * class in {@code META-INF/services/io.github.seqnet.image.LabelEncoding}; the class needs a public
 * constructor without parameters.
 *
 * <p>Implementations must be immutable and safe to share between threads.
 */
public interface LabelEncoding {
  /** The name on the command line, such as {@code rrwnet}. */
  String id();

  /**
   * Decodes labels.
   *
   * @param image samples in 0..1; 8-bit values were divided by 255, 16-bit values by 65535
   * @throws IllegalArgumentException if the image is not encoded in this way; the message is the
   *     reason, without the name of a file
   */
  ArteryVeinMap decode(RgbImage image);

  /**
   * Whether the stored values are indices rather than colors. {@link
   * io.github.seqnet.image.io.ImageFiles#readLabels} then decodes an image with a colored palette
   * by its palette indices, as 8-bit gray values. False unless overridden.
   */
  default boolean hasIndices() {
    return false;
  }

  /**
   * Arteries red, veins blue, crossings green, unknown vessels white or magenta, background black.
   * The id is {@code colors}.
   */
  static ColorEncoding colors() {
    return ColorEncoding.defaults();
  }

  /**
   * Arteries in the red channel, veins in the green channel, all vessels in the blue channel, as
   * RRWNet (Morano et al. 2024, <a
   * href="https://doi.org/10.1016/j.eswa.2024.124970">doi:10.1016/j.eswa.2024.124970</a>) writes
   * them: arteries look magenta and veins cyan. The id is {@code rrwnet}.
   */
  static ChannelEncoding rrwnet() {
    return ChannelEncoding.RRWNET;
  }

  /**
   * Pixel values 0 background, 1 artery, 2 vein and 3 crossing, as VascX writes them. The id is
   * {@code class-index}.
   */
  static ClassIndexEncoding classIndex() {
    return ClassIndexEncoding.defaults();
  }

  /**
   * The built-in encodings, followed by those that {@link ServiceLoader} finds.
   *
   * @throws IllegalArgumentException if an encoding cannot be created or two have the same id;
   *     names it
   */
  static List<LabelEncoding> installed() {
    List<LabelEncoding> all = new ArrayList<>(List.of(colors(), rrwnet(), classIndex()));
    try {
      for (LabelEncoding encoding : ServiceLoader.load(LabelEncoding.class)) {
        if (all.stream().anyMatch(e -> e.id().equals(encoding.id()))) {
          throw new IllegalArgumentException(
              "two label encodings have the id '" + encoding.id() + "'");
        }
        all.add(encoding);
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "a label encoding could not be loaded: " + e.getMessage(), e);
    }
    return List.copyOf(all);
  }

  /**
   * The installed encoding with a given {@link #id}.
   *
   * @throws IllegalArgumentException if there is none; lists the ids
   */
  static LabelEncoding ofId(String id) {
    List<LabelEncoding> installed = installed();
    for (LabelEncoding encoding : installed) {
      if (encoding.id().equals(id)) {
        return encoding;
      }
    }
    throw new IllegalArgumentException(
        "encoding must be one of "
            + installed.stream().map(LabelEncoding::id).collect(Collectors.joining(", "))
            + ", got '"
            + id
            + "'");
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The label encoding by gray values that are class indices, such as 0 background, 1 artery, 2 vein
 * and 3 crossing. Samples of 2, 4, 8 and 16 bits are recognized by their values. In files with a
 * colored palette, the palette indices are the class indices.
 *
 * @param labels the label of each index, 2 to 5 of them
 */
public record ClassIndexEncoding(List<VesselLabel> labels) implements LabelEncoding, Serializable {
  private static final long serialVersionUID = 1L;

  private static final ClassIndexEncoding DEFAULTS =
      new ClassIndexEncoding(
          List.of(
              VesselLabel.BACKGROUND, VesselLabel.ARTERY, VesselLabel.VEIN, VesselLabel.CROSSING));

  /**
   * @throws IllegalArgumentException if the number of labels is not in 2..5
   */
  public ClassIndexEncoding {
    labels = List.copyOf(Objects.requireNonNull(labels, "labels"));
    if (labels.size() < 2 || labels.size() > 5) {
      throw new IllegalArgumentException("labels must be 2 to 5, got " + labels);
    }
  }

  /** 0 background, 1 artery, 2 vein, 3 crossing. */
  public static ClassIndexEncoding defaults() {
    return DEFAULTS;
  }

  @Override
  public String id() {
    return "class-index";
  }

  @Override
  public boolean hasIndices() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the image is colored or a mask, or a value is not the index
   *     of a label
   */
  @Override
  public ArteryVeinMap decode(RgbImage image) {
    float[] rgb = image.toArray();
    Optional<Float> unit = GrayLevels.of(rgb).unit();
    if (unit.isEmpty()) {
      throw notIndices("it is colored, or has values that are not class indices");
    }
    if (unit.get() == 1) {
      throw notIndices("it is a mask of 0 and the largest value");
    }
    byte[] codes = new byte[rgb.length / 3];
    for (int p = 0; p < codes.length; p++) {
      int index = Math.round(rgb[3 * p] / unit.get());
      if (index >= labels.size()) {
        throw notIndices(
            "the value %d at x=%d, y=%d is not the index of a label"
                .formatted(index, p % image.width(), p / image.width()));
      }
      codes[p] = labels.get(index).code();
    }
    return ArteryVeinMap.wrap(image.width(), image.height(), codes);
  }

  private IllegalArgumentException notIndices(String reason) {
    StringBuilder text = new StringBuilder(reason).append("; values must be ");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      text.append(i).append(' ').append(labels.get(i).name().toLowerCase(Locale.ROOT));
    }
    return new IllegalArgumentException(text.toString());
  }
}

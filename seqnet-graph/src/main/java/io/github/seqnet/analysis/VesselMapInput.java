// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vessel map to analyze, optionally with its photograph and its artery and vein probabilities.
 * All have the same size. Immutable.
 */
public final class VesselMapInput implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArteryVeinMap map;
  private final @Nullable RgbImage photograph;
  private final @Nullable ProbabilityMap artery;
  private final @Nullable ProbabilityMap vein;

  private VesselMapInput(
      ArteryVeinMap map,
      @Nullable RgbImage photograph,
      @Nullable ProbabilityMap artery,
      @Nullable ProbabilityMap vein) {
    this.map = map;
    this.photograph = photograph;
    this.artery = artery;
    this.vein = vein;
  }

  /** A map with artery and vein labels. */
  public static VesselMapInput of(ArteryVeinMap map) {
    return new VesselMapInput(Objects.requireNonNull(map, "map"), null, null, null);
  }

  /** A vessel mask without labels. */
  public static VesselMapInput of(BinaryMask vessels) {
    return of(ArteryVeinMap.unknown(Objects.requireNonNull(vessels, "vessels")));
  }

  /**
   * This input with its photograph, in which field of view and optic disc are located.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public VesselMapInput withPhotograph(RgbImage image) {
    Objects.requireNonNull(image, "image");
    checkSize("photograph", image.width(), image.height());
    return new VesselMapInput(map, image, artery, vein);
  }

  /**
   * This input with artery and vein probabilities, which replace the labels of the map.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public VesselMapInput withProbabilities(ProbabilityMap arteries, ProbabilityMap veins) {
    Objects.requireNonNull(arteries, "arteries");
    Objects.requireNonNull(veins, "veins");
    checkSize("artery probabilities", arteries.width(), arteries.height());
    checkSize("vein probabilities", veins.width(), veins.height());
    return new VesselMapInput(map, photograph, arteries, veins);
  }

  private void checkSize(String what, int width, int height) {
    if (width != map.width() || height != map.height()) {
      throw new IllegalArgumentException(
          what
              + " must have the size of the map, "
              + map.width()
              + " x "
              + map.height()
              + " pixels, got "
              + width
              + " x "
              + height);
    }
  }

  /** The vessels. */
  public ArteryVeinMap map() {
    return map;
  }

  /** The photograph; empty if there is none. */
  public Optional<RgbImage> photograph() {
    return Optional.ofNullable(photograph);
  }

  /** The artery probabilities; empty if there are none. */
  public Optional<ProbabilityMap> artery() {
    return Optional.ofNullable(artery);
  }

  /** The vein probabilities; empty if there are none. */
  public Optional<ProbabilityMap> vein() {
    return Optional.ofNullable(vein);
  }
}

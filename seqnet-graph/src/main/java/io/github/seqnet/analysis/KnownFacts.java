// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.LabelOverrides;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.io.ImageMetadata;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Known facts about one photograph, such as pixel size, laterality or optic disc. A known fact
 * replaces what the analyzer would locate or leave unknown. Coordinates are pixels of the
 * photograph. Immutable.
 */
public final class KnownFacts implements Serializable {
  private static final long serialVersionUID = 1;
  private static final KnownFacts NONE =
      new KnownFacts("", "", null, null, null, null, new LabelOverrides(List.of()), null);

  private final String name;
  private final String file;
  private final @Nullable BinaryMask fieldOfView;
  private final @Nullable OpticDisc opticDisc;
  private final @Nullable Scale pixelSize;
  private final @Nullable Laterality laterality;
  private final LabelOverrides labelOverrides;
  private final @Nullable ImageMetadata metadata;

  private KnownFacts(
      String name,
      String file,
      @Nullable BinaryMask fieldOfView,
      @Nullable OpticDisc opticDisc,
      @Nullable Scale pixelSize,
      @Nullable Laterality laterality,
      LabelOverrides labelOverrides,
      @Nullable ImageMetadata metadata) {
    this.name = name;
    this.file = file;
    this.fieldOfView = fieldOfView;
    this.opticDisc = opticDisc;
    this.pixelSize = pixelSize;
    this.laterality = laterality;
    this.labelOverrides = labelOverrides;
    this.metadata = metadata;
  }

  /** Nothing is known. */
  public static KnownFacts none() {
    return NONE;
  }

  /** These facts with a name for the photograph, the column {@code name} of the results table. */
  public KnownFacts withName(String value) {
    return new KnownFacts(
        Objects.requireNonNull(value, "value"),
        file,
        fieldOfView,
        opticDisc,
        pixelSize,
        laterality,
        labelOverrides,
        metadata);
  }

  /** These facts with the file of the photograph, the column {@code file} of the results table. */
  public KnownFacts withFile(String value) {
    return new KnownFacts(
        name,
        Objects.requireNonNull(value, "value"),
        fieldOfView,
        opticDisc,
        pixelSize,
        laterality,
        labelOverrides,
        metadata);
  }

  /**
   * These facts with a field of view of the size of the photograph, set where retina is visible.
   *
   * @throws IllegalArgumentException if the mask is empty
   */
  public KnownFacts withFieldOfView(BinaryMask mask) {
    if (Objects.requireNonNull(mask, "mask").count() == 0) {
      throw new IllegalArgumentException("mask must have at least one pixel set, got an empty one");
    }
    return new KnownFacts(
        name, file, mask, opticDisc, pixelSize, laterality, labelOverrides, metadata);
  }

  /** These facts with an optic disc, in pixels of the photograph. */
  public KnownFacts withOpticDisc(OpticDisc disc) {
    return new KnownFacts(
        name,
        file,
        fieldOfView,
        Objects.requireNonNull(disc, "disc"),
        pixelSize,
        laterality,
        labelOverrides,
        metadata);
  }

  /** These facts with the size of a pixel. */
  public KnownFacts withPixelSize(Scale scale) {
    return new KnownFacts(
        name,
        file,
        fieldOfView,
        opticDisc,
        Objects.requireNonNull(scale, "scale"),
        laterality,
        labelOverrides,
        metadata);
  }

  /** These facts with the eye. */
  public KnownFacts withLaterality(Laterality eye) {
    return new KnownFacts(
        name,
        file,
        fieldOfView,
        opticDisc,
        pixelSize,
        Objects.requireNonNull(eye, "eye"),
        labelOverrides,
        metadata);
  }

  /**
   * These facts with labels corrected by a person. Labels are propagated again from the corrected
   * ones before the biomarkers are measured.
   */
  public KnownFacts withLabelOverrides(LabelOverrides overrides) {
    return new KnownFacts(
        name,
        file,
        fieldOfView,
        opticDisc,
        pixelSize,
        laterality,
        Objects.requireNonNull(overrides, "overrides"),
        metadata);
  }

  /**
   * These facts with what the file of the photograph states: pixel size, eye, camera and pseudonym.
   * Its pixel size and eye count where neither these facts nor the options of the analyzer give
   * them.
   */
  public KnownFacts withMetadata(ImageMetadata stated) {
    return new KnownFacts(
        name,
        file,
        fieldOfView,
        opticDisc,
        pixelSize,
        laterality,
        labelOverrides,
        Objects.requireNonNull(stated, "stated"));
  }

  /** The name of the photograph; empty if it has none. */
  public String name() {
    return name;
  }

  /** The file of the photograph; empty if it is unknown. */
  public String file() {
    return file;
  }

  /** The field of view; empty if it is unknown. */
  public Optional<BinaryMask> fieldOfView() {
    return Optional.ofNullable(fieldOfView);
  }

  /** The optic disc; empty if it is unknown. */
  public Optional<OpticDisc> opticDisc() {
    return Optional.ofNullable(opticDisc);
  }

  /** The size of a pixel; empty if it is unknown. */
  public Optional<Scale> pixelSize() {
    return Optional.ofNullable(pixelSize);
  }

  /** The eye; empty if it is unknown. */
  public Optional<Laterality> laterality() {
    return Optional.ofNullable(laterality);
  }

  /** The labels corrected by a person; may be empty. */
  public LabelOverrides labelOverrides() {
    return labelOverrides;
  }

  /** The metadata of the photograph's file; empty if it was not read from a file. */
  public Optional<ImageMetadata> metadata() {
    return Optional.ofNullable(metadata);
  }

  /** The size of a pixel that the file states. */
  Optional<Scale> statedPixelSize() {
    return metadata == null || metadata.pixelSizeMicrometers().isEmpty()
        ? Optional.empty()
        : Optional.of(Scale.micrometers(metadata.pixelSizeMicrometers().getAsDouble()));
  }

  /** The eye that the caller or the file states. */
  Optional<Laterality> givenOrStatedLaterality() {
    return laterality().or(() -> metadata().flatMap(ImageMetadata::laterality));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownFacts facts
        && facts.name.equals(name)
        && facts.file.equals(file)
        && Objects.equals(facts.fieldOfView, fieldOfView)
        && Objects.equals(facts.opticDisc, opticDisc)
        && Objects.equals(facts.pixelSize, pixelSize)
        && facts.laterality == laterality
        && facts.labelOverrides.equals(labelOverrides)
        && Objects.equals(facts.metadata, metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        name, file, fieldOfView, opticDisc, pixelSize, laterality, labelOverrides, metadata);
  }

  @Override
  public String toString() {
    return "KnownFacts[name="
        + name
        + ", file="
        + file
        + ", fieldOfView="
        + (fieldOfView == null ? "unknown" : "known")
        + ", opticDisc="
        + opticDisc
        + ", pixelSize="
        + pixelSize
        + ", laterality="
        + laterality
        + ", labelOverrides="
        + labelOverrides.entries().size()
        + ", metadata="
        + metadata
        + "]";
  }
}

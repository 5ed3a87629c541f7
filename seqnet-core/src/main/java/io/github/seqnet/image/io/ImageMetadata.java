// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import io.github.seqnet.image.Laterality;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of an image file: format, orientation, pixel size, field of view, eye, device, and
 * warnings about how the file was read.
 *
 * <p>Names, birth dates and identifiers of patients are never part of it; {@link #subject()} is a
 * pseudonym. Immutable.
 */
public final class ImageMetadata implements Serializable {
  private static final long serialVersionUID = 1;

  private final String format;
  private final int orientation;
  private final int frames;
  private final double pixelSize;
  private final double fieldOfView;
  private final @Nullable Laterality laterality;
  private final @Nullable String device;
  private final @Nullable String subject;
  private final boolean colorConverted;
  private final List<String> warnings;

  private ImageMetadata(Builder builder) {
    format = builder.format;
    orientation = builder.orientation;
    frames = builder.frames;
    pixelSize = builder.pixelSize;
    fieldOfView = builder.fieldOfView;
    laterality = builder.laterality;
    device = builder.device;
    subject = builder.subject;
    colorConverted = builder.colorConverted;
    warnings = List.copyOf(builder.warnings);
  }

  /**
   * Starts with the metadata of an upright file of one image that says nothing else.
   *
   * @param format the name of the format, such as {@code JPEG}
   */
  public static Builder builder(String format) {
    return new Builder(Objects.requireNonNull(format, "format"));
  }

  /** The name of the file format, such as {@code JPEG} or {@code DICOM}. */
  public String format() {
    return format;
  }

  /** The EXIF orientation, 1..8, that was applied to turn the image upright; 1 changes nothing. */
  public int orientation() {
    return orientation;
  }

  /** The number of images (pages, frames) in the file, at least 1. */
  public int frames() {
    return frames;
  }

  /** The size of a pixel on the retina in micrometers, where the file states it. */
  public OptionalDouble pixelSizeMicrometers() {
    return pixelSize > 0 ? OptionalDouble.of(pixelSize) : OptionalDouble.empty();
  }

  /** The horizontal angle of the field of view in degrees, where the file states it. */
  public OptionalDouble fieldOfViewDegrees() {
    return fieldOfView > 0 ? OptionalDouble.of(fieldOfView) : OptionalDouble.empty();
  }

  /** Which eye the photograph shows, where the file states it. */
  public Optional<Laterality> laterality() {
    return Optional.ofNullable(laterality);
  }

  /** Maker and model of the camera, where the file states them. */
  public Optional<String> device() {
    return Optional.ofNullable(device);
  }

  /**
   * A pseudonym of the patient, equal for equal patient identifiers, where the file states one: the
   * first 16 hexadecimal digits of a SHA-256 hash. Anyone who knows the possible identifiers can
   * compute their hashes, so treat it as pseudonymous, not as anonymous.
   */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** Whether colors were converted to sRGB by a color profile that the file embeds. */
  public boolean isColorConverted() {
    return colorConverted;
  }

  /** What a user should know about how the file was read; one sentence each, often empty. */
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageMetadata that
        && format.equals(that.format)
        && orientation == that.orientation
        && frames == that.frames
        && Double.compare(pixelSize, that.pixelSize) == 0
        && Double.compare(fieldOfView, that.fieldOfView) == 0
        && laterality == that.laterality
        && Objects.equals(device, that.device)
        && Objects.equals(subject, that.subject)
        && colorConverted == that.colorConverted
        && warnings.equals(that.warnings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        format,
        orientation,
        frames,
        pixelSize,
        fieldOfView,
        laterality,
        device,
        subject,
        colorConverted,
        warnings);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(format);
    text.append(", orientation ").append(orientation);
    if (frames > 1) {
      text.append(", ").append(frames).append(" frames");
    }
    if (pixelSize > 0) {
      text.append(", ").append(pixelSize).append(" um per pixel");
    }
    if (fieldOfView > 0) {
      text.append(", field of view ").append(fieldOfView).append(" degrees");
    }
    if (laterality != null) {
      text.append(", ").append(laterality.code());
    }
    if (device != null) {
      text.append(", ").append(device);
    }
    if (!warnings.isEmpty()) {
      text.append(", warnings: ").append(warnings);
    }
    return text.toString();
  }

  /** Collects metadata; not safe for use by several threads. */
  public static final class Builder {
    private final String format;
    private int orientation = 1;
    private int frames = 1;
    private double pixelSize;
    private double fieldOfView;
    private @Nullable Laterality laterality;
    private @Nullable String device;
    private @Nullable String subject;
    private boolean colorConverted;
    private final List<String> warnings = new ArrayList<>();

    private Builder(String format) {
      this.format = format;
    }

    /**
     * Sets the EXIF orientation that is applied.
     *
     * @throws IllegalArgumentException if it is not in 1..8
     */
    public Builder orientation(int value) {
      if (value < 1 || value > 8) {
        throw new IllegalArgumentException("orientation must be in 1..8, got " + value);
      }
      orientation = value;
      return this;
    }

    /**
     * Sets the number of images in the file.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder frames(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("frames must be at least 1, got " + value);
      }
      frames = value;
      return this;
    }

    /**
     * Sets the size of a pixel on the retina.
     *
     * @param micrometers greater than 0
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Builder pixelSizeMicrometers(double micrometers) {
      if (!(micrometers > 0 && micrometers < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "micrometers must be positive and finite, got " + micrometers);
      }
      pixelSize = micrometers;
      return this;
    }

    /**
     * Sets the horizontal angle of the field of view.
     *
     * @param degrees greater than 0, at most 360
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder fieldOfViewDegrees(double degrees) {
      if (!(degrees > 0 && degrees <= 360)) {
        throw new IllegalArgumentException("degrees must be in 0..360, got " + degrees);
      }
      fieldOfView = degrees;
      return this;
    }

    /** Sets the eye. */
    public Builder laterality(Laterality value) {
      laterality = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Sets maker and model of the camera; control characters are replaced, blank text is ignored.
     */
    public Builder device(String value) {
      String clean = value.replaceAll("\\p{Cntrl}+", " ").strip();
      device = clean.isEmpty() ? null : clean.substring(0, Math.min(128, clean.length()));
      return this;
    }

    /** Sets a pseudonym of the patient; never a name or an identifier in clear. */
    public Builder subject(String pseudonym) {
      subject = Objects.requireNonNull(pseudonym, "pseudonym");
      return this;
    }

    /** Notes that colors were converted to sRGB. */
    public Builder colorConverted(boolean value) {
      colorConverted = value;
      return this;
    }

    /** Adds a sentence about how the file was read. */
    public Builder warning(String sentence) {
      warnings.add(Objects.requireNonNull(sentence, "sentence"));
      return this;
    }

    /** Makes the metadata. */
    public ImageMetadata build() {
      return new ImageMetadata(this);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes photographs that are not DICOM files as DICOM secondary captures (PS3.3 A.8.1), so that
 * segmentations and measurement reports have an image to refer to: RGB, 8 bits, uncompressed.
 *
 * <p>A secondary capture is the object for digitized images whose acquisition is unknown. The
 * Ophthalmic Photography object would require facts about camera and acquisition that a JPEG or PNG
 * file does not state.
 *
 * <p>Immutable and thread-safe.
 */
public final class DicomPhotograph {
  /** The SOP class of secondary captures. */
  public static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7";

  private final DicomOptions options;
  private final @Nullable Laterality laterality;

  private DicomPhotograph(DicomOptions options, @Nullable Laterality laterality) {
    this.options = options;
    this.laterality = laterality;
  }

  /** A writer with these options. */
  public static DicomPhotograph with(DicomOptions options) {
    return new DicomPhotograph(Objects.requireNonNull(options, "options"), null);
  }

  /** This writer for photographs of one eye. */
  public DicomPhotograph withLaterality(Laterality eye) {
    return new DicomPhotograph(options, Objects.requireNonNull(eye, "eye"));
  }

  /**
   * Writes a photograph as an instance of a new study.
   *
   * @param file replaced if it exists
   * @return the source to which results refer
   * @throws IllegalArgumentException if a side is longer than 65535 pixels
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public DicomSource write(RgbImage photograph, Path file) throws IOException {
    Objects.requireNonNull(photograph, "photograph");
    Objects.requireNonNull(file, "file");
    DicomUids uids = options.uids();
    DicomInstance instance = new DicomInstance(SOP_CLASS, uids.next(), uids.next(), uids.next());
    OffsetDateTime now = Modules.now(options);
    DicomSource.Study study = new DicomSource.Study("", Modules.date(now), Modules.time(now), "");
    DataSet dataSet =
        Modules.common(options, instance, study, now)
            .set(Attribute.MODALITY, "OP")
            .set(Attribute.CONVERSION_TYPE, "WSD")
            .set(Attribute.SERIES_NUMBER, "1")
            .set(Attribute.INSTANCE_NUMBER, "1")
            .set(Attribute.PATIENT_ORIENTATION, "")
            .set(Attribute.LATERALITY, laterality == null ? "" : Modules.letter(laterality))
            .set(Attribute.SAMPLES_PER_PIXEL, 3)
            .set(Attribute.PHOTOMETRIC_INTERPRETATION, "RGB")
            .set(Attribute.PLANAR_CONFIGURATION, 0)
            .set(Attribute.ROWS, photograph.height())
            .set(Attribute.COLUMNS, photograph.width())
            .set(Attribute.BITS_ALLOCATED, 8)
            .set(Attribute.BITS_STORED, 8)
            .set(Attribute.HIGH_BIT, 7)
            .set(Attribute.PIXEL_REPRESENTATION, 0)
            .set(Attribute.PIXEL_DATA, bytes(photograph));
    Modules.write(dataSet, instance, file);
    return new DicomSource(
        instance,
        photograph.width(),
        photograph.height(),
        1,
        1,
        "OP",
        study,
        new DicomSource.Lossy("", "", ""),
        laterality,
        options.patient());
  }

  private static byte[] bytes(RgbImage photograph) {
    float[] samples = photograph.toArray();
    byte[] bytes = new byte[samples.length];
    for (int k = 0; k < samples.length; k++) {
      bytes[k] = (byte) Math.round(samples[k] * 255);
    }
    return bytes;
  }
}

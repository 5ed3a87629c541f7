// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import io.github.seqnet.file.PlainText;
import io.github.seqnet.image.Laterality;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The DICOM photograph that results refer to. Segmentations and measurement reports become part of
 * its study and name it as their source.
 *
 * <pre>{@code
 * DicomSource source = DicomSource.read(Path.of("eye.dcm"));
 * DicomOptions options = DicomOptions.defaults().withPatient(source.patient());
 * DicomInstance segmentation =
 *     DicomSegmentation.with(options).write(report, source, Path.of("eye.seg.dcm"));
 * DicomMeasurementReport.with(options)
 *     .withSegmentation(segmentation)
 *     .write(report, source, Path.of("eye.sr.dcm"));
 * }</pre>
 *
 * <p>For a photograph that is not a DICOM file, {@link DicomPhotograph} writes one and returns it
 * as a source. Immutable.
 */
public final class DicomSource implements Serializable {
  private static final long serialVersionUID = 1;
  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

  private final DicomInstance instance;
  private final int width;
  private final int height;
  private final int frames;
  private final int frame;
  private final String modality;
  private final Study study;
  private final Lossy lossy;
  private final @Nullable Laterality laterality;
  private final DicomPatient patient;

  /**
   * The study, as the source states it.
   *
   * @param date YYYYMMDD or empty
   * @param time HHMMSS or empty
   */
  record Study(String id, String date, String time, String accessionNumber)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** Lossy compression of the source; the flag is empty if unknown. */
  record Lossy(String flag, String ratio, String method) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  DicomSource(
      DicomInstance instance,
      int width,
      int height,
      int frames,
      int frame,
      String modality,
      Study study,
      Lossy lossy,
      @Nullable Laterality laterality,
      DicomPatient patient) {
    this.instance = instance;
    this.width = width;
    this.height = height;
    this.frames = frames;
    this.frame = frame;
    this.modality = modality;
    this.study = study;
    this.lossy = lossy;
    this.laterality = laterality;
    this.patient = patient;
  }

  /**
   * Reads identity and size of a DICOM image; its pixels are not read.
   *
   * @throws IOException if the file cannot be read, is not a DICOM Part 10 file in little endian,
   *     or has no valid identifiers and size; names the file
   */
  public static DicomSource read(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    DicomHeader header = DicomHeader.read(file);
    DicomInstance instance;
    try {
      instance =
          new DicomInstance(
              header.first(Attribute.SOP_CLASS_UID),
              header.first(Attribute.SOP_INSTANCE_UID),
              header.first(Attribute.SERIES_INSTANCE_UID),
              header.first(Attribute.STUDY_INSTANCE_UID));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file + ": not a usable DICOM image: " + PlainText.excerpt(e.getMessage()), e);
    }
    int width = header.number(Attribute.COLUMNS);
    int height = header.number(Attribute.ROWS);
    if (width < 1 || height < 1) {
      throw new IOException(file + ": not a DICOM image: it has no rows and columns");
    }
    String frames = header.first(Attribute.NUMBER_OF_FRAMES);
    int count;
    try {
      count = frames.isEmpty() ? 1 : Integer.parseInt(frames);
    } catch (NumberFormatException e) {
      throw new IOException(
          file + ": not a valid DICOM image: number of frames is " + PlainText.excerpt(frames), e);
    }
    return new DicomSource(
        instance,
        width,
        height,
        Math.max(1, count),
        1,
        header.valid(Attribute.MODALITY),
        new Study(
            header.valid(Attribute.STUDY_ID),
            header.valid(Attribute.STUDY_DATE),
            header.valid(Attribute.STUDY_TIME),
            header.valid(Attribute.ACCESSION_NUMBER)),
        lossy(header),
        laterality(header).orElse(null),
        patient(header));
  }

  /**
   * Whether a file is a DICOM Part 10 file, by its preamble.
   *
   * @throws IOException if the file cannot be read
   */
  public static boolean isDicom(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    return DicomHeader.isDicom(file);
  }

  private static Lossy lossy(DicomHeader header) {
    String flag = header.valid(Attribute.LOSSY_IMAGE_COMPRESSION);
    return new Lossy(
        flag,
        header.valid(Attribute.LOSSY_IMAGE_COMPRESSION_RATIO),
        header.valid(Attribute.LOSSY_IMAGE_COMPRESSION_METHOD));
  }

  private static Optional<Laterality> laterality(DicomHeader header) {
    for (int tag : new int[] {DicomHeader.IMAGE_LATERALITY, Attribute.LATERALITY.tag()}) {
      Optional<Laterality> eye = Laterality.parse(header.first(tag));
      if (eye.isPresent()) {
        return eye;
      }
    }
    return Optional.empty();
  }

  private static DicomPatient patient(DicomHeader header) {
    DicomPatient patient =
        DicomPatient.unknown()
            .withId(header.valid(Attribute.PATIENT_ID))
            .withName(header.valid(Attribute.PATIENT_NAME));
    String sex = header.valid(Attribute.PATIENT_SEX);
    if (List.of("M", "F", "O").contains(sex)) {
      patient = patient.withSex(sex);
    }
    try {
      String birthDate = header.valid(Attribute.PATIENT_BIRTH_DATE);
      return birthDate.isEmpty()
          ? patient
          : patient.withBirthDate(LocalDate.parse(birthDate, DATE));
    } catch (DateTimeParseException e) {
      return patient;
    }
  }

  /**
   * This source with the frame that was analyzed.
   *
   * @param number from 1
   * @throws IllegalArgumentException if the source has no such frame
   */
  public DicomSource withFrame(int number) {
    if (number < 1 || number > frames) {
      throw new IllegalArgumentException("frame must be in 1.." + frames + ", got " + number);
    }
    return new DicomSource(
        instance, width, height, frames, number, modality, study, lossy, laterality, patient);
  }

  /** The identity of the photograph. */
  public DicomInstance instance() {
    return instance;
  }

  /** Columns of the photograph. */
  public int width() {
    return width;
  }

  /** Rows of the photograph. */
  public int height() {
    return height;
  }

  /** The number of frames. */
  public int frames() {
    return frames;
  }

  /** The frame that was analyzed, from 1. */
  public int frame() {
    return frame;
  }

  /** The eye, where the source states it. */
  public Optional<Laterality> laterality() {
    return Optional.ofNullable(laterality);
  }

  /**
   * The patient, as the source states it. It is written to results only if the caller passes it to
   * {@link DicomOptions#withPatient}.
   */
  public DicomPatient patient() {
    return patient;
  }

  /** The modality, such as {@code OP}; empty if it is unknown. */
  String modality() {
    return modality;
  }

  Study study() {
    return study;
  }

  Lossy lossy() {
    return lossy;
  }

  /** The item of a reference to the analyzed frame. */
  DataSet reference() {
    DataSet item = instance.reference();
    return frames > 1 ? item.set(Attribute.REFERENCED_FRAME_NUMBER, Integer.toString(frame)) : item;
  }

  /**
   * @throws IllegalArgumentException if results have another size than the photograph
   */
  void checkSize(int resultWidth, int resultHeight) {
    if (resultWidth != width || resultHeight != height) {
      throw new IllegalArgumentException(
          "the report must have the size of its DICOM source, %d x %d pixels, got %d x %d; pass the"
                  .formatted(width, height, resultWidth, resultHeight)
              + " photograph that was analyzed");
    }
  }

  @Override
  public String toString() {
    return "DicomSource[" + instance.sopInstanceUid() + ", " + width + " x " + height + "]";
  }
}

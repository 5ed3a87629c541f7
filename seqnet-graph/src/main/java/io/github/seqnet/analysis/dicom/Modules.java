// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.image.Laterality;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The modules that all files of this package share, and the frame of a Part 10 file. */
final class Modules {
  static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

  /** This implementation of DICOM: a fixed UUID. */
  private static final String IMPLEMENTATION = "2.25.192152459511363187764540977499261314782";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

  private Modules() {}

  /** The time of writing in UTC. */
  static OffsetDateTime now(DicomOptions options) {
    return options.time().orElseGet(Instant::now).atOffset(ZoneOffset.UTC);
  }

  static String date(OffsetDateTime time) {
    return DATE.format(time);
  }

  static String time(OffsetDateTime time) {
    return TIME.format(time);
  }

  /** Patient, general study, general equipment and SOP common. */
  static DataSet common(
      DicomOptions options, DicomInstance instance, DicomSource.Study study, OffsetDateTime now) {
    DicomPatient patient = options.patient();
    DicomEquipment equipment = options.equipment();
    return new DataSet()
        .set(Attribute.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .set(Attribute.INSTANCE_CREATION_DATE, date(now))
        .set(Attribute.INSTANCE_CREATION_TIME, time(now))
        .set(Attribute.TIMEZONE_OFFSET_FROM_UTC, "+0000")
        .set(Attribute.SOP_CLASS_UID, instance.sopClassUid())
        .set(Attribute.SOP_INSTANCE_UID, instance.sopInstanceUid())
        .set(Attribute.PATIENT_NAME, patient.name())
        .set(Attribute.PATIENT_ID, patient.id())
        .set(Attribute.PATIENT_BIRTH_DATE, patient.birthDate().map(DATE::format).orElse(""))
        .set(Attribute.PATIENT_SEX, patient.sex())
        .set(Attribute.STUDY_INSTANCE_UID, instance.studyInstanceUid())
        .set(Attribute.STUDY_DATE, study.date())
        .set(Attribute.STUDY_TIME, study.time())
        .set(Attribute.STUDY_ID, study.id())
        .set(Attribute.ACCESSION_NUMBER, study.accessionNumber())
        .set(Attribute.REFERRING_PHYSICIAN_NAME, "")
        .set(Attribute.SERIES_INSTANCE_UID, instance.seriesInstanceUid())
        .set(Attribute.SERIES_DATE, date(now))
        .set(Attribute.SERIES_TIME, time(now))
        .set(Attribute.MANUFACTURER, equipment.manufacturer())
        .set(Attribute.MANUFACTURER_MODEL_NAME, equipment.modelName())
        .set(Attribute.DEVICE_SERIAL_NUMBER, equipment.serialNumber())
        .set(Attribute.SOFTWARE_VERSIONS, equipment.softwareVersion())
        .set(Attribute.CONTENT_DATE, date(now))
        .set(Attribute.CONTENT_TIME, time(now));
  }

  /** The value of Laterality. */
  static String letter(Laterality eye) {
    return eye == Laterality.LEFT ? "L" : "R";
  }

  static Code code(Laterality eye) {
    return eye == Laterality.LEFT ? Code.LEFT : Code.RIGHT;
  }

  /** Writes a data set as a Part 10 file in explicit VR little endian. */
  static void write(DataSet dataSet, DicomInstance instance, Path file) throws IOException {
    DataSet meta =
        new DataSet()
            .set(Attribute.FILE_META_INFORMATION_VERSION, new byte[] {0, 1})
            .set(Attribute.MEDIA_STORAGE_SOP_CLASS_UID, instance.sopClassUid())
            .set(Attribute.MEDIA_STORAGE_SOP_INSTANCE_UID, instance.sopInstanceUid())
            .set(Attribute.TRANSFER_SYNTAX_UID, EXPLICIT_LITTLE_ENDIAN)
            .set(Attribute.IMPLEMENTATION_CLASS_UID, IMPLEMENTATION)
            .set(Attribute.IMPLEMENTATION_VERSION_NAME, "SEQNET_JVM");
    DataSet length =
        new DataSet()
            .set(Attribute.FILE_META_INFORMATION_GROUP_LENGTH, Math.toIntExact(meta.length()));
    AtomicFile.write(
        file,
        (OutputStream out) -> {
          out.write(new byte[128]);
          out.write("DICM".getBytes(StandardCharsets.US_ASCII));
          length.write(out);
          meta.write(out);
          dataSet.write(out);
        });
  }
}

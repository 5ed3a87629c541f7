// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.analyze;

import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.analysis.dicom.DicomInstance;
import io.github.seqnet.analysis.dicom.DicomMeasurementReport;
import io.github.seqnet.analysis.dicom.DicomOptions;
import io.github.seqnet.analysis.dicom.DicomPhotograph;
import io.github.seqnet.analysis.dicom.DicomSegmentation;
import io.github.seqnet.analysis.dicom.DicomSource;
import java.io.IOException;
import java.nio.file.Path;

/** The DICOM files that {@code analyze --dicom} writes of one photograph. */
final class DicomFiles {
  private static final String SUFFIX = "dcm";

  private DicomFiles() {}

  /**
   * Writes segmentation and measurement report, and the photograph if it is not a DICOM file.
   *
   * @param frame the frame of the photograph that was analyzed, from 0
   * @param keepPatient whether patient data of a DICOM photograph is copied
   * @throws IOException if a file cannot be read or written; names the file
   */
  static void write(
      RetinaReport report, Path photograph, int frame, boolean keepPatient, ReportFiles files)
      throws IOException {
    DicomOptions options = DicomOptions.defaults();
    DicomSource source;
    if (DicomSource.isDicom(photograph)) {
      source = DicomSource.read(photograph).withFrame(frame + 1);
      if (keepPatient) {
        options = options.withPatient(source.patient());
      }
    } else {
      DicomPhotograph copy = DicomPhotograph.with(options);
      if (report.known().laterality().isPresent()) {
        copy = copy.withLaterality(report.known().laterality().get());
      }
      source = copy.write(report.photograph().orElseThrow(), files.file("photograph", SUFFIX));
    }
    DicomInstance segmentation =
        DicomSegmentation.with(options).write(report, source, files.file("segmentation", SUFFIX));
    DicomMeasurementReport.with(options)
        .withSegmentation(segmentation)
        .write(report, source, files.file("measurements", SUFFIX));
  }
}

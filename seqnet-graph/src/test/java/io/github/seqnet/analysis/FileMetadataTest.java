// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.ReaderLimits;
import io.github.seqnet.testing.DicomBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file states about its photograph reaches the results, but never who the patient is. */
class FileMetadataTest {
  private static final GeneratedEye EYE = new GeneratedEye(200, 5);

  private static final RetinaAnalyzer ANALYZER =
      RetinaAnalyzer.of(
          (image, listener) -> {
            ArteryVeinMap map = EYE.vessels();
            return new VesselMaps(
                ProbabilityMap.certain(map.vessels()),
                ProbabilityMap.certain(map.pixels(VesselLabel.ARTERY)),
                ProbabilityMap.certain(map.pixels(VesselLabel.VEIN)));
          });

  @TempDir private Path folder;
  private Path dicom;

  @BeforeEach
  void writePhotograph() throws IOException {
    dicom = folder.resolve("eye.dcm");
    RgbImage image = EYE.image();
    Files.write(
        dicom,
        DicomBytes.photograph(image.width(), image.height(), image.toArray())
            .patient("DOE^JANE", "PID-4711", "19570321")
            .device("ACME", "Fundus 3000")
            .laterality("L")
            .spacing(0.0085)
            .toBytes());
  }

  @Test
  void readsPixelSizeEyeDeviceAndPseudonymFromDicom() throws IOException {
    RetinaReport report = ANALYZER.analyze(dicom);
    Map<String, Object> row = report.toRow();
    assertEquals(8.5, (Double) row.get("pixel_size_um"), 1e-9);
    assertEquals("file", row.get("pixel_size_source"));
    assertEquals("OS", row.get("laterality"));
    assertEquals("file", row.get("laterality_source"));
    assertEquals(1.0, row.get("laterality_confidence"));
    assertEquals("ACME Fundus 3000", row.get("device"));
    assertNotNull(row.get("subject"));
    assertEquals("um", row.get("length_unit"));
    assertEquals(Laterality.LEFT, report.laterality().orElseThrow());
    assertEquals(row, ANALYZER.tryAnalyze(dicom));
  }

  @Test
  void factsOfTheCallerWin() throws IOException {
    RetinaReport report = ANALYZER.withPixelSize(Scale.micrometers(4)).analyze(dicom);
    assertEquals(4.0, report.toRow().get("pixel_size_um"));
    assertEquals("given", report.toRow().get("pixel_size_source"));
    var loaded = ImageFiles.read(dicom, ReaderLimits.defaults());
    KnownFacts known =
        KnownFacts.none()
            .withMetadata(loaded.metadata())
            .withPixelSize(Scale.micrometers(3))
            .withLaterality(Laterality.RIGHT);
    Map<String, Object> row =
        ANALYZER.withPixelSize(Scale.micrometers(4)).analyze(loaded.image(), known).toRow();
    assertEquals(3.0, row.get("pixel_size_um"));
    assertEquals("OD", row.get("laterality"));
    assertEquals("given", row.get("laterality_source"));
  }

  @Test
  void nothingIsStatedWhereTheFileStatesNothing() throws IOException {
    Path png = folder.resolve("eye.png");
    ImageFiles.writePng(png, EYE.image());
    Map<String, Object> row = ANALYZER.analyze(png).toRow();
    for (String column : List.of("pixel_size_um", "pixel_size_source", "device", "subject")) {
      assertNull(row.get(column), column);
    }
    assertEquals("px", row.get("length_unit"));
  }

  @Test
  void thePatientIsNotInTheResults() throws IOException {
    RetinaReport report = ANALYZER.analyze(dicom);
    Path page = folder.resolve("report.html");
    report.writeHtml(page);
    String all = report.toRow() + report.toString() + report.known() + Files.readString(page);
    all = all.replaceAll("base64,[^\"']*", ""); // pixels may spell anything
    for (String secret : List.of("DOE", "JANE", "PID-4711", "19570321")) {
      assertFalse(all.contains(secret), secret);
    }
  }
}

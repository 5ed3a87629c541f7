// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.biomarker.VesselGroup;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.pipeline.VesselPredictor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetinaAnalyzerTest {
  private static final GeneratedEye EYE = new GeneratedEye(400, 5);

  /** A predictor that knows the eye. */
  private static final VesselPredictor PREDICTOR =
      (image, listener) -> {
        ArteryVeinMap map = EYE.vessels();
        return new VesselMaps(
            ProbabilityMap.certain(map.vessels()),
            ProbabilityMap.certain(map.pixels(VesselLabel.ARTERY)),
            ProbabilityMap.certain(map.pixels(VesselLabel.VEIN)));
      };

  private static final RetinaAnalyzer ANALYZER = RetinaAnalyzer.of(PREDICTOR);

  @TempDir private Path folder;

  @Test
  void reportsLabelsGraphLandmarksAndBiomarkers() {
    RetinaReport report = ANALYZER.analyze(EYE.image());
    assertTrue(report.graph().segmentCount() > 20);
    assertEquals(400, report.labels().width());
    OpticDisc disc = report.opticDisc().orElseThrow();
    assertTrue(EYE.disc().distanceInDiameters(disc.centerX(), disc.centerY()) < 0.5);
    assertTrue(
        report
            .biomarkers()
            .get("tortuosity", VesselGroup.ARTERIES, Region.FIELD_OF_VIEW)
            .isPresent());
    assertEquals(List.copyOf(report.toRow().keySet()), ANALYZER.table().names());
  }

  @Test
  void knownFactsReplaceWhatWouldBeLocated() {
    KnownFacts known =
        KnownFacts.none()
            .withName("eye")
            .withFieldOfView(EYE.fieldOfView().mask())
            .withOpticDisc(EYE.disc())
            .withPixelSize(Scale.micrometers(8))
            .withLaterality(Laterality.LEFT);
    Map<String, Object> row = ANALYZER.analyze(EYE.image(), known).toRow();
    assertEquals("eye", row.get("name"));
    assertEquals("given", row.get("field_of_view"));
    assertEquals("given", row.get("disc_source"));
    assertEquals(EYE.disc().radiusPx(), row.get("disc_radius_px"));
    assertEquals(8.0, row.get("pixel_size_um"));
    assertEquals("OS", row.get("laterality"));
    assertEquals("um", row.get("length_unit"));
    assertNull(row.get("error"));
  }

  @Test
  void failuresBecomeRows() throws IOException {
    KnownFacts wrong = KnownFacts.none().withName("wrong").withFieldOfView(BinaryMask.full(10, 10));
    assertThrows(IllegalArgumentException.class, () -> ANALYZER.analyze(EYE.image(), wrong));
    Map<String, Object> row = ANALYZER.tryAnalyze(EYE.image(), wrong);
    assertEquals("wrong", row.get("name"));
    assertNotNull(row.get("error"));
    assertNull(row.get("total_length.all.field_of_view"));
    Map<String, Object> unread = ANALYZER.tryAnalyze(folder.resolve("none.png"));
    assertEquals("none", unread.get("name"));
    assertNotNull(unread.get("error"));
    Path table = folder.resolve("measures.csv");
    List<Map<String, Object>> rows = new ArrayList<>(List.of(row, unread));
    rows.add(ANALYZER.tryAnalyze(EYE.image(), KnownFacts.none()));
    ANALYZER.table().writeCsv(rows, table);
    assertEquals(4, Files.readAllLines(table).size());
  }

  @Test
  void reportsSurviveJavaSerialization() throws IOException, ClassNotFoundException {
    RetinaReport report =
        ANALYZER.analyze(EYE.image(), KnownFacts.none().withOpticDisc(EYE.disc()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(report);
    }
    RetinaReport copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (RetinaReport) in.readObject();
    }
    assertEquals(report.toRow(), copy.toRow());
    assertEquals(report.graph(), copy.graph());
    assertEquals(report.labels(), copy.labels());
    assertEquals(report.options(), copy.options());
    assertEquals(report.known(), copy.known());
    assertEquals(report.analysis().orElseThrow().labels(), copy.analysis().orElseThrow().labels());
    // Maps, masks and graph of 400 x 400 pixels.
    assertTrue(bytes.size() < 400 * 400 * 20, bytes.size() + " bytes");
  }

  @Test
  void aMapFromAnotherSourceGivesTheSameTable() {
    RetinaReport report = VesselMapAnalyzer.with(AnalysisOptions.defaults()).analyze(EYE.vessels());
    assertEquals(ANALYZER.table().names(), List.copyOf(report.toRow().keySet()));
    assertEquals("whole-image", report.toRow().get("field_of_view"));
    assertTrue(report.opticDisc().isEmpty());
    assertTrue(report.analysis().isEmpty());
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.analysis.VesselMapAnalyzer;
import io.github.seqnet.analysis.VesselMapInput;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.biomarker.VesselGroup;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomOutputTest {
  private static final int WIDTH = 301;
  private static final int HEIGHT = 299;
  private static final OpticDisc DISC = new OpticDisc(100, 140, 22);

  private static SyntheticFundus fundus;
  private static RetinaReport report;

  @TempDir private Path folder;

  private final DicomOptions options =
      DicomOptions.defaults()
          .withUids(DicomUids.seeded("test"))
          .withTime(Instant.parse("2026-01-02T03:04:05Z"));

  @BeforeAll
  static void analyze() {
    fundus = FundusGenerator.generate(FundusOptions.defaults().withSize(WIDTH, HEIGHT).withSeed(7));
    report = report(KnownFacts.none().withLaterality(Laterality.LEFT).withOpticDisc(DISC));
  }

  private static RetinaReport report(KnownFacts known) {
    return VesselMapAnalyzer.with(AnalysisOptions.defaults())
        .analyze(
            VesselMapInput.of(fundus.labels()).withPhotograph(fundus.image()),
            known,
            ProgressListener.NONE);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private DicomSource photograph() throws IOException {
    return DicomPhotograph.with(options)
        .withLaterality(Laterality.LEFT)
        .write(fundus.image(), file("photo.dcm"));
  }

  /** Fails if dciodvfy reports an error. */
  private void verify(String name) throws Exception {
    String output = ExternalTool.run(folder, "dciodvfy", file(name));
    assertFalse(output.contains("Error"), output);
    assertFalse(output.contains("doesn't match data dictionary"), output);
  }

  @Test
  void writesTheSamePhotograph() throws Exception {
    DicomSource written = photograph();
    DicomSource read = DicomSource.read(file("photo.dcm"));
    assertEquals(written.instance(), read.instance());
    assertEquals(WIDTH, read.width());
    assertEquals(HEIGHT, read.height());
    assertEquals(1, read.frames());
    assertEquals(Laterality.LEFT, read.laterality().orElseThrow());
    assertEquals(DicomPatient.unknown(), read.patient());
    byte[] bytes = Files.readAllBytes(file("photo.dcm"));
    // An odd number of bytes is padded with one.
    int start = bytes.length - WIDTH * HEIGHT * 3 - 1;
    float expected = fundus.image().sample(150, 100, 1);
    assertEquals(Math.round(expected * 255), bytes[start + (100 * WIDTH + 150) * 3 + 1] & 0xff);
  }

  @Test
  void photographIsValid() throws Exception {
    photograph();
    verify("photo.dcm");
  }

  @Test
  void segmentsHoldArteriesVeinsAndDisc() throws Exception {
    DicomSegmentation.with(options).write(report, photograph(), file("seg.dcm"));
    byte[] bytes = Files.readAllBytes(file("seg.dcm"));
    int pixels = WIDTH * HEIGHT;
    int length = (3 * pixels + 7) / 8;
    length += length % 2;
    BitSet bits = BitSet.valueOf(Arrays.copyOfRange(bytes, bytes.length - length, bytes.length));
    ArteryVeinMap labels = report.labels();
    for (int k = 0; k < pixels; k++) {
      int x = k % WIDTH;
      int y = k / WIDTH;
      VesselLabel label = labels.get(x, y);
      assertEquals(VesselGroup.ARTERIES.contains(label), bits.get(k));
      assertEquals(VesselGroup.VEINS.contains(label), bits.get(pixels + k));
      assertEquals(DISC.contains(x, y), bits.get(2 * pixels + k));
    }
    assertTrue(bits.cardinality() > 1000);
    assertTrue(bits.length() <= 3 * pixels);
  }

  @Test
  void segmentationIsValid() throws Exception {
    DicomSource source = photograph();
    DicomSegmentation.with(options).write(report, source, file("seg.dcm"));
    verify("seg.dcm");
    String dump = ExternalTool.run(folder, "dcmdump", "+L", file("seg.dcm"));
    assertTrue(dump.contains("[BINARY]"), dump);
    assertTrue(dump.contains("[" + source.instance().sopInstanceUid() + "]"), dump);
    assertTrue(dump.contains("[" + source.instance().seriesInstanceUid() + "]"), dump);
    assertTrue(dump.contains("(0020,000d) UI [" + source.instance().studyInstanceUid()), dump);
    assertTrue(dump.contains("[7771000]"), dump);
    assertEquals(3, dump.lines().filter(line -> line.contains("(0062,0005)")).count(), dump);
  }

  @Test
  void unlabeledVesselsAndUnknownDiscAreValid() throws Exception {
    RetinaReport unlabeled =
        VesselMapAnalyzer.with(AnalysisOptions.defaults())
            .analyze(ArteryVeinMap.unknown(fundus.vessels()));
    DicomSource source = photograph();
    DicomInstance segmentation =
        DicomSegmentation.with(options).write(unlabeled, source, file("seg.dcm"));
    DicomMeasurementReport.with(options)
        .withSegmentation(segmentation)
        .write(unlabeled, source, file("sr.dcm"));
    verify("seg.dcm");
    verify("sr.dcm");
    String dump = ExternalTool.run(folder, "dcmdump", file("seg.dcm"));
    assertTrue(dump.contains("[Unlabeled vessels]"), dump);
    assertFalse(dump.contains("[Optic disc]"), dump);
    String tree = ExternalTool.run(folder, "dsrdump", file("sr.dcm"));
    assertTrue(tree.contains("\"Comment\")="), tree);
  }

  @Test
  void measurementReportIsValid() throws Exception {
    DicomSource source = photograph();
    DicomInstance segmentation =
        DicomSegmentation.with(options).write(report, source, file("seg.dcm"));
    DicomMeasurementReport.with(options)
        .withSegmentation(segmentation)
        .write(report, source, file("sr.dcm"));
    verify("sr.dcm");
    String tree = ExternalTool.run(folder, "dsrdump", "+Pc", file("sr.dcm"));
    assertTrue(tree.contains("Comprehensive SR Document"), tree);
    assertTrue(tree.contains("126000,DCM,\"Imaging Measurement Report\""), tree);
    double tortuosity =
        report.biomarkers().get("tortuosity.arteries.field_of_view").value().orElseThrow();
    assertTrue(
        tree.contains(
            "(tortuosity,99SEQNET,\"Tortuosity\")=\""
                + DicomMeasurementReport.decimal(tortuosity)
                + "\" (1,UCUM,\"no units\")"),
        tree);
    assertTrue(tree.contains("({pixels},UCUM,\"pixels\")"), tree);
    assertTrue(tree.contains("(7771000,SCT,\"Left\")"), tree);
    assertTrue(tree.contains("(SG image,,1)"), tree);
  }

  @Test
  void everyBiomarkerCanBeReported() throws Exception {
    RetinaReport scaled =
        report(
            KnownFacts.none()
                .withLaterality(Laterality.RIGHT)
                .withOpticDisc(DISC)
                .withPixelSize(Scale.micrometers(12.5)));
    List<String> names = scaled.biomarkers().columns().stream().map(c -> c.name()).toList();
    DicomMeasurementReport.with(options)
        .withBiomarkers(names)
        .write(scaled, photograph(), file("sr.dcm"));
    verify("sr.dcm");
    String tree = ExternalTool.run(folder, "dsrdump", file("sr.dcm"));
    assertEquals(names.size(), tree.lines().filter(line -> line.contains("NUM:")).count());
    assertTrue(tree.contains("(um,UCUM,\"micrometer\")"), tree);
  }

  @Test
  void patientIsOnlyWhatTheCallerPasses() throws Exception {
    DicomPatient patient =
        DicomPatient.unknown()
            .withId("P-1")
            .withName("Müller^Änne")
            .withBirthDate(LocalDate.of(1960, 2, 29))
            .withSex("F");
    DicomOptions named = options.withPatient(patient);
    DicomPhotograph.with(named).write(fundus.image(), file("photo.dcm"));
    DicomSource source = DicomSource.read(file("photo.dcm"));
    assertEquals(patient, source.patient());
    DicomSegmentation.with(options).write(report, source, file("anonymous.dcm"));
    assertEquals(DicomPatient.unknown(), DicomSource.read(file("anonymous.dcm")).patient());
    DicomSegmentation.with(named).write(report, source, file("named.dcm"));
    assertEquals(patient, DicomSource.read(file("named.dcm")).patient());
    verify("named.dcm");
    for (Object object : List.of(patient, named, source)) {
      assertFalse(object.toString().contains("ller"), object.toString());
    }
  }

  @Test
  void seedMakesFilesReproducible() throws Exception {
    for (String name : List.of("a.dcm", "b.dcm")) {
      DicomOptions same = options.withUids(DicomUids.seeded("same"));
      DicomSource source = DicomPhotograph.with(same).write(fundus.image(), file("photo.dcm"));
      DicomSegmentation.with(same).write(report, source, file(name));
    }
    assertArrayEquals(Files.readAllBytes(file("a.dcm")), Files.readAllBytes(file("b.dcm")));
    assertNotEquals(DicomUids.random().next(), DicomUids.random().next());
  }

  @Test
  void rejectsAReportOfAnotherSize() throws IOException {
    SyntheticFundus other =
        FundusGenerator.generate(FundusOptions.defaults().withSize(200, 180).withSeed(1));
    DicomSource source = DicomPhotograph.with(options).write(other.image(), file("photo.dcm"));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DicomSegmentation.with(options).write(report, source, file("seg.dcm")))
            .getMessage();
    assertTrue(message.contains("200 x 180 pixels, got 301 x 299"), message);
    assertFalse(Files.exists(file("seg.dcm")));
  }

  @Test
  void rejectsASegmentationOfAnotherStudy() throws IOException {
    DicomInstance segmentation =
        DicomSegmentation.with(options).write(report, photograph(), file("seg.dcm"));
    DicomSource other = photograph();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    DicomMeasurementReport.with(options)
                        .withSegmentation(segmentation)
                        .write(report, other, file("sr.dcm")))
            .getMessage();
    assertTrue(message.contains("write it for the same source"), message);
  }

  @Test
  void rejectsWhatDicomCannotHold() {
    DicomPatient patient = DicomPatient.unknown();
    assertThrows(IllegalArgumentException.class, () -> patient.withId("a\\b"));
    assertThrows(IllegalArgumentException.class, () -> patient.withName("a\nb"));
    assertThrows(IllegalArgumentException.class, () -> patient.withId("x".repeat(65)));
    assertThrows(IllegalArgumentException.class, () -> patient.withSex("W"));
    DicomEquipment equipment = DicomEquipment.defaults();
    assertThrows(IllegalArgumentException.class, () -> equipment.withSerialNumber(" "));
    assertThrows(
        IllegalArgumentException.class, () -> new DicomInstance("1.2", "1.02", "1.2", "1.2"));
  }

  @Test
  void numbersFitDecimalStrings() {
    assertEquals("1.234568", DicomMeasurementReport.decimal(1.23456789));
    assertEquals("0", DicomMeasurementReport.decimal(0));
    assertEquals("1E+7", DicomMeasurementReport.decimal(1e7));
    for (double number : new double[] {-1.23456789e-300, 9.8765432e305, -0.000012345678, 1e-320}) {
      String text = DicomMeasurementReport.decimal(number);
      assertEquals("", ValueRepresentation.DS.fault(text), text);
      assertEquals(number, Double.parseDouble(text), Math.abs(number) * 1e-6);
    }
  }
}

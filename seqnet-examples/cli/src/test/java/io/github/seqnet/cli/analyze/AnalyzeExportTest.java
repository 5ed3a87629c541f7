// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.analyze;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.dicom.DicomOptions;
import io.github.seqnet.analysis.dicom.DicomPatient;
import io.github.seqnet.analysis.dicom.DicomPhotograph;
import io.github.seqnet.analysis.dicom.DicomSource;
import io.github.seqnet.cli.Program;
import io.github.seqnet.cli.SmallModel;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeExportTest {
  @TempDir private Path folder;

  private final SyntheticFundus fundus =
      FundusGenerator.generate(FundusOptions.defaults().withSize(120, 100).withSeed(3));

  private Path model() throws IOException {
    return SmallModel.write(folder.resolve("model.seqnet"), SmallModel.SEQNET);
  }

  @Test
  void writesColumnsOfOtherProgramsAndDicom() throws IOException {
    Path photograph = folder.resolve("eye.png");
    ImageFiles.writePng(photograph, fundus.image());
    Path out = folder.resolve("out");
    Program run =
        Program.run(
            "analyze",
            photograph,
            "-o",
            out,
            "--weights",
            model(),
            "--columns",
            "automorph",
            "--dicom");
    assertEquals(0, run.exitCode(), run.err());
    for (Path table :
        List.of(out.resolve("automorph.csv"), out.resolve("eye.seqnet/automorph.csv"))) {
      List<String> lines = Files.readAllLines(table);
      assertTrue(lines.get(0).startsWith("Name,CRAE_Knudtson_zone_b,"), lines.get(0));
      assertTrue(lines.get(1).startsWith("eye.png,"), lines.get(1));
    }
    DicomSource source = DicomSource.read(out.resolve("eye.seqnet/photograph.dcm"));
    DicomSource segmentation = DicomSource.read(out.resolve("eye.seqnet/segmentation.dcm"));
    assertEquals(source.instance().studyInstanceUid(), segmentation.instance().studyInstanceUid());
    assertTrue(DicomSource.isDicom(out.resolve("eye.seqnet/measurements.dcm")));
  }

  @Test
  void dicomPhotographsStayTheSource() throws IOException {
    Path photograph = folder.resolve("eye.dcm");
    DicomPatient patient = DicomPatient.unknown().withId("P-1").withName("Doe^Jane");
    DicomSource source =
        DicomPhotograph.with(DicomOptions.defaults().withPatient(patient))
            .write(fundus.image(), photograph);
    for (boolean keep : new boolean[] {false, true}) {
      Path out = folder.resolve("out" + keep);
      List<Object> words =
          new ArrayList<>(
              List.of("analyze", photograph, "-o", out, "--weights", model(), "--dicom"));
      if (keep) {
        words.add("--dicom-patient");
      }
      Program run = Program.run(words.toArray());
      assertEquals(0, run.exitCode(), run.err());
      DicomSource segmentation = DicomSource.read(out.resolve("eye.seqnet/segmentation.dcm"));
      assertEquals(
          source.instance().studyInstanceUid(), segmentation.instance().studyInstanceUid());
      assertEquals(keep ? patient : DicomPatient.unknown(), segmentation.patient());
      assertTrue(Files.notExists(out.resolve("eye.seqnet/photograph.dcm")));
    }
  }

  /** The photograph as the second of two frames, after a black one. */
  private Path twoFrames() throws IOException {
    Path one = folder.resolve("one.dcm");
    DicomPhotograph.with(DicomOptions.defaults()).write(fundus.image(), one);
    String file = Files.readString(one, StandardCharsets.ISO_8859_1);
    int rows = file.indexOf("(\0\u0010\0US");
    int pixels = file.lastIndexOf("\u00e0\u007f\u0010\0O");
    int frame = 3 * fundus.image().width() * fundus.image().height();
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(2 * frame);
    Path two = folder.resolve("two.dcm");
    Files.writeString(
        two,
        file.substring(0, rows)
            + "(\0\u0008\0IS\2\0002 "
            + file.substring(rows, pixels + 8)
            + new String(length.array(), StandardCharsets.ISO_8859_1)
            + "\0".repeat(frame)
            + file.substring(pixels + 12, pixels + 12 + frame),
        StandardCharsets.ISO_8859_1);
    return two;
  }

  @Test
  void analyzesTheFrameThatIsAskedFor() throws IOException {
    Path file = twoFrames();
    Path photograph = folder.resolve("eye.png");
    ImageFiles.writePng(photograph, fundus.image());
    Path weights = model();
    Path out = folder.resolve("out");
    Program single = Program.run("analyze", photograph, "-o", out, "--weights", weights);
    assertEquals(0, single.exitCode(), single.err());
    Program second =
        Program.run(
            "analyze", file, "-o", out, "--weights", weights, "--frame", 1, "--dicom", "--flat");
    assertEquals(0, second.exitCode(), second.err());
    assertArrayEquals(
        Files.readAllBytes(out.resolve("eye.seqnet/labels.png")),
        Files.readAllBytes(out.resolve("labels/two.png")));
    String segmentation =
        Files.readString(out.resolve("segmentation/two.dcm"), StandardCharsets.ISO_8859_1);
    // Referenced frame number.
    assertTrue(segmentation.contains("\u0008\0`\u0011IS\2\0002 "), "frame 2");
    Program predicted =
        Program.run(
            "predict", "-i", file, "-o", folder.resolve("p"), "--weights", weights, "--frame", 1);
    assertEquals(0, predicted.exitCode(), predicted.err());
    Program other =
        Program.run(
            "predict",
            "-i",
            file,
            "-o",
            folder.resolve("p"),
            "--weights",
            weights,
            "--skip-existing");
    assertTrue(other.error().contains("frame"), other.err());
    Program missing = Program.run("analyze", file, "-o", out, "--weights", weights, "--frame", 2);
    assertEquals(1, missing.exitCode());
    assertTrue(missing.err().contains("no frame 2"), missing.err());
    Program negative = Program.run("analyze", file, "--frame", -1);
    assertEquals(2, negative.exitCode());
    assertTrue(negative.error().contains("--frame"), negative.err());
  }

  @Test
  void namesUnknownPrograms() {
    Program run = Program.run("analyze", folder, "--columns", "excel");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("vascx, automorph"), run.err());
    Program alone = Program.run("analyze", folder, "--dicom-patient");
    assertTrue(alone.err().contains("--dicom-patient: needs --dicom"), alone.err());
  }
}

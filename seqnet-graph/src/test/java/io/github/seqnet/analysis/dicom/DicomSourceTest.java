// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.VesselMapAnalyzer;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.io.BufferedImages;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomSourceTest {
  @TempDir private Path folder;

  private SyntheticFundus fundus;

  @BeforeEach
  void generate() {
    fundus = FundusGenerator.generate(FundusOptions.defaults().withSize(160, 120).withSeed(3));
  }

  /** A photograph that DCMTK converted from a JPEG file. */
  private Path foreign() throws Exception {
    Path jpeg = folder.resolve("eye.jpg");
    ImageIO.write(BufferedImages.of(fundus.image()), "jpg", jpeg.toFile());
    Path dicom = folder.resolve("foreign.dcm");
    ExternalTool.run(
        folder,
        "img2dcm",
        "-k",
        "PatientID=Q7",
        "-k",
        "PatientName=Doe^Jane",
        "-k",
        "StudyID=5",
        "-k",
        "Laterality=R",
        "-k",
        "Modality=OP",
        jpeg,
        dicom);
    return dicom;
  }

  @Test
  void readsCompressedFilesOfOtherPrograms() throws Exception {
    DicomSource source = DicomSource.read(foreign());
    assertEquals(160, source.width());
    assertEquals(120, source.height());
    assertEquals("Q7", source.patient().id());
    assertEquals("Doe^Jane", source.patient().name());
    assertEquals(Laterality.RIGHT, source.laterality().orElseThrow());
    assertEquals(DicomPhotograph.SOP_CLASS, source.instance().sopClassUid());
    assertEquals("01", source.lossy().flag());
    Path segmentation = folder.resolve("seg.dcm");
    DicomSegmentation.with(DicomOptions.defaults())
        .write(
            VesselMapAnalyzer.with(AnalysisOptions.defaults()).analyze(fundus.labels()),
            source,
            segmentation);
    String output = ExternalTool.run(folder, "dciodvfy", segmentation);
    assertTrue(!output.contains("Error"), output);
    String dump = ExternalTool.run(folder, "dcmdump", segmentation);
    assertTrue(dump.contains("(0028,2110) CS [01]"), dump);
    assertTrue(dump.contains(source.instance().sopInstanceUid()), dump);
    assertTrue(!dump.contains("Doe"), dump);
  }

  @Test
  void readsImplicitLittleEndianAndSequencesOfUndefinedLength() throws Exception {
    Path original = folder.resolve("original.dcm");
    DicomSource photograph =
        DicomPhotograph.with(DicomOptions.defaults()).write(fundus.image(), original);
    Path segmentation = folder.resolve("seg.dcm");
    DicomInstance written =
        DicomSegmentation.with(DicomOptions.defaults())
            .write(
                VesselMapAnalyzer.with(AnalysisOptions.defaults()).analyze(fundus.labels()),
                photograph,
                segmentation);
    for (String[] how : new String[][] {{"+ti", "-e"}, {"+te", "-e"}, {"+ti", "+e"}}) {
      Path copy = folder.resolve("copy.dcm");
      ExternalTool.run(folder, "dcmconv", how[0], how[1], segmentation, copy);
      assertEquals(written, DicomSource.read(copy).instance());
    }
  }

  @Test
  void namesWhatIsWrong() throws IOException {
    Path text = folder.resolve("text.dcm");
    Files.writeString(text, "not DICOM");
    String message = assertThrows(IOException.class, () -> DicomSource.read(text)).getMessage();
    assertTrue(message.startsWith(text + ": not a valid DICOM file"), message);
  }

  @Test
  void framesAreChecked() throws IOException {
    DicomSource source =
        DicomPhotograph.with(DicomOptions.defaults())
            .write(fundus.image(), folder.resolve("a.dcm"));
    assertEquals(1, source.withFrame(1).frame());
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> source.withFrame(2))
            .getMessage()
            .contains("1..1, got 2"));
  }

  @Test
  void damagedFilesFailWithIoExceptions() throws Exception {
    Path file = folder.resolve("a.dcm");
    DicomSource photograph =
        DicomPhotograph.with(DicomOptions.defaults()).write(fundus.image(), file);
    Path segmentation = folder.resolve("seg.dcm");
    DicomSegmentation.with(DicomOptions.defaults())
        .write(
            VesselMapAnalyzer.with(AnalysisOptions.defaults()).analyze(fundus.labels()),
            photograph,
            segmentation);
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(segmentation), 4000);
    Random random = new Random(1);
    int readable = 0;
    for (int trial = 0; trial < 1000; trial++) {
      byte[] damaged = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      for (int k = random.nextInt(4); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try {
        DicomSource.read(file);
        readable++;
      } catch (IOException e) {
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
      }
    }
    assertTrue(readable < 1000);
  }
}

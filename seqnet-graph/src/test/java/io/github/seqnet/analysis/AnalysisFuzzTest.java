// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.analysis.dicom.DicomOptions;
import io.github.seqnet.analysis.dicom.DicomPhotograph;
import io.github.seqnet.analysis.dicom.DicomSource;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.testing.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutations of metadata tables and DICOM headers; see {@link Fuzzer} for a long run. */
class AnalysisFuzzTest {
  @TempDir Path folder;

  @Test
  void readsOrRejectsMetadataTables() {
    byte[] full =
        """
        file,pixel_size_um,laterality,disc_x_px,disc_y_px,disc_radius_px
        left/eye.png,4.2,OS,100,120.5,30
        right/eye.png,,R,,,
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] partial = "\uFEFFlaterality,file\r\nL,\"a,b.png\"\r\n".getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("metadata.csv");
    report(
        "metadata",
        List.of(full, partial),
        input -> {
          Files.write(file, input);
          MetadataTable.read(file).factsOf(Path.of("left", "eye.png"));
        });
  }

  @Test
  void readsOrRejectsDicomHeaders() throws IOException {
    Path file = folder.resolve("eye.dcm");
    DicomPhotograph.with(DicomOptions.defaults())
        .write(RgbImage.wrap(5, 4, new float[5 * 4 * 3]), file);
    byte[] seed = Files.readAllBytes(file);
    report(
        "dicom header",
        List.of(seed),
        input -> {
          Files.write(file, input);
          DicomSource.read(file);
        });
  }

  private static void report(String name, List<byte[]> seeds, Fuzzer.Reader reader) {
    String counts =
        Fuzzer.run(seeds, Fuzzer.inputs(200), name.hashCode(), Fuzzer.Budget.ofBytes(256), reader);
    System.out.println(name + ": " + counts);
    assertTrue(counts.startsWith("inputs "));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of generated photographs. */
final class Cohorts {
  private static final int SIDE = 192;

  private Cohorts() {}

  /**
   * Writes photographs {@code eye-0.png} and so on, half of them into a subfolder, and two files
   * that are not images.
   */
  static void write(Path folder, int photographs) throws IOException {
    Path sub = Files.createDirectories(folder.resolve("second visit"));
    for (int i = 0; i < photographs; i++) {
      Path file = (i % 2 == 0 ? folder : sub).resolve("eye-" + i + ".png");
      ImageFiles.writePng(
          file, FundusGenerator.generate(new FundusOptions(SIDE, SIDE, i + 1, 0.008)).image());
    }
    Files.write(folder.resolve("empty.png"), new byte[0]);
    Files.writeString(sub.resolve("text.jpg"), "not an image", StandardCharsets.US_ASCII);
    Files.writeString(folder.resolve("notes.txt"), "not a photograph", StandardCharsets.US_ASCII);
  }
}

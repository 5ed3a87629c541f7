// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data sets of generated photographs in the plain layout. */
public final class GeneratedSet {
  private GeneratedSet() {}

  public static Path write(Path folder, int images) throws IOException {
    for (String kind : new String[] {"images", "labels", "masks"}) {
      Files.createDirectories(folder.resolve(kind));
    }
    for (int i = 0; i < images; i++) {
      SyntheticFundus fundus =
          FundusGenerator.generate(FundusOptions.defaults().withSize(200, 200).withSeed(i + 1));
      String name = "eye" + i + ".png";
      ImageFiles.writePng(folder.resolve("images").resolve(name), fundus.image());
      ImageFiles.writePng(folder.resolve("labels").resolve(name), fundus.labels());
      ImageFiles.writePng(folder.resolve("masks").resolve(name), fundus.fieldOfView());
    }
    return folder;
  }

  /** As {@link #write}, but with labels that tell no arteries from veins: vessels are white. */
  public static Path writeVessels(Path folder, int images) throws IOException {
    write(folder, images);
    for (int i = 0; i < images; i++) {
      Path label = folder.resolve("labels").resolve("eye" + i + ".png");
      ImageFiles.writePng(label, ImageFiles.readLabels(label).vessels());
    }
    return folder;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The public data sets in their official folders, with their splits. This library does not contain
 * them; each has its own terms of use.
 */
public enum PublicDataset implements DatasetProvider {
  /**
   * DRIVE (Staal et al., IEEE TMI 2004, doi:10.1109/TMI.2004.825627), 565 x 584 pixels, with the
   * artery/vein labels of RITE (Hu et al., MICCAI 2013, doi:10.1007/978-3-642-40763-5_54) in a
   * folder {@code av} beside {@code images} and {@code mask}. Folders {@code training} (21 to 40)
   * and {@code test} (01 to 20) are the official split.
   */
  DRIVE("drive", "DRIVE") {
    @Override
    FolderLayout layout(Split split) {
      String part = folder(split);
      return FolderLayout.of(FilePattern.of(part + "/images"), FilePattern.of(part + "/av"))
          .withMasks(FilePattern.of(part + "/mask", "_mask"));
    }
  },

  /**
   * DRIVE with its original labels: vessels only, by the first observer ({@code 1st_manual}); the
   * official split.
   */
  DRIVE_VESSELS("drive-vessels", "DRIVE vessels") {
    @Override
    FolderLayout layout(Split split) {
      String part = folder(split);
      return FolderLayout.of(
              FilePattern.of(part + "/images", "_" + part),
              FilePattern.of(part + "/1st_manual", "_manual1"))
          .withMasks(FilePattern.of(part + "/mask", "_" + part + "_mask"))
          .withKind(LabelKind.VESSEL);
    }
  },

  /**
   * RITE as it is distributed ({@code AV_groundTruth}): DRIVE's images and artery/vein labels
   * without masks; the official split.
   */
  RITE("rite", "RITE") {
    @Override
    FolderLayout layout(Split split) {
      String part = folder(split);
      return FolderLayout.of(FilePattern.of(part + "/images"), FilePattern.of(part + "/av"));
    }
  },

  /**
   * LES-AV (Orlando et al., MICCAI 2018, doi:10.1007/978-3-030-00934-2_8), 22 images of 1620 x 1444
   * pixels; no split.
   */
  LES_AV("les-av", "LES-AV") {
    @Override
    FolderLayout layout(Split split) {
      return FolderLayout.of(FilePattern.of("images"), FilePattern.of("arteries-and-veins"))
          .withMasks(FilePattern.of("masks", "_mask"));
    }

    @Override
    public boolean hasSplit() {
      return false;
    }
  },

  /**
   * HRF (Budai et al., Int. J. Biomed. Imaging 2013, doi:10.1155/2013/154860), 45 images of 3504 x
   * 2336 pixels, with the artery/vein labels of Hemelings et al. (CMIG 2019,
   * doi:10.1016/j.compmedimag.2019.05.004) in a folder {@code manual_av}. It has no official split;
   * the usual one (Orlando et al., IEEE TBME 2017) trains on the first five of each group (healthy,
   * diabetic retinopathy, glaucoma) and tests on the rest.
   */
  HRF("hrf", "HRF") {
    @Override
    FolderLayout layout(Split split) {
      return FolderLayout.of(FilePattern.of("images"), FilePattern.of("manual_av", "_AVmanual"))
          .withMasks(FilePattern.of("mask", "_mask"));
    }

    @Override
    boolean trains(String sample) {
      return sample.compareTo("06") < 0;
    }
  },

  /**
   * CHASE_DB1 (Fraz et al., IEEE TBME 2012, doi:10.1109/TBME.2012.2205687), 28 images of 999 x 960
   * pixels in one folder, vessels only, labels of the first observer, no masks. The usual split
   * trains on the first 20 images (01L to 10R) and tests on the last 8.
   */
  CHASE_DB1("chase-db1", "CHASE_DB1") {
    @Override
    FolderLayout layout(Split split) {
      return FolderLayout.of(
              new FilePattern(".", "", List.of("jpg")),
              new FilePattern(".", "_1stHO", List.of("png")))
          .withKind(LabelKind.VESSEL);
    }

    @Override
    boolean trains(String sample) {
      return sample.compareTo("Image_11") < 0;
    }
  },

  /**
   * STARE (Hoover et al., IEEE TMI 2000, doi:10.1109/42.845178), 20 images of 700 x 605 pixels,
   * vessels only, labels of A. Hoover, no masks: the unpacked archives {@code stare-images} and
   * {@code labels-ah} side by side, files unpacked to {@code .ppm}. No split.
   */
  STARE("stare", "STARE") {
    @Override
    FolderLayout layout(Split split) {
      return FolderLayout.of(FilePattern.of("stare-images"), FilePattern.of("labels-ah", ".ah"))
          .withKind(LabelKind.VESSEL);
    }

    @Override
    public boolean hasSplit() {
      return false;
    }
  },

  /**
   * AVRDB (Akbar et al., Data in Brief 2018), 1504 x 1000 pixels, with artery/vein labels in a
   * folder {@code arteries-and-veins}. There are no masks; the field of view is located in each
   * photograph. The labels are strokes about 1.7 times as wide as the vessels, so that metrics of
   * pixels and widths are undefined. No split.
   */
  AVRDB("avrdb", "AVRDB") {
    @Override
    FolderLayout layout(Split split) {
      return FolderLayout.of(FilePattern.of("images"), FilePattern.of("arteries-and-veins"))
          .withKind(LabelKind.ARTERY_VEIN_STROKES)
          .withFoundFieldOfView();
    }

    @Override
    public boolean hasSplit() {
      return false;
    }
  };

  private final String id;
  private final String title;

  PublicDataset(String id, String title) {
    this.id = id;
    this.title = title;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Dataset open(Path root, Split split) throws IOException {
    String name = title + (split == Split.ALL ? "" : " " + split.name().toLowerCase(Locale.ROOT));
    boolean inFolders = this == DRIVE || this == DRIVE_VESSELS || this == RITE;
    if (split == Split.ALL && inFolders) {
      Dataset training = open(root, Split.TRAINING);
      Dataset test = open(root, Split.TEST);
      List<Sample> all = new ArrayList<>(training.samples());
      all.addAll(test.samples());
      return new Dataset(name, all);
    }
    if (split != Split.ALL && !hasSplit()) {
      throw new IllegalArgumentException(
          title + " has no split into training and test images; ask for all");
    }
    Dataset whole = Dataset.open(name, root, layout(split));
    if (split == Split.ALL || inFolders) {
      return whole;
    }
    List<Sample> chosen =
        whole.samples().stream()
            .filter(s -> trains(s.name()) == (split == Split.TRAINING))
            .toList();
    if (chosen.isEmpty()) {
      throw new DatasetException(name + ": none of its images is in " + root);
    }
    return new Dataset(name, chosen);
  }

  @Override
  public boolean hasSplit() {
    return true;
  }

  /** The layout of the files of a split; the same for all splits if file names distinguish them. */
  abstract FolderLayout layout(Split split);

  /** Whether a sample belongs to the training images, for data sets that are split by names. */
  boolean trains(String sample) {
    return true;
  }

  private static String folder(Split split) {
    return split == Split.TRAINING ? "training" : "test";
  }
}

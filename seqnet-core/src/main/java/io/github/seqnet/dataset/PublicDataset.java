package io.github.seqnet.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The public data sets, in the folders in which they are handed out, and their splits. None comes
 * with this library; each has its own terms of use. Immutable.
 */
public enum PublicDataset {
  /**
   * DRIVE (Staal et al., IEEE TMI 2004, doi:10.1109/TMI.2004.825627), 565 x 584 pixels, with the
   * artery/vein labels of RITE (Hu et al., MICCAI 2013, doi:10.1007/978-3-642-40763-5_54) in a
   * folder {@code av} beside {@code images} and {@code mask}. Folders {@code training} (21 to 40)
   * and {@code test} (01 to 20) are the official split.
   */
  DRIVE("drive", "DRIVE") {
    @Override
    FolderLayout layout(Path root, Split split) {
      String part = folder(split);
      return FolderLayout.of(FilePattern.of(part + "/images"), FilePattern.of(part + "/av"))
          .withMasks(FilePattern.of(part + "/mask", "_mask"));
    }
  },

  /**
   * DRIVE with its own labels, vessels only, by the first observer ({@code 1st_manual}); the
   * official split.
   */
  DRIVE_VESSELS("drive-vessels", "DRIVE vessels") {
    @Override
    FolderLayout layout(Path root, Split split) {
      String part = folder(split);
      return FolderLayout.of(
              FilePattern.of(part + "/images", "_" + part),
              FilePattern.of(part + "/1st_manual", "_manual1"))
          .withMasks(FilePattern.of(part + "/mask", "_" + part + "_mask"))
          .withKind(LabelKind.VESSEL);
    }
  },

  /**
   * RITE as it is handed out ({@code AV_groundTruth}): DRIVE's images and artery/vein labels
   * without masks; the official split.
   */
  RITE("rite", "RITE") {
    @Override
    FolderLayout layout(Path root, Split split) {
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
    FolderLayout layout(Path root, Split split) {
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
    FolderLayout layout(Path root, Split split) {
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
    FolderLayout layout(Path root, Split split) {
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
    FolderLayout layout(Path root, Split split) {
      return FolderLayout.of(FilePattern.of("stare-images"), FilePattern.of("labels-ah", ".ah"))
          .withKind(LabelKind.VESSEL);
    }

    @Override
    public boolean hasSplit() {
      return false;
    }
  },

  /**
   * Any set laid out as {@code images/}, {@code labels/} with files of the same names but for the
   * extension, and {@code masks/} likewise if that folder exists, or else the whole image counts;
   * artery/vein labels in the colors of {@link io.github.seqnet.image.LabelColors#defaults}, no
   * split. Labels are read on opening until one has an artery, a vein or a crossing: a set whose
   * vessels are all white is refused, as it is one of {@link #PLAIN_VESSELS}.
   */
  PLAIN("plain", "plain") {
    @Override
    FolderLayout layout(Path root, Split split) {
      return plain(root);
    }

    @Override
    public boolean hasSplit() {
      return false;
    }

    @Override
    void check(Dataset whole) {
      Path colorless = null;
      boolean unreadable = false;
      for (Sample sample : whole.samples()) {
        LabelContent content;
        try {
          content = LabelContent.of(sample.readLabels());
        } catch (IOException e) {
          unreadable = true; // said when the sample is loaded
          continue;
        }
        if (content.classes()) {
          return;
        }
        if (content.vessels() && colorless == null) {
          colorless = sample.label();
        }
      }
      if (colorless != null && !unreadable) {
        throw new DatasetException(
            "%s: %s shows vessels, but neither arteries (red) nor veins (blue), and no other label"
                    .formatted(whole.name(), colorless)
                + " does: use "
                + PLAIN_VESSELS.id()
                + " for masks of vessels");
      }
    }
  },

  /**
   * As {@link #PLAIN}, but with vessels only: in {@code labels/} are masks, white or of any color
   * where a vessel is and black elsewhere (see {@link
   * io.github.seqnet.image.io.ImageFiles#readMask}).
   */
  PLAIN_VESSELS("plain-vessels", "plain vessels") {
    @Override
    FolderLayout layout(Path root, Split split) {
      return plain(root).withKind(LabelKind.VESSEL);
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

  /** The name in a command line, such as {@code drive}. */
  public String id() {
    return id;
  }

  /** All {@link #id}s, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(PublicDataset::id).collect(Collectors.joining(", "));
  }

  /**
   * The set with a given {@link #id}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PublicDataset ofId(String id) {
    for (PublicDataset set : values()) {
      if (set.id.equals(id)) {
        return set;
      }
    }
    throw new IllegalArgumentException("data set must be one of " + ids() + ", got '" + id + "'");
  }

  /**
   * Finds the files of a split.
   *
   * @param root the folder that holds the set
   * @throws IllegalArgumentException if the set has no such split
   * @throws DatasetException as {@link Dataset#open}, or if labels are not of the kind of the set
   * @throws IOException as {@link Dataset#open}
   */
  public Dataset open(Path root, Split split) throws IOException {
    String name = title + (split == Split.ALL ? "" : " " + split.name().toLowerCase(Locale.ROOT));
    boolean ofFolders = this == DRIVE || this == DRIVE_VESSELS || this == RITE;
    if (split == Split.ALL && ofFolders) {
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
    Dataset whole = Dataset.open(name, root, layout(root, split));
    check(whole);
    if (split == Split.ALL || ofFolders) {
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

  /** Whether the set has training and test images; else only {@link Split#ALL} can be opened. */
  public boolean hasSplit() {
    return true;
  }

  /** The layout of the files of a split; of any split where parts are told by names. */
  abstract FolderLayout layout(Path root, Split split);

  /**
   * Sees that a set is what it is called.
   *
   * @throws DatasetException if not
   */
  void check(Dataset whole) {}

  /** Whether a sample of a set that is split by names belongs to the training images. */
  boolean trains(String sample) {
    return true;
  }

  private static String folder(Split split) {
    return split == Split.TRAINING ? "training" : "test";
  }

  private static FolderLayout plain(Path root) {
    FolderLayout layout = FolderLayout.of(FilePattern.of("images"), FilePattern.of("labels"));
    return Files.isDirectory(root.resolve("masks"))
        ? layout.withMasks(FilePattern.of("masks"))
        : layout;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data set of your own in folders {@code images/} and {@code labels/} with files of the same
 * names, except for the extension. If there is a folder {@code masks/}, it holds the masks of the
 * field of view; otherwise the whole image counts. There is no split. Use {@link FolderLayout} for
 * other layouts.
 */
public enum FolderDataset implements DatasetProvider {
  /**
   * Artery/vein labels in the colors of {@link io.github.seqnet.image.LabelEncoding#colors}. Labels
   * are read on opening until one has an artery, a vein or a crossing: a set whose vessels are all
   * white is rejected, because it belongs to {@link #VESSELS}.
   */
  ARTERY_VEIN("plain", "plain", LabelKind.ARTERY_VEIN) {
    @Override
    void check(Dataset dataset) {
      Path withoutClasses = null;
      boolean unreadable = false;
      for (Sample sample : dataset.samples()) {
        if (!(sample instanceof FileSample file)) {
          continue;
        }
        LabelContent content;
        try {
          content = LabelContent.of(file.readLabels());
        } catch (IOException e) {
          unreadable = true; // reported when the sample is loaded
          continue;
        }
        if (content.classes()) {
          return;
        }
        if (content.vessels() && withoutClasses == null) {
          withoutClasses = file.label();
        }
      }
      if (withoutClasses != null && !unreadable) {
        throw new DatasetException(
            "%s: %s shows vessels, but neither arteries (red) nor veins (blue), and no other label"
                    .formatted(dataset.name(), withoutClasses)
                + " does: use "
                + VESSELS.id()
                + " for masks of vessels");
      }
    }
  },

  /**
   * Vessel masks: white or of any color where a vessel is and black elsewhere, see {@link
   * io.github.seqnet.image.io.ImageFiles#readMask}.
   */
  VESSELS("plain-vessels", "plain vessels", LabelKind.VESSEL);

  private final String id;
  private final String title;
  private final LabelKind kind;

  FolderDataset(String id, String title, LabelKind kind) {
    this.id = id;
    this.title = title;
    this.kind = kind;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean hasSplit() {
    return false;
  }

  @Override
  public Dataset open(Path root, Split split) throws IOException {
    if (split != Split.ALL) {
      throw new IllegalArgumentException(
          title + " has no split into training and test images; ask for all");
    }
    FolderLayout layout =
        FolderLayout.of(FilePattern.of("images"), FilePattern.of("labels")).withKind(kind);
    if (Files.isDirectory(root.resolve("masks"))) {
      layout = layout.withMasks(FilePattern.of("masks"));
    }
    Dataset dataset = Dataset.open(title, root, layout);
    check(dataset);
    return dataset;
  }

  /**
   * Checks that the labels are of the kind of this data set.
   *
   * @throws DatasetException if not
   */
  void check(Dataset dataset) {}
}

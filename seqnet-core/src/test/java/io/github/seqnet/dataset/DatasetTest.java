// SPDX-License-Identifier: MIT
package io.github.seqnet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.LabelEncoding;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  @TempDir Path root;

  private Path png;

  /** A file of each kind to copy: files are told apart by content, whatever they are called. */
  @BeforeEach
  void writeImage() throws IOException {
    png = root.resolve("source.png");
    ImageFiles.writePng(png, RgbImage.wrap(4, 3, new float[36]));
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.copy(png, file);
    }
  }

  private String failure(DatasetProvider set, Split split) {
    return assertThrows(DatasetException.class, () -> set.open(root, split)).getMessage();
  }

  private static List<String> names(Dataset set) {
    return set.samples().stream().map(Sample::name).toList();
  }

  private void drive() throws IOException {
    files("training/images/21_training.tif", "training/images/22_training.tif");
    files("training/av/21_training.png", "training/av/22_training.png");
    files("training/mask/21_training_mask.gif", "training/mask/22_training_mask.gif");
    files("test/images/01_test.tif", "test/av/01_test.png", "test/mask/01_test_mask.gif");
  }

  @Test
  void readsDrive() throws IOException {
    drive();
    Dataset training = PublicDataset.DRIVE.open(root, Split.TRAINING);
    assertEquals("DRIVE training", training.name());
    assertEquals(List.of("21_training", "22_training"), names(training));
    Sample sample = training.samples().get(1);
    assertEquals(root.resolve("training/images/22_training.tif"), file(sample).image());
    assertEquals(root.resolve("training/av/22_training.png"), file(sample).label());
    assertEquals(
        root.resolve("training/mask/22_training_mask.gif"), file(sample).mask().orElseThrow());
    assertEquals(List.of("01_test"), names(PublicDataset.DRIVE.open(root, Split.TEST)));
    assertEquals(
        List.of("21_training", "22_training", "01_test"),
        names(PublicDataset.DRIVE.open(root, Split.ALL)));
  }

  @Test
  void readsDriveWithVesselsOnly() throws IOException {
    files("test/images/01_test.tif", "test/1st_manual/01_manual1.gif");
    files("test/mask/01_test_mask.gif");
    Dataset test = PublicDataset.DRIVE_VESSELS.open(root, Split.TEST);
    assertEquals(List.of("01"), names(test));
    assertEquals(LabelKind.VESSEL, test.samples().get(0).kind());
  }

  @Test
  void readsRite() throws IOException {
    files("test/images/01_test.tif", "test/av/01_test.png", "test/vessel/01_test.png");
    Dataset test = PublicDataset.RITE.open(root, Split.TEST);
    assertEquals(List.of("01_test"), names(test));
    assertTrue(file(test.samples().get(0)).mask().isEmpty());
  }

  @Test
  void readsLesAv() throws IOException {
    files("images/12.png", "images/119.png", "masks/12_mask.gif", "masks/119_mask.gif");
    files("arteries-and-veins/12.png", "arteries-and-veins/119.png");
    assertEquals(List.of("119", "12"), names(PublicDataset.LES_AV.open(root, Split.ALL)));
    assertEquals(
        "LES-AV has no split into training and test images; ask for all",
        assertThrows(
                IllegalArgumentException.class, () -> PublicDataset.LES_AV.open(root, Split.TEST))
            .getMessage());
  }

  @Test
  void readsHrfAndItsSplit() throws IOException {
    files("images/05_h.jpg", "images/06_dr.JPG");
    files("manual_av/05_h_AVmanual.png", "manual_av/06_dr_AVmanual.png");
    files("mask/05_h_mask.tif", "mask/06_dr_mask.tif");
    assertEquals(List.of("05_h", "06_dr"), names(PublicDataset.HRF.open(root, Split.ALL)));
    assertEquals(List.of("05_h"), names(PublicDataset.HRF.open(root, Split.TRAINING)));
    assertEquals(List.of("06_dr"), names(PublicDataset.HRF.open(root, Split.TEST)));
  }

  @Test
  void readsChaseFromOneFolder() throws IOException {
    files("Image_10R.jpg", "Image_10R_1stHO.png", "Image_10R_2ndHO.png");
    files("Image_11L.jpg", "Image_11L_1stHO.png", "Image_11L_2ndHO.png");
    // The second observer's labels are png as well, but of another name.
    Files.delete(png);
    Dataset all = PublicDataset.CHASE_DB1.open(root, Split.ALL);
    assertEquals(List.of("Image_10R", "Image_11L"), names(all));
    assertEquals(List.of("Image_11L"), names(PublicDataset.CHASE_DB1.open(root, Split.TEST)));
  }

  @Test
  void readsStare() throws IOException {
    files("stare-images/im0001.ppm", "labels-ah/im0001.ah.ppm");
    assertEquals(List.of("im0001"), names(PublicDataset.STARE.open(root, Split.ALL)));
  }

  @Test
  void readsThePlainLayoutWithAndWithoutMasks() throws IOException {
    files("images/a.png", "labels/a.png");
    assertTrue(
        file(FolderDataset.ARTERY_VEIN.open(root, Split.ALL).samples().get(0)).mask().isEmpty());
    files("masks/a.png");
    assertFalse(
        file(FolderDataset.ARTERY_VEIN.open(root, Split.ALL).samples().get(0)).mask().isEmpty());
  }

  @Test
  void readsASetOfOnesOwn() throws IOException {
    files("photos/p1_left.bmp", "photos/notes.txt", "photos/.hidden.png", "labels/p1_left-av.tiff");
    Dataset own =
        Dataset.open(
            "own",
            root,
            FolderLayout.of(FilePattern.of("photos"), FilePattern.of("labels", "-av")));
    assertEquals(List.of("p1_left"), names(own));
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    drive();
    Files.delete(root.resolve("training/av/22_training.png"));
    assertEquals(
        "DRIVE training: "
            + root.resolve("training/images/22_training.tif")
            + " has no label: there is no training/av/22_training.png|tif|jpg|... in "
            + root,
        failure(PublicDataset.DRIVE, Split.TRAINING));
    Files.delete(root.resolve("test/mask/01_test_mask.gif"));
    assertEquals(
        "DRIVE test: "
            + root.resolve("test/images/01_test.tif")
            + " has no mask: there is no test/mask/01_test_mask.png|tif|jpg|... in "
            + root,
        failure(PublicDataset.DRIVE, Split.TEST));
  }

  @Test
  void namesWhatIsLeftOver() throws IOException {
    drive();
    Files.delete(root.resolve("training/images/22_training.tif"));
    assertEquals(
        "DRIVE training: the label "
            + root.resolve("training/av/22_training.png")
            + " has no image: there is no training/images/22_training.png|tif|jpg|... in "
            + root,
        failure(PublicDataset.DRIVE, Split.TRAINING));
  }

  @Test
  void namesWhatIsThereTwice() throws IOException {
    drive();
    files("training/av/21_training.bmp");
    assertEquals(
        "DRIVE training: "
            + root.resolve("training/av/21_training.bmp")
            + " and "
            + root.resolve("training/av/21_training.png")
            + " are both for 21_training",
        failure(PublicDataset.DRIVE, Split.TRAINING));
  }

  @Test
  void namesMissingFoldersAndEmptyOnes() throws IOException {
    assertEquals(
        "DRIVE test: there is no folder " + root.resolve("test/images"),
        failure(PublicDataset.DRIVE, Split.TEST));
    Files.createDirectories(root.resolve("stare-images"));
    Files.createDirectories(root.resolve("labels-ah"));
    assertTrue(
        failure(PublicDataset.STARE, Split.ALL)
            .startsWith("STARE: no image in " + root + " is called stare-images/*.png|"));
  }

  @Test
  void parsesSetAndFolder() throws IOException {
    drive();
    assertEquals(2, Dataset.parse("drive:" + root, Split.TRAINING).size());
    assertEquals(2, Dataset.parse("drive:" + root + "@training", Split.TEST).size());
    assertEquals(
        "data set must be one of drive, drive-vessels, rite, les-av, hrf, chase-db1, stare, avrdb,"
            + " plain, plain-vessels, got 'driv'",
        assertThrows(IllegalArgumentException.class, () -> Dataset.parse("driv:x", Split.TRAINING))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Dataset.parse("drive", Split.TEST));
  }

  /** The user names a data set; the command chooses the split. */
  @Test
  void saysWhatToWriteForSetsWithoutASplit() {
    for (String id : List.of("les-av", "stare", "plain", "plain-vessels")) {
      String expected =
          "%1$s:x: %1$s has no training and test images of its own; append @all: %1$s:x@all"
              .formatted(id);
      assertEquals(expected, parseFailure(id + ":x", Split.TRAINING));
      assertEquals(expected, parseFailure(id + ":x@test", Split.ALL));
    }
    for (PublicDataset set : PublicDataset.values()) {
      if (!set.hasSplit()) {
        assertThrows(IllegalArgumentException.class, () -> set.open(root, Split.TEST));
      }
    }
  }

  private static String parseFailure(String text, Split split) {
    return assertThrows(IllegalArgumentException.class, () -> Dataset.parse(text, split))
        .getMessage();
  }

  /** An image of the plain layout whose labels have these codes in their first pixels. */
  private void plain(String name, int... codes) throws IOException {
    files("images/" + name + ".png");
    Files.createDirectories(root.resolve("labels"));
    byte[] labels = new byte[12];
    for (int i = 0; i < codes.length; i++) {
      labels[i] = (byte) codes[i];
    }
    ImageFiles.writePng(root.resolve("labels/" + name + ".png"), ArteryVeinMap.wrap(4, 3, labels));
  }

  @Test
  void masksOfVesselsAreNoPlainSet() throws IOException {
    plain("a");
    plain("b", 0, 4, 4);
    plain("c", 4);
    assertEquals(
        "plain: "
            + root.resolve("labels/b.png")
            + " shows vessels, but neither arteries (red) nor veins (blue), and no other label"
            + " does: use plain-vessels for masks of vessels",
        failure(FolderDataset.ARTERY_VEIN, Split.ALL));
    Dataset vessels = FolderDataset.VESSELS.open(root, Split.ALL);
    assertEquals(List.of("a", "b", "c"), names(vessels));
    LabeledImage loaded = vessels.samples().get(1).load();
    assertEquals(LabelKind.VESSEL, loaded.kind());
    assertEquals(2, loaded.labels().pixels(VesselLabel.UNKNOWN).count());
    assertTrue(file(vessels.samples().get(1)).mask().isEmpty());
    files("masks/a.png", "masks/b.png", "masks/c.png");
    Dataset masked = FolderDataset.VESSELS.open(root, Split.ALL);
    assertFalse(file(masked.samples().get(1)).mask().isEmpty());
  }

  /** An image whose vessels are all unknown is accepted beside others. */
  @Test
  void oneImageOfUnknownVesselsIsReadAndWarnedOf() throws IOException {
    plain("a", 4, 4);
    plain("b", 1, 2);
    plain("c");
    Dataset set = FolderDataset.ARTERY_VEIN.open(root, Split.ALL);
    String warning =
        "a.png: neither arteries nor veins are in the annotation; its vessels count as unknown";
    assertTrue(logged(set.samples().get(0)).contains(warning));
    assertEquals("", logged(set.samples().get(1)));
    assertTrue(
        logged(set.samples().get(2)).contains("c.png: there is no vessel in the annotation"));
    Dataset vessels = FolderDataset.VESSELS.open(root, Split.ALL);
    assertEquals("", logged(vessels.samples().get(0)));
    assertTrue(
        logged(vessels.samples().get(2)).contains("c.png: there is no vessel in the annotation"));
  }

  /** The log output on standard error while a sample is loaded. */
  private static FileSample file(Sample sample) {
    return (FileSample) sample;
  }

  private static String logged(Sample sample) throws IOException {
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      sample.load();
    } finally {
      System.setErr(err);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLabelThatCannotBeReadIsSaidWhenItIsLoaded() throws IOException {
    plain("a", 4);
    plain("b", 1);
    Files.writeString(root.resolve("labels/a.png"), "P2 4 3 255 0 1 2 0 0 0 0 0 0 0 0 0");
    Dataset set = FolderDataset.ARTERY_VEIN.open(root, Split.ALL);
    String message =
        assertThrows(IOException.class, () -> set.samples().get(0).load()).getMessage();
    assertTrue(message.startsWith(root.resolve("labels/a.png") + ": cannot be read as "), message);
    assertTrue(message.contains("class indices"), message);
  }

  @Test
  void loadsImageLabelsAndMask() throws IOException {
    files("images/a.png");
    Files.createDirectories(root.resolve("labels"));
    Files.createDirectories(root.resolve("masks"));
    ArteryVeinMap labels =
        ArteryVeinMap.wrap(4, 3, new byte[] {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1});
    ImageFiles.writePng(root.resolve("labels/a.png"), labels);
    BinaryMask mask = BinaryMask.wrap(4, 3, new byte[] {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0});
    ImageFiles.writePng(root.resolve("masks/a.png"), mask);
    LabeledImage image = FolderDataset.ARTERY_VEIN.open(root, Split.ALL).samples().get(0).load();
    assertEquals("a", image.name());
    assertEquals(labels, image.labels());
    assertEquals(new FieldOfView(mask, FieldOfView.Source.GIVEN), image.fieldOfView());
  }

  @Test
  void vesselLabelsAreUnknownVessels() throws IOException {
    Path file = root.resolve("label.png");
    ImageFiles.writePng(
        file, BinaryMask.wrap(4, 3, new byte[] {0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1}));
    Sample sample =
        new FileSample(
            "s",
            png,
            file,
            null,
            null,
            FolderLayout.of(FilePattern.of("."), FilePattern.of(".")).withKind(LabelKind.VESSEL));
    LabeledImage image = sample.load();
    assertEquals(3, image.labels().pixels(VesselLabel.UNKNOWN).count());
    assertEquals(FieldOfView.Source.WHOLE_IMAGE, image.fieldOfView().source());
  }

  @Test
  void refusesSizesThatDiffer() throws IOException {
    files("images/a.png");
    Files.createDirectories(root.resolve("labels"));
    Path label = root.resolve("labels/a.png");
    ImageFiles.writePng(label, ArteryVeinMap.wrap(3, 4, new byte[12]));
    Sample sample = FolderDataset.ARTERY_VEIN.open(root, Split.ALL).samples().get(0);
    assertEquals(
        label + ": must be 4 x 3 pixels like " + file(sample).image() + ", but is 3 x 4",
        assertThrows(DatasetException.class, sample::load).getMessage());
  }

  @Test
  void refusesAnEmptyMask() throws IOException {
    files("images/a.png", "labels/a.png", "masks/a.png");
    Sample sample = FolderDataset.ARTERY_VEIN.open(root, Split.ALL).samples().get(0);
    assertEquals(
        root.resolve("masks/a.png") + ": the mask is empty",
        assertThrows(DatasetException.class, sample::load).getMessage());
  }

  @Test
  void holdsOutTheSameSamplesForTheSameSeed() throws IOException {
    for (int i = 0; i < 20; i++) {
      files("images/" + (char) ('a' + i) + ".png", "labels/" + (char) ('a' + i) + ".png");
    }
    Dataset all = FolderDataset.ARTERY_VEIN.open(root, Split.ALL);
    Dataset.HoldOut parts = all.holdOut(4, 9);
    assertEquals(parts, all.holdOut(4, 9));
    assertEquals(4, parts.heldOut().size());
    TreeSet<String> both =
        Stream.concat(names(parts.kept()).stream(), names(parts.heldOut()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(20, both.size());
    assertThrows(IllegalArgumentException.class, () -> all.holdOut(20, 1));
  }

  @Test
  void joinsSetsUnderTheirNames() throws IOException {
    drive();
    Dataset both =
        PublicDataset.DRIVE
            .open(root, Split.TRAINING)
            .plus(PublicDataset.DRIVE.open(root, Split.TEST));
    assertEquals(
        List.of("DRIVE training/21_training", "DRIVE training/22_training", "DRIVE test/01_test"),
        names(both));
  }

  @Test
  void joinsSetsOfOneNameInDifferentFolders() throws IOException {
    files("one/images/01.png", "one/labels/01.png", "one/images/02.png", "one/labels/02.png");
    files("two/images/02.png", "two/labels/02.png", "two/images/03.png", "two/labels/03.png");
    files("three/images/02.png", "three/labels/02.png", "four/images/04.png", "four/labels/04.png");
    Dataset all = FolderDataset.ARTERY_VEIN.open(root.resolve("one"), Split.ALL);
    Dataset two = FolderDataset.ARTERY_VEIN.open(root.resolve("two"), Split.ALL);
    String name = all.name();
    all = all.plus(two);
    assertEquals(List.of(name + "/01", name + "/02", name + " 2/02", name + " 2/03"), names(all));
    assertEquals(root.resolve("two/images/02.png"), file(all.samples().get(2)).image());
    all = all.plus(FolderDataset.ARTERY_VEIN.open(root.resolve("three"), Split.ALL));
    assertEquals(name + " 3/02", names(all).get(4));
    // Nothing to tell apart.
    all = all.plus(FolderDataset.ARTERY_VEIN.open(root.resolve("four"), Split.ALL));
    assertEquals(name + "/04", names(all).get(5));
    Dataset joined = all;
    assertEquals(
        root.resolve("two/images/02.png")
            + " with its annotation is in both "
            + joined.name()
            + " and "
            + name,
        assertThrows(IllegalArgumentException.class, () -> joined.plus(two)).getMessage());
  }

  @Test
  void theSeedDecidesWhatIsHeldOut() throws IOException {
    for (int i = 0; i < 20; i++) {
      files("images/" + (char) ('a' + i) + ".png", "labels/" + (char) ('a' + i) + ".png");
    }
    Dataset all = FolderDataset.ARTERY_VEIN.open(root, Split.ALL);
    Set<List<String>> chosen = new HashSet<>();
    Set<String> everHeldOut = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      List<String> heldOut = names(all.holdOut(4, seed).heldOut());
      chosen.add(heldOut);
      everHeldOut.addAll(heldOut);
    }
    // Of 4845 choices 100 at random have one twice now and then, 10 of them hardly ever.
    assertTrue(chosen.size() > 90, chosen.size() + " choices");
    assertEquals(20, everHeldOut.size());
  }

  @Test
  void arteriesAndVeinsReadAsVesselsAreAllVessels() throws IOException {
    files("images/a.png");
    Files.createDirectories(root.resolve("labels"));
    // A single uncertain pixel, which is white and three times as bright as the others.
    byte[] codes = {0, 1, 2, 3, 4, 0, 1, 2, 3, 1, 0, 2};
    ImageFiles.writePng(root.resolve("labels/a.png"), ArteryVeinMap.wrap(4, 3, codes));
    LabeledImage image =
        Dataset.open(
                "own",
                root,
                FolderLayout.of(FilePattern.of("images"), FilePattern.of("labels"))
                    .withKind(LabelKind.VESSEL))
            .samples()
            .get(0)
            .load();
    assertEquals(9, image.labels().pixels(VesselLabel.UNKNOWN).count());
    assertEquals(ArteryVeinMap.wrap(4, 3, codes).vessels(), image.labels().vessels());
  }

  @Test
  void extensionsAreComparedWithoutRegardToCase() throws IOException {
    files("images/a.png", "images/b.PNG", "labels/a.png", "labels/b.png");
    FilePattern images = new FilePattern("images", "", List.of("PNG"));
    assertEquals(List.of("png"), images.extensions());
    Dataset set = Dataset.open("own", root, FolderLayout.of(images, FilePattern.of("labels")));
    assertEquals(List.of("a", "b"), names(set));
    for (String wrong : new String[] {".png", "", " ", "tar.gz"}) {
      assertEquals(
          "extension must be without a dot and not blank, got '" + wrong + "'",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new FilePattern("images", "", List.of("png", wrong)))
              .getMessage());
    }
  }

  /** AVRDB has no masks, and strokes for labels. */
  @Test
  void avrdbFindsTheFieldOfViewAndMarksItsStrokes() throws IOException {
    SyntheticFundus fundus = FundusGenerator.generate(FundusOptions.defaults().withSize(300, 280));
    Files.createDirectories(root.resolve("images"));
    Files.createDirectories(root.resolve("arteries-and-veins"));
    ImageFiles.writePng(root.resolve("images/IM000001.png"), fundus.image());
    ImageFiles.writePng(root.resolve("arteries-and-veins/IM000001.png"), fundus.labels());
    Dataset set = Dataset.parse("avrdb:" + root, Split.ALL);
    LabeledImage image = set.samples().get(0).load();
    assertEquals(LabelKind.ARTERY_VEIN_STROKES, image.kind());
    assertEquals(FieldOfView.Source.FOUND, image.fieldOfView().source());
    assertFalse(PublicDataset.AVRDB.hasSplit());
  }

  @Test
  void readsPairsOfMasksAndOtherEncodings() throws IOException {
    files("images/a.png");
    for (String name : new String[] {"arteries", "veins", "classes"}) {
      Files.createDirectories(root.resolve(name));
    }
    ImageFiles.writePng(
        root.resolve("arteries/a.png"),
        BinaryMask.wrap(4, 3, new byte[] {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    ImageFiles.writePng(
        root.resolve("veins/a.png"),
        BinaryMask.wrap(4, 3, new byte[] {0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    int[] indices = {0x010101, 0x030303, 0x020202, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    ImageFiles.writePng(root.resolve("classes/a.png"), 4, 3, indices);
    FilePattern images = FilePattern.of("images");
    FolderLayout pairs =
        FolderLayout.ofMaskPairs(images, FilePattern.of("arteries"), FilePattern.of("veins"));
    FolderLayout classes =
        FolderLayout.of(images, FilePattern.of("classes")).withEncoding(LabelEncoding.classIndex());
    ArteryVeinMap expected =
        ArteryVeinMap.wrap(4, 3, new byte[] {1, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    for (FolderLayout layout : List.of(pairs, classes)) {
      assertEquals(expected, Dataset.open("set", root, layout).samples().get(0).load().labels());
    }
    Files.delete(root.resolve("veins/a.png"));
    String message =
        assertThrows(DatasetException.class, () -> Dataset.open("set", root, pairs)).getMessage();
    assertTrue(message.contains("has no vein mask"), message);
  }
}

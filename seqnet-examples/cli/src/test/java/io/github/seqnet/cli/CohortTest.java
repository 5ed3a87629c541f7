// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.io.CsvTable;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many images: subfolders, tables of all, going on after an interruption. */
final class CohortTest {
  private static SyntheticFundus[] eyes;

  @TempDir private Path folder;
  private Path maps;
  private Path photographs;
  private Path output;

  @BeforeAll
  static void generate() {
    eyes = new SyntheticFundus[3];
    for (int k = 0; k < eyes.length; k++) {
      eyes[k] =
          FundusGenerator.generate(FundusOptions.defaults().withSize(240, 240).withSeed(k + 1));
    }
  }

  @BeforeEach
  void writeImages() throws IOException {
    maps = folder.resolve("maps");
    photographs = folder.resolve("photographs");
    output = folder.resolve("output");
    String[] names = {"a/left.png", "b/left.png", "c.png"};
    for (int k = 0; k < eyes.length; k++) {
      write(maps.resolve(names[k]), k, true);
      write(photographs.resolve(names[k]), k, false);
    }
  }

  private static void write(Path file, int eye, boolean labels) throws IOException {
    Files.createDirectories(file.getParent());
    if (labels) {
      ImageFiles.writePng(file, eyes[eye].labels());
    } else {
      ImageFiles.writePng(file, eyes[eye].image());
    }
  }

  private Program graph(Object... more) {
    Object[] fixed = {"graph", "-i", maps, "-o", output, "--recursive", "--format", "csv"};
    Object[] all = new Object[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return Program.run(all);
  }

  private static Map<String, String> row(Path table, String name) throws IOException {
    return CsvTable.rows(table, List.of("name")).stream()
        .filter(row -> row.text("name").equals(name))
        .map(CsvTable.Row::toMap)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTableHasARowForEachImageOfAllFolders() throws IOException {
    Program run = graph("--measure", "--photographs", photographs, "--pixel-size", 8);
    assertEquals(0, run.exitCode(), run.err());
    Path table = output.resolve("measures.csv");
    assertEquals(
        List.of("a/left", "b/left", "c"),
        CsvTable.rows(table, List.of()).stream().map(row -> row.text("name")).toList());
    Map<String, String> row = row(table, "b/left");
    Map<String, String> single = new HashMap<>();
    for (CsvTable.Row measure :
        CsvTable.rows(output.resolve("b/left.measures.csv"), List.of("biomarker", "value"))) {
      single.put(
          measure.text("biomarker") + "." + measure.text("vessels") + "." + measure.text("region"),
          measure.text("value"));
    }
    assertEquals(BiomarkerSet.builtIn().columns(Scale.pixels()).size(), single.size());
    single.forEach((name, value) -> assertEquals(value, row.get(name), name));
    assertEquals("240", row.get("width_px"));
    assertEquals("8", row.get("pixel_size_um"));
    assertEquals("um", row.get("length_unit"));
    assertEquals("found", row.get("field_of_view"));
    // The measures of the zones need the disc, which only the photograph shows.
    assertFalse(row.get("disc_x_px").isEmpty(), row.get("disc_missing"));
    assertFalse(row.get("crae_knudtson.arteries.zone_c").isEmpty());
  }

  @Test
  void withoutPhotographsDensityIsThatOfTheImageAndSaysSo() throws IOException {
    // By default, the sizes of holes and specks follow the field of view.
    assertEquals(0, graph("--measure", "--fill-holes", "5", "--remove-specks", "5").exitCode());
    Map<String, String> row = row(output.resolve("measures.csv"), "c");
    assertEquals("whole-image", row.get("field_of_view"));
    assertTrue(row.get("crae_knudtson.arteries.zone_c").isEmpty());
    assertTrue(row.get("remarks").contains("the field of view is unknown"), row.get("remarks"));
    double whole = Double.parseDouble(row.get("vessel_density.all.field_of_view"));
    Path mask = folder.resolve("mask.png");
    BinaryMask view = eyes[2].fieldOfView();
    ImageFiles.writePng(mask, view);
    Program run = graph("--measure", "--fill-holes", "5", "--remove-specks", "5", "--fov", mask);
    assertEquals(0, run.exitCode());
    row = row(output.resolve("measures.csv"), "c");
    assertEquals("given", row.get("field_of_view"));
    double inside = Double.parseDouble(row.get("vessel_density.all.field_of_view"));
    double factor = 240 * 240 / (double) view.count();
    assertEquals(whole * factor, inside, factor * rounding(whole) + rounding(inside));
  }

  /** Half of the last of the six significant digits that a table has. */
  private static double rounding(double value) {
    return 0.5 * Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 5);
  }

  @Test
  void anInterruptedRunGoesOnWithWhatIsLeft() throws IOException {
    assertEquals(0, graph("--measure").exitCode());
    String before = Files.readString(output.resolve("measures.csv"));
    Files.delete(output.resolve("records/a/left.json"));
    Path kept = output.resolve("b/left.measures.csv");
    Files.setLastModifiedTime(kept, FileTime.fromMillis(0));
    Program run = graph("--measure", "--skip-existing");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("2 of 3 images are done already"), run.out());
    assertEquals(FileTime.fromMillis(0), Files.getLastModifiedTime(kept));
    assertTrue(Files.exists(output.resolve("records/a/left.json")));
    assertEquals(before, Files.readString(output.resolve("measures.csv")));
    Program again = graph("--measure", "--skip-existing");
    assertEquals(0, again.exitCode(), again.err());
    assertTrue(again.out().contains("0 images done"), again.out());
  }

  @Test
  void resultsOfOtherOptionsAreNotMixed() throws IOException {
    assertEquals(0, graph().exitCode());
    Program run = graph("--prune-spurs", "3", "--skip-existing");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.error().contains("were made with another pruneSpurs (2.0, now 3.0)"), run.error());
    // Without the option all results are computed again.
    assertEquals(0, graph("--prune-spurs", "3").exitCode());
    assertEquals(0, graph("--prune-spurs", "3", "--skip-existing").exitCode());
  }

  @Test
  void sizesOfPixelsAreNotMixed() throws IOException {
    assertEquals(0, graph("--measure", "--pixel-size", 7).exitCode());
    Program run = graph("--measure", "--skip-existing");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.error().contains("were made with another pixelSize (7.0, now none)"), run.error());
  }

  @Test
  void whatHasChangedIsMadeAnew() throws IOException {
    assertEquals(0, graph("--measure", "--photographs", photographs).exitCode());
    write(maps.resolve("c.png"), 0, true);
    // The content decides, not the time.
    Files.setLastModifiedTime(photographs.resolve("a/left.png"), FileTime.fromMillis(1000));
    Program run = graph("--measure", "--photographs", photographs, "--skip-existing");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("2 of 3 images are done already"), run.out());
    Map<String, String> changed = row(output.resolve("measures.csv"), "c");
    assertEquals(
        row(output.resolve("measures.csv"), "a/left").get("total_length.all.field_of_view"),
        changed.get("total_length.all.field_of_view"));
  }

  @Test
  void whatIsDamagedOrMissingIsMadeAnew() throws IOException {
    assertEquals(0, graph("--measure").exitCode());
    Files.writeString(output.resolve("records/a/left.json"), "");
    Files.writeString(output.resolve("records/b/left.json"), "5");
    Files.delete(output.resolve("c.measures.csv"));
    Program run = graph("--measure", "--skip-existing");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("0 of 3 images are done already"), run.out());
    assertEquals(3, CsvTable.rows(output.resolve("measures.csv"), List.of()).size());
  }

  @Test
  void masksAreKnownByTheirContent() throws IOException {
    Path mask = folder.resolve("mask.png");
    ImageFiles.writePng(mask, eyes[0].fieldOfView());
    assertEquals(0, graph("--fov", mask).exitCode());
    ImageFiles.writePng(mask, BinaryMask.full(240, 240));
    Program run = graph("--fov", mask, "--skip-existing");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("were made with another fov"), run.error());
  }

  @Test
  void linksToFoldersAndHiddenFoldersOfImages() throws IOException {
    Path link = folder.resolve("link");
    try {
      Files.createSymbolicLink(link, maps);
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("no symbolic links here: " + e);
    }
    write(maps.resolve(".hidden/x.png"), 0, true);
    Program run = Program.run("graph", "-i", link, "-o", output, "--recursive", "--measure");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        List.of(link.resolve("a/left.png"), link.resolve("b/left.png"), link.resolve("c.png")),
        CsvTable.rows(output.resolve("measures.csv"), List.of()).stream()
            .map(row -> Path.of(row.text("file")))
            .toList());
    Path inside = folder.resolve("outlink");
    Files.createSymbolicLink(inside, Files.createDirectories(maps.resolve("results")));
    Program hidden = Program.run("graph", "-i", maps, "-o", inside, "--recursive");
    assertEquals(2, hidden.exitCode());
    assertTrue(hidden.error().contains("which --recursive looks into"), hidden.error());
  }

  @Test
  void namesThatCannotBeKeptApartAreRefused() throws IOException {
    Files.copy(photographs.resolve("c.png"), photographs.resolve("c.jpg"));
    Program twins = graph("--photographs", photographs);
    assertEquals(2, twins.exitCode());
    assertTrue(twins.error().contains("are both photographs of c"), twins.error());
    write(maps.resolve("records/c.png"), 0, true);
    Program records = graph();
    assertEquals(2, records.exitCode());
    assertTrue(records.error().contains("would lie among the records"), records.error());
    Program twice = Program.run("graph", "-i", maps, maps, "-o", output, "--recursive");
    assertEquals(2, twice.exitCode());
    assertTrue(twice.error().contains("is given twice"), twice.error());
  }

  @Test
  void tablesThatAreNoneAreNamed() throws IOException {
    Path table = folder.resolve("table.csv");
    Files.write(table, new byte[] {'n', 'a', 'm', 'e', '\n', (byte) 0xe4, '\n'});
    Program latin = Program.run("agreement", table, table);
    assertEquals(2, latin.exitCode());
    assertTrue(latin.error().contains(table + ": is not UTF-8 text"), latin.error());
    Files.writeString(table, "\uFEFFname,length_unit,a.b.c\n1,px\n");
    Program torn = Program.run("agreement", table, table);
    assertEquals(2, torn.exitCode());
    assertTrue(
        torn.error().contains("line 2: has 2 cells, but the header has 3 columns"), torn.error());
  }

  @Test
  void whatFailedIsWrittenDownUntilItSucceeds() throws IOException {
    Path bad = maps.resolve("b/left.png");
    byte[] content = Files.readAllBytes(bad);
    Files.writeString(bad, "no image");
    Program run = graph("--measure");
    assertEquals(1, run.exitCode());
    List<CsvTable.Row> failures = CsvTable.rows(output.resolve("failures.csv"), List.of("file"));
    assertEquals(1, failures.size());
    assertEquals(bad.toString(), failures.get(0).text("file"));
    assertTrue(
        failures.get(0).text("reason").contains("not a supported image"), failures.toString());
    assertEquals(2, CsvTable.rows(output.resolve("measures.csv"), List.of()).size());
    Files.write(bad, content);
    assertEquals(0, graph("--measure", "--skip-existing").exitCode());
    assertFalse(Files.exists(output.resolve("failures.csv")));
    assertEquals(3, CsvTable.rows(output.resolve("measures.csv"), List.of()).size());
  }

  @Test
  void photographsMustBeThereAndOfTheSameSize() throws IOException {
    Files.delete(photographs.resolve("c.png"));
    ImageFiles.writePng(
        photographs.resolve("a/left.png"),
        FundusGenerator.generate(FundusOptions.defaults().withSize(200, 240)).image());
    Program run = graph("--photographs", photographs);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("there is no photograph c.* in"), run.err());
    assertTrue(run.err().contains("is 200 x 240 pixels, its vessels in"), run.err());
    Program auto = graph("--fov", "auto");
    assertEquals(2, auto.exitCode());
    assertTrue(auto.error().contains("--fov auto: only with --photographs"), auto.error());
  }

  @Test
  void resultsDoNotLieWhereALaterRunLooks() {
    Program run = Program.run("graph", "-i", folder, "-o", folder.resolve("inside"), "--recursive");
    assertEquals(2, run.exitCode());
    assertTrue(run.error().contains("which --recursive looks into"), run.error());
  }

  @Test
  void twoTablesAreCompared() throws IOException {
    assertEquals(0, graph("--measure", "--photographs", photographs).exitCode());
    Path other = folder.resolve("other");
    Program tidy =
        Program.run(
            "graph", "-i", maps, "-o", other, "--recursive", "--measure", "--prune-spurs", "3");
    assertEquals(0, tidy.exitCode(), tidy.err());
    Path csv = folder.resolve("agreement.csv");
    Program run =
        Program.run(
            "agreement",
            output.resolve("measures.csv"),
            other.resolve("measures.csv"),
            "--measures",
            "end_points.all,total_length,crae",
            "--csv",
            csv);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("| end_points.all.field_of_view | 3 |"), run.out());
    // Without photographs one table has no zones.
    assertFalse(run.out().contains("crae_knudtson"), run.out());
    List<CsvTable.Row> rows = CsvTable.rows(csv, List.of("measure", "bias", "icc"));
    assertEquals("total_length.all.field_of_view", rows.get(0).text("measure"));
    double expected = meanLength(other) - meanLength(output);
    assertNotEquals(0, expected);
    assertEquals(expected, Double.parseDouble(rows.get(0).text("bias")), 1e-5 * meanLength(output));
    Program same =
        Program.run("agreement", other.resolve("measures.csv"), other.resolve("measures.csv"));
    assertEquals(0, same.exitCode(), same.err());
    assertTrue(same.out().contains("| 1.00 |  | 1.00 |"), same.out());
    Path saved = folder.resolve("saved.csv");
    Files.writeString(saved, asGermanSpreadsheet(other.resolve("measures.csv")));
    Program again = Program.run("agreement", saved, other.resolve("measures.csv"));
    assertEquals(0, again.exitCode(), again.err());
    assertEquals(same.out(), again.out());
    Program none = Program.run("agreement", csv, csv);
    assertEquals(2, none.exitCode());
    assertTrue(none.error().contains("has no column 'name'"), none.error());
  }

  /** The table with semicolons, decimal commas and a byte order mark. */
  private static String asGermanSpreadsheet(Path table) throws IOException {
    StringBuilder text = new StringBuilder("\uFEFF");
    for (CsvTable.Row row : CsvTable.rows(table, List.of())) {
      if (text.length() == 1) {
        text.append(String.join(";", row.columns())).append("\r\n");
      }
      for (String column : row.columns()) {
        String cell = row.text(column);
        boolean number = cell.matches("-?[0-9.]+(E-?[0-9]+)?");
        text.append('"').append(number ? cell.replace('.', ',') : cell).append("\";");
      }
      text.setLength(text.length() - 1);
      text.append("\r\n");
    }
    return text.toString();
  }

  private static double meanLength(Path results) throws IOException {
    String column = "total_length.all.field_of_view";
    return CsvTable.rows(results.resolve("measures.csv"), List.of(column)).stream()
        .mapToDouble(row -> Double.parseDouble(row.text(column)))
        .average()
        .orElseThrow();
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.Laterality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTableTest {
  @TempDir private Path folder;

  private MetadataTable table(String content) throws IOException {
    Path file = folder.resolve("metadata.csv");
    Files.writeString(file, content);
    return MetadataTable.read(file);
  }

  @Test
  void readsWhatIsKnownOfEachFile() throws IOException {
    MetadataTable table =
        table(
            """
            \uFEFFfile,laterality,pixel_size_um,disc_x_px,disc_y_px,disc_radius_px
            a.png, OD ,4.2,100.5,200,40
            left/b.png,left,,,,
            b.png,,5,,,

            """);
    assertEquals(3, table.size());
    KnownFacts first = table.factsOf(Path.of("images/a.png"));
    assertEquals(Laterality.RIGHT, first.laterality().orElseThrow());
    assertEquals(Scale.micrometers(4.2), first.pixelSize().orElseThrow());
    assertEquals(new OpticDisc(100.5, 200, 40), first.opticDisc().orElseThrow());
    KnownFacts left = table.factsOf(Path.of("images/left/b.png"));
    assertEquals(Laterality.LEFT, left.laterality().orElseThrow());
    assertTrue(left.pixelSize().isEmpty());
    assertEquals(
        Scale.micrometers(5), table.factsOf(Path.of("images/b.png")).pixelSize().orElseThrow());
    assertEquals(KnownFacts.none(), table.factsOf(Path.of("images/c.png")));
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", ","})
  void readsTheSeparatorsOfSpreadsheets(String separator) throws IOException {
    for (String mark : List.of("", "\uFEFF")) {
      for (String decimal : separator.equals(",") ? List.of(".") : List.of(".", ",")) {
        String content =
            """
            "file",disc_x_px,disc_y_px,disc_radius_px,laterality,pixel_size_um
            a.png,100#5,-2,"40",OS,4#25
            """;
        MetadataTable table = table(mark + content.replace(",", separator).replace("#", decimal));
        KnownFacts facts = table.factsOf(Path.of("images/a.png"));
        assertEquals(new OpticDisc(100.5, -2, 40), facts.opticDisc().orElseThrow());
        assertEquals(Laterality.LEFT, facts.laterality().orElseThrow());
        assertEquals(Scale.micrometers(4.25), facts.pixelSize().orElseThrow());
      }
    }
  }

  @Test
  void keepsSeparatorsInNames() throws IOException {
    MetadataTable table = table("file;laterality\n\"a;b,c.png\";OD\n");
    assertEquals(Laterality.RIGHT, table.factsOf(Path.of("a;b,c.png")).laterality().orElseThrow());
  }

  @Test
  void rejectsTwoCommasInANumber() {
    String message =
        assertThrows(IOException.class, () -> table("file;pixel_size_um\na.png;1,2,3\n"))
            .getMessage();
    assertTrue(message.contains("line 2") && message.contains("got '1,2,3'"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file,pixelsize|a.png,4|unknown column 'pixelsize'",
        "pixel_size_um|4|has no column 'file'",
        "file,pixel_size_um|a.png,0|line 2: pixel_size_um must be above 0, got '0'",
        "file,pixel_size_um|a.png,4 um|pixel_size_um must be a number, got '4 um'",
        "file,pixel_size_um|a.png,Infinity|got 'Infinity'",
        "file,laterality|a.png,both|laterality must be left, L, OS, right, R or OD, got 'both'",
        "file,disc_x_px,disc_y_px|a.png,3,4|the optic disc needs",
        "file,laterality|a.png|has 1 cells",
        "file,file|a.png,b.png|the column 'file' occurs twice",
        "file,laterality|,OD|the column 'file' is empty"
      })
  void namesWhatIsWrong(String header, String row, String expected) {
    String message =
        assertThrows(IOException.class, () -> table(header + "\n" + row + "\n")).getMessage();
    assertTrue(message.startsWith(folder.resolve("metadata.csv").toString()), message);
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void rejectsTwoRowsOfOneFile() {
    String message =
        assertThrows(IOException.class, () -> table("file,laterality\na.png,OD\na.png,OS\n"))
            .getMessage();
    assertTrue(message.endsWith("line 3: the file 'a.png' is in line 2, too"), message);
  }

  @Test
  void everyRowMustMatchOneImage() throws IOException {
    MetadataTable table = table("file,laterality\na.png,OD\n");
    table.checkFiles(List.of(Path.of("x/a.png"), Path.of("x/b.png")));
    String unknown =
        assertThrows(IOException.class, () -> table.checkFiles(List.of(Path.of("b.png"))))
            .getMessage();
    assertTrue(unknown.contains("'a.png' is not among the images"), unknown);
    List<Path> two = List.of(Path.of("x/a.png"), Path.of("y/a.png"));
    String ambiguous = assertThrows(IOException.class, () -> table.checkFiles(two)).getMessage();
    assertTrue(ambiguous.contains("write the name with its folder"), ambiguous);
  }

  @Test
  void findsFilesWhoseNamesResultsTablesMark() throws IOException {
    MetadataTable table = table("file,laterality\n'=eye.png,L\n'-b.png,R\n'c.png,L\n");
    assertEquals(
        Laterality.LEFT, table.factsOf(Path.of("images/=eye.png")).laterality().orElseThrow());
    assertEquals(
        Laterality.RIGHT, table.factsOf(Path.of("images/-b.png")).laterality().orElseThrow());
    assertEquals(
        Laterality.LEFT, table.factsOf(Path.of("images/'c.png")).laterality().orElseThrow());
  }

  @Test
  void escapesControlCharactersInMessages() {
    String message =
        assertThrows(
                IOException.class,
                () -> table("file,laterality\n\"a\u001b[2J\nb.png\",L\n\"a\u001b[2J\nb.png\",R\n"))
            .getMessage();
    assertTrue(message.contains("a\\u001b[2J\\nb.png"), message);
  }

  @Test
  void namesAMissingFile() {
    Path missing = folder.resolve("missing.csv");
    assertEquals(
        missing + ": there is no such file",
        assertThrows(IOException.class, () -> MetadataTable.read(missing)).getMessage());
  }
}

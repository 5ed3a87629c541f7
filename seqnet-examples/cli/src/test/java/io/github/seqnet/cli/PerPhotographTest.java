// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two layouts of results: a folder for each photograph, or for each kind of result. */
final class PerPhotographTest {
  @TempDir private Path folder;

  private Path photographs;
  private Path maps;
  private Path weights;
  private Path output;

  @BeforeEach
  void write() throws IOException {
    photographs = folder.resolve("photographs");
    maps = folder.resolve("maps");
    output = folder.resolve("out");
    weights = SmallModel.write(folder.resolve("small.seqnet"), SmallModel.SEQNET);
    for (String name : List.of("eye 1.png", "second visit/eye 2.png")) {
      SyntheticFundus fundus =
          FundusGenerator.generate(
              FundusOptions.defaults().withSize(160, 150).withSeed(name.length()));
      Files.createDirectories(photographs.resolve(name).getParent());
      Files.createDirectories(maps.resolve(name).getParent());
      ImageFiles.writePng(photographs.resolve(name), fundus.image());
      ImageFiles.writePng(maps.resolve(name), fundus.labels());
    }
  }

  private Program predict(Path target, Object... arguments) {
    return Program.run(
        Stream.concat(
                Stream.of(
                    "predict",
                    "-i",
                    photographs,
                    "-o",
                    target,
                    "--weights",
                    weights,
                    "--recursive",
                    "--graph",
                    "--report",
                    "--measure",
                    "--save-probabilities"),
                Stream.of(arguments))
            .toArray());
  }

  private static Set<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void predictWritesTheSameFilesToOneFolderPerPhotograph() throws IOException {
    Path flat = folder.resolve("flat");
    assertEquals(0, predict(flat).exitCode());
    Program run = predict(output, "--per-photograph");
    assertEquals(0, run.exitCode(), run.err());

    Map<String, String> expected =
        files(flat).stream().collect(Collectors.toMap(PerPhotographTest::perPhotograph, k -> k));
    assertEquals(new TreeSet<>(expected.keySet()), files(output));
    assertTrue(expected.containsKey("second visit/eye 2.seqnet/graph.segments.csv"));
    assertTrue(expected.containsKey("eye 1.seqnet/probabilities.art.npy"));
    for (Map.Entry<String, String> file : expected.entrySet()) {
      if (file.getKey().matches(".*\\.(png|npy|csv|geojson)")) {
        assertArrayEquals(
            Files.readAllBytes(flat.resolve(file.getValue())),
            Files.readAllBytes(output.resolve(file.getKey())),
            file.getKey());
      }
    }
    String index = Files.readString(output.resolve("index.html"));
    assertTrue(index.contains("second%20visit/eye%202.seqnet/report.html"), index);
  }

  /** The path of a file of the flat layout in the other one. */
  private static String perPhotograph(String file) {
    int kind = file.indexOf('/');
    if (kind < 0) {
      return file;
    }
    int suffix = file.indexOf('.', file.lastIndexOf('/'));
    return file.substring(kind + 1, suffix)
        + ".seqnet/"
        + file.substring(0, kind)
        + file.substring(suffix);
  }

  @Test
  void predictResumes() throws IOException {
    assertEquals(0, predict(output, "--per-photograph").exitCode());
    byte[] table = Files.readAllBytes(output.resolve("measures.csv"));
    Program again = predict(output, "--per-photograph", "--skip-existing");
    assertTrue(again.out().contains("2 of 2 images are done already"), again.out());
    Path lost = output.resolve("second visit/eye 2.seqnet/report.html");
    Files.delete(lost);
    again = predict(output, "--per-photograph", "--skip-existing");
    assertTrue(again.out().contains("1 of 2 images are done already"), again.out());
    assertTrue(Files.exists(lost));
    Files.delete(output.resolve("eye 1.seqnet/records.json"));
    again = predict(output, "--per-photograph", "--skip-existing");
    assertTrue(again.out().contains("1 of 2 images are done already"), again.out());
    assertArrayEquals(table, Files.readAllBytes(output.resolve("measures.csv")));
    Program other = predict(output, "--per-photograph", "--skip-existing", "--pixel-size", 5);
    assertEquals(2, other.exitCode());
    assertTrue(other.error().contains("pixelSize"), other.err());
  }

  @Test
  void graphWritesOneFolderPerMapAndResumes() throws IOException {
    Object[] arguments = {
      "graph", "-i", maps, "-o", output, "--recursive", "--per-photograph", "--measure", "--report"
    };
    Program run = Program.run(arguments);
    assertEquals(0, run.exitCode(), run.err());
    Set<String> files = files(output);
    for (String name : List.of("eye 1", "second visit/eye 2")) {
      for (String file : List.of("segments.csv", "measures.csv", "overlay.png", "report.html")) {
        assertTrue(files.remove(name + ".seqnet/" + file), name + ": " + file);
      }
    }
    files.removeIf(file -> file.contains(".seqnet/"));
    assertEquals(Set.of("index.html", "measures.csv"), files);
    Program again =
        Program.run(Stream.concat(Stream.of(arguments), Stream.of("--skip-existing")).toArray());
    assertTrue(again.out().contains("2 of 2 images are done already"), again.out());
  }

  @Test
  void doesNotReadResultsOfAnEarlierRunAsPhotographs() throws IOException {
    Program first = Program.run("analyze", photographs, "--recursive", "--weights", weights);
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(Files.exists(photographs.resolve("second visit/eye 2.seqnet/labels.png")));
    Program second = Program.run("analyze", photographs, "--recursive", "--weights", weights);
    assertTrue(second.out().contains("2 images done"), second.out());
    assertTrue(second.out().contains("2 folders of an earlier run"), second.out());
    Program flat = Program.run("analyze", photographs, "--weights", weights);
    assertTrue(flat.out().contains("1 image done"), flat.out());
    assertTrue(flat.out().contains("1 folder of an earlier run"), flat.out());
    // A file or folder that is named is read, whatever its name.
    Path named = photographs.resolve("eye 1.seqnet");
    Program graph = Program.run("graph", "-i", named.resolve("labels.png"), "-o", output);
    assertEquals(0, graph.exitCode(), graph.err());
    assertFalse(files(output).isEmpty());
  }

  @Test
  void computesAgainWhenTheOverrideFileHasChanged() throws IOException {
    Path overrides = folder.resolve("override.csv");
    Files.writeString(overrides, "segment,x_px,y_px,label\n");
    Path map = maps.resolve("eye 1.png");
    Object[] arguments = {"graph", "-i", map, "-o", output, "--override", overrides};
    Program run = Program.run(arguments);
    assertEquals(0, run.exitCode(), run.err());
    Object[] resumed = Stream.concat(Stream.of(arguments), Stream.of("--skip-existing")).toArray();
    assertTrue(Program.run(resumed).out().contains("1 of 1 images are done already"));
    Files.writeString(overrides, "segment,x_px,y_px,label\n1,,,vein\n");
    Program changed = Program.run(resumed);
    assertTrue(changed.out().contains("0 of 1 images are done already"), changed.out());
  }
}

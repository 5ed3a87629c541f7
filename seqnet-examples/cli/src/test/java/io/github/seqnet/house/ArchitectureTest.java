package io.github.seqnet.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final String[] GRAPH = {"io.github.seqnet.graph..", "io.github.seqnet.analysis.."};
  private static final String NN = "io.github.seqnet.nn..";
  private static final String[] ND4J = {"org.nd4j..", "org.bytedeco.."};
  private static final String[] APPLICATIONS = {
    "io.github.seqnet.cli..", "io.github.seqnet.examples..", "io.github.seqnet.benchmarks.."
  };

  /** Words of the glossary that stand for something else in the field, whole words only. */
  private static final List<String> DENIED =
      List.of(
          "gradient",
          "slopes",
          "shard",
          "shards",
          "twig",
          "twigs",
          "centre",
          "colour",
          "grey",
          "neighbour",
          "neighbours",
          "labelled",
          "licence");

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.seqnet");
    assertTrue(classes.size() > 200, "too few classes were found: " + classes.size());
  }

  /** Classes of core: those of no other module. */
  private static DescribedPredicate<JavaClass> core() {
    return DescribedPredicate.not(
        JavaClass.Predicates.resideInAnyPackage(
            Stream.of(Stream.of(GRAPH), Stream.of(NN), Stream.of(APPLICATIONS))
                .flatMap(packages -> packages)
                .toArray(String[]::new)));
  }

  @Test
  void coreDependsOnNoOtherModule() {
    noClasses()
        .that(core())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(GRAPH)
        .check(classes);
    noClasses().that(core()).should().dependOnClassesThat().resideInAnyPackage(NN).check(classes);
    noClasses().that(core()).should().dependOnClassesThat().resideInAnyPackage(ND4J).check(classes);
  }

  @Test
  void graphKnowsNoNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(GRAPH)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.github.seqnet.nn..", "org.nd4j..", "org.bytedeco..")
        .check(classes);
  }

  @Test
  void nnDependsOnCoreAlone() {
    noClasses()
        .that()
        .resideInAPackage(NN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(GRAPH)
        .check(classes);
  }

  @Test
  void librariesDoNotDependOnApplications() {
    noClasses()
        .that()
        .resideOutsideOfPackages(APPLICATIONS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(APPLICATIONS)
        .check(classes);
  }

  @Test
  void onlyCoreUsesImageIo() {
    noClasses()
        .that(DescribedPredicate.not(core()))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javax.imageio..")
        .check(classes);
  }

  @Test
  void everyPackageIsDescribed() throws IOException {
    TreeSet<Path> missing = new TreeSet<>();
    for (Path file : sources()) {
      Path folder = file.getParent();
      if (folder.toString().contains("src" + java.io.File.separator + "main")
          && !file.endsWith("module-info.java")
          && !Files.exists(folder.resolve("package-info.java"))) {
        missing.add(ROOT.relativize(folder));
      }
    }
    assertEquals(new TreeSet<Path>(), missing, "packages without a package-info.java");
  }

  /** A report for now; it becomes an error when the counts are zero. */
  @Test
  void countsDeniedWordsOfTheGlossary() throws IOException {
    TreeMap<String, Integer> counts = new TreeMap<>();
    Pattern words = Pattern.compile("\\b(" + String.join("|", DENIED) + ")\\b");
    int files = 0;
    for (Path file : sources()) {
      if (!file.endsWith("ArchitectureTest.java")) {
        files++;
        Matcher found = words.matcher(Files.readString(file).toLowerCase(Locale.ROOT));
        while (found.find()) {
          counts.merge(found.group() + " " + ROOT.relativize(file), 1, Integer::sum);
        }
      }
    }
    assertTrue(files > 200, "too few sources were found: " + files);
    StringBuilder report = new StringBuilder();
    counts.forEach((key, count) -> report.append(count).append(' ').append(key).append('\n'));
    Files.writeString(Path.of("target", "glossary-report.txt"), report);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> ROOT.relativize(file).toString().startsWith("seqnet-"))
          .filter(file -> !ROOT.relativize(file).toString().contains("target"))
          .toList();
    }
  }
}

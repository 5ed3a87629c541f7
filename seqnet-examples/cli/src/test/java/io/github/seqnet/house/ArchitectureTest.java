// SPDX-License-Identifier: MIT
package io.github.seqnet.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final String[] GRAPH = {"io.github.seqnet.graph..", "io.github.seqnet.analysis.."};
  private static final String NN = "io.github.seqnet.nn..";
  private static final String[] ND4J = {"org.nd4j..", "org.bytedeco.."};
  private static final String[] APPLICATIONS = {
    "io.github.seqnet.cli..", "io.github.seqnet.examples..", "io.github.seqnet.benchmarks.."
  };

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
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        classes.getPackage("io.github.seqnet").getSubpackagesInTree().stream()
            .filter(p -> p.getClasses().stream().anyMatch(c -> !isGenerated(c)))
            // The tests' own helpers, which lie in another jar of core.
            .filter(p -> !p.getName().equals("io.github.seqnet.testing"))
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertEquals(List.of(), unmarked, "packages whose package-info lacks @NullMarked");
  }

  /** The same for the modules that are not on the class path of this test. */
  @Test
  void everyPackageDescriptionIsNullMarked() throws IOException {
    List<String> unmarked = new ArrayList<>();
    for (Path file : Sources.withExtension("java")) {
      if (Sources.isMain(file) && file.endsWith("package-info.java")) {
        if (!Files.readString(file).contains("@NullMarked\npackage ")) {
          unmarked.add(Sources.name(file));
        }
      }
    }
    assertEquals(List.of(), unmarked, "descriptions of packages without @NullMarked");
  }

  private static boolean isGenerated(JavaClass type) {
    return type.getSimpleName().startsWith("Jte");
  }
}

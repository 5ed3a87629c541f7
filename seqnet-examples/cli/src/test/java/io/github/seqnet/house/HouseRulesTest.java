// SPDX-License-Identifier: MIT
package io.github.seqnet.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules for the text of sources and documents. */
final class HouseRulesTest {
  private static final String THIS = "/house/HouseRulesTest.java";

  /** Denied words: a pattern, and the term of the glossary to use instead. */
  private static final Map<String, String> DENIED = new LinkedHashMap<>();

  static {
    DENIED.put("\\bslopes?\\b", "gradient");
    DENIED.put("\\bfigures?\\b", "metric, value or image");
    DENIED.put("\\beven(ly)? li(ght|t)\\b", "illumination correction");
    DENIED.put("\\bshards?\\b", "micro-batch");
    DENIED.put("\\btwigs?\\b", "spur");
    DENIED.put("\\b(bootstrap|same|each|every|these|those|other) draws?\\b", "bootstrap resample");
    DENIED.put("\\b(large|small) u-?nets?\\b", "base U-Net or refinement U-Nets");
    DENIED.put("\\bpictures?\\b", "image, overlay, plot or photograph");
    DENIED.put("(?<!ground )(?<!ground-)\\btruth\\b", "ground truth or annotation");
    DENIED.put("\\bquantit(y|ies)\\b", "biomarker");
    DENIED.put("\\bthickness(es)?\\b", "caliber");
    DENIED.put("\\bmonitors?\\b", "progress listener");
    DENIED.put("\\bkey-?points?\\b", "junction or end point");
    DENIED.put("\\bcentre[ds]?\\b", "center");
    DENIED.put("\\bcolour\\w*", "color");
    DENIED.put("\\bgrey\\w*", "gray");
    DENIED.put("\\bneighbour\\w*", "neighbor");
    DENIED.put("\\blabell(ed|ing)\\b", "labeled");
    DENIED.put("\\blicence[ds]?\\b", "license");
    DENIED.put("\\bof which\\b", "two sentences");
    DENIED.put("\\bby way of\\b", "through");
    DENIED.put("\\bfor want of\\b", "because there is no");
    DENIED.put("\\band the like\\b", "the complete list");
    DENIED.put("\\bthat (are|is) none\\b", "is not a valid");
    DENIED.put("\\bin secret\\b", "nothing");
    DENIED.put("\\bwhoever\\b", "a subject");
  }

  /** Quotations: a part of the line that may contain a denied word, and why. */
  private static final Map<String, String> QUOTATIONS =
      Map.of(
          "LICENSE = \"licence\"", "key in weight files of version 1",
          "<figure", "HTML element",
          "#folder figure", "HTML element",
          "</figure>", "HTML element",
          "tr, figure, .histogram", "HTML element in a style sheet",
          "FIGURE_EIGHT", "shape of a graph");

  /** Test classes that start processes or print the counts of a long run on request. */
  private static final Set<String> PRINTING =
      Set.of(
          "FuzzTest.java",
          "KillTest.java",
          "CloseReminderIT.java",
          "BackendStartIT.java",
          "KilledTrainingIT.java",
          "InjectedErrorsMain.java",
          "ReferenceStepsTest.java",
          "ConstructedTruthTest.java",
          "SoakTest.java");

  @Test
  void textUsesTheTermsOfTheGlossary() throws IOException {
    List<String> found = new ArrayList<>();
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    DENIED.forEach(
        (words, use) -> patterns.put(Pattern.compile(words, Pattern.CASE_INSENSITIVE), use));
    int files = 0;
    for (Path file : Sources.withExtension("java", "jte", "md", "yml")) {
      if (Sources.name(file).endsWith(THIS)) {
        continue;
      }
      files++;
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (QUOTATIONS.keySet().stream().anyMatch(line::contains)) {
          continue;
        }
        for (Map.Entry<Pattern, String> entry : patterns.entrySet()) {
          Matcher matcher = entry.getKey().matcher(line);
          if (matcher.find()) {
            found.add(
                Sources.name(file)
                    + ":"
                    + number
                    + ": "
                    + matcher.group()
                    + " (use "
                    + entry.getValue()
                    + ")");
          }
        }
      }
    }
    assertTrue(files > 400, "too few files were found: " + files);
    assertEquals("", String.join("\n", found), "words that the glossary replaces");
  }

  @Test
  void everyPackageHasADescriptionWithAReadingOrder() throws IOException {
    Set<String> missing = new TreeSet<>();
    Pattern order = Pattern.compile("(?i)\\b(start|begin)(s)? (with|at|here)\\b|reading order");
    for (Path file : Sources.withExtension("java")) {
      if (Sources.isMain(file) && !file.endsWith("module-info.java")) {
        Path description = file.resolveSibling("package-info.java");
        if (!Files.exists(description) || !order.matcher(words(description)).find()) {
          missing.add(Sources.name(description));
        }
      }
    }
    assertEquals("", String.join("\n", missing), "packages without a reading order");
  }

  private static String words(Path file) throws IOException {
    return Files.readString(file).replaceAll("[\\s*]+", " ");
  }

  @Test
  void everyPublicTypeIsDocumented() throws IOException {
    Pattern type =
        Pattern.compile(
            "(?m)^( *)public ((static|final|abstract|sealed|non-sealed)"
                + " )*(class|interface|record|enum|@interface) (\\w+)");
    List<String> missing = new ArrayList<>();
    for (Path file : Sources.withExtension("java")) {
      if (Sources.isMain(file)) {
        String text = Files.readString(file);
        Matcher matcher = type.matcher(text);
        while (matcher.find()) {
          String before = text.substring(0, matcher.start());
          int end = Math.max(before.lastIndexOf(";\n"), before.lastIndexOf("}\n"));
          if (before.lastIndexOf("*/") < end) {
            missing.add(Sources.name(file) + ": " + matcher.group(5));
          }
        }
      }
    }
    assertEquals("", String.join("\n", missing), "public types without javadoc");
  }

  @Test
  void everyPropertyHasASeed() throws IOException {
    Pattern property = Pattern.compile("(?m)^ *@Property\\b(?!\\([^)]*seed = )");
    List<String> missing = new ArrayList<>();
    for (Path file : Sources.withExtension("java")) {
      Matcher matcher = property.matcher(Files.readString(file));
      if (matcher.find()) {
        missing.add(Sources.name(file));
      }
    }
    assertEquals("", String.join("\n", missing), "properties without a seed");
  }

  @Test
  void testsThatStartProcessesAreTagged() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path file : Sources.withExtension("java")) {
      String name = Sources.name(file);
      if (Sources.isTest(file)
          && name.matches(".*(Test|IT|Properties)\\.java")
          && !name.endsWith(THIS)) {
        String text = Files.readString(file);
        if (text.contains("new ProcessBuilder(") && !text.contains("@Tag(")) {
          missing.add(name);
        }
      }
    }
    assertEquals("", String.join("\n", missing), "tests that start processes without a tag");
  }

  @Test
  void testsNeitherPrintNorDependOnTheGarbageCollector() throws IOException {
    Pattern printing = Pattern.compile("System\\.(out|err)\\.|void main\\(String");
    List<String> found = new ArrayList<>();
    for (Path file : Sources.withExtension("java")) {
      String name = Sources.name(file);
      if (!Sources.isTest(file) || name.endsWith(THIS)) {
        continue;
      }
      String text = Files.readString(file);
      if (!name.endsWith("SoakTest.java") && text.contains("System.gc()")) {
        found.add(name + ": System.gc()");
      }
      if (PRINTING.stream().noneMatch(name::endsWith) && printing.matcher(text).find()) {
        found.add(name + ": prints or has a main method");
      }
    }
    assertEquals("", String.join("\n", found), "tests that print, have a main method or call gc");
  }
}

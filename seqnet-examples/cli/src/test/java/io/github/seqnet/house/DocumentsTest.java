// SPDX-License-Identifier: MIT
package io.github.seqnet.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.cli.CommandLines;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the documents are true: Java snippets compile, command lines exist, and links lead
 * somewhere.
 *
 * <p>The first snippet of a page has all imports that it needs. Later ones may leave out imports,
 * and may use variables that a comment before the snippet declares: {@code <!-- given: VesselGraph
 * graph, Path folder -->}. Excerpts of the example programs need neither.
 */
final class DocumentsTest {
  private static final Pattern SNIPPET =
      Pattern.compile("(?s)(?:<!-- given: ((?:(?!-->).)*?) -->\n)?```java\n(.*?)```");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (static )?([\\w.]+)\\.(\\w+);\n");
  private static final Pattern SHELL = Pattern.compile("(?s)```(?:sh|bash)\n(.*?)```");
  private static final Pattern INLINE = Pattern.compile("`seqnet ([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** Simple names of the types that a snippet may use without an import. */
  private static Map<String, String> types;

  /** The sources of programs and tests that documents quote, without indentation. */
  private static List<String> quoted;

  @TempDir Path folder;

  @BeforeAll
  static void collectTypes() throws IOException {
    types = new TreeMap<>();
    quoted = new ArrayList<>();
    for (Path file : Sources.withExtension("java")) {
      String name = Sources.name(file);
      if (name.startsWith("seqnet-examples/programs/src/main/") || name.contains("/guide/")) {
        quoted.add(withoutIndentation(Files.readString(file)));
      }
      if (name.matches("seqnet-(core|graph|nn)/src/main/java/.*")
          && !name.contains("/internal/")
          && !name.endsWith("-info.java")) {
        String type = name.replaceAll(".*/java/|\\.java$", "").replace('/', '.');
        types.putIfAbsent(type.substring(type.lastIndexOf('.') + 1), type);
      }
    }
    for (Class<?> type :
        List.of(
            Path.class,
            Files.class,
            List.class,
            Map.class,
            Set.class,
            IOException.class,
            java.util.Optional.class,
            java.util.OptionalDouble.class)) {
      types.put(type.getSimpleName(), type.getName());
    }
  }

  @Test
  void snippetsCompile() throws IOException {
    List<String> failures = new ArrayList<>();
    int snippets = 0;
    for (Path document : Sources.withExtension("md")) {
      Set<String> imports = new LinkedHashSet<>();
      boolean first = true;
      for (MatchResult snippet : results(SNIPPET, Files.readString(document))) {
        snippets++;
        String given = snippet.group(1) == null ? "" : snippet.group(1);
        String code = snippet.group(2);
        if (quoted.stream().anyMatch(source -> source.contains(withoutIndentation(code)))) {
          continue;
        }
        Set<String> used = new LinkedHashSet<>();
        results(IMPORT, code).forEach(line -> used.add(line.group().strip()));
        imports.addAll(used);
        String error = compile(IMPORT.matcher(code).replaceAll(""), given, imports, first);
        if (!error.isEmpty()) {
          failures.add(Sources.name(document) + ", snippet " + snippets + ":\n" + error + code);
        }
        first = false;
      }
    }
    assertTrue(snippets > 20, "too few snippets were found: " + snippets);
    assertEquals("", String.join("\n", failures), "snippets that do not compile");
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private String compile(String code, String given, Set<String> imports, boolean complete) {
    Set<String> all = new LinkedHashSet<>(imports);
    Set<String> named =
        imports.stream()
            .map(line -> line.replaceAll(".*\\.|;", ""))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    String resolvable = complete ? given : given + " " + code;
    types.forEach(
        (simple, type) -> {
          if (!named.contains(simple)
              && Pattern.compile("\\b" + simple + "\\b").matcher(resolvable).find()) {
            all.add("import " + type + ";");
          }
        });
    boolean isType = Pattern.compile("(?m)^(public |final )*(class|record) ").matcher(code).find();
    String body =
        isType
            ? code.replaceAll("(?m)^public (final )?class", "final class")
            : "final class Snippet {\n  static void run("
                + given
                + ") throws Exception {\n"
                + code
                + "}}\n";
    String source = String.join("\n", all) + "\n" + body;
    StringWriter output = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    boolean compiles =
        compiler
            .getTask(
                output,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                List.of(file))
            .call();
    return compiles ? "" : output.toString();
  }

  @Test
  void commandLinesExist() throws IOException {
    List<String> failures = new ArrayList<>();
    int lines = 0;
    for (Path document : Sources.withExtension("md")) {
      String text = Files.readString(document);
      for (MatchResult block : results(SHELL, text)) {
        for (String line : block.group(1).replace("\\\n", " ").split("\n", -1)) {
          int at = line.indexOf("seqnet.jar ");
          String arguments =
              line.startsWith("seqnet ")
                  ? line.substring("seqnet ".length())
                  : line.contains("-jar ") && at >= 0 ? line.substring(at + 11) : "";
          if (!arguments.isEmpty()) {
            lines++;
            report(document, line, CommandLines.check(arguments, true), failures);
          }
          Matcher program =
              Pattern.compile("\\b(io\\.github\\.seqnet(?:\\.\\w+)+)\\b").matcher(line);
          if (line.startsWith("java ") && program.find()) {
            report(document, line, classError(program.group(1)), failures);
          }
          Matcher script = Pattern.compile("^(?:python )?((?:docs|\\.ci)/[\\w./-]+)").matcher(line);
          if (script.find() && !Files.exists(Sources.ROOT.resolve(script.group(1)))) {
            failures.add(Sources.name(document) + ": " + line + ": no such file");
          }
        }
      }
      for (MatchResult inline : results(INLINE, SHELL.matcher(text).replaceAll(""))) {
        if (!inline.group(1).contains("...")) {
          lines++;
          String error = CommandLines.check(inline.group(1), false);
          report(document, inline.group(), error, failures);
        }
      }
    }
    assertTrue(lines > 20, "too few command lines were found: " + lines);
    assertEquals("", String.join("\n", failures), "command lines that do not exist");
  }

  private static String classError(String name) {
    try {
      Class.forName(name, false, DocumentsTest.class.getClassLoader());
      return "";
    } catch (ClassNotFoundException e) {
      return "there is no class " + name;
    }
  }

  private static void report(Path document, String line, String error, List<String> failures) {
    if (!error.isEmpty()) {
      failures.add(Sources.name(document) + ": " + line + ": " + error);
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> failures = new ArrayList<>();
    for (Path document : Sources.withExtension("md")) {
      for (MatchResult link : results(LINK, Files.readString(document))) {
        String target = link.group(1);
        if (target.matches("[a-z]+:.*")) {
          continue;
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
          failures.add(Sources.name(document) + ": " + target + ": no such file");
        } else if (parts.length > 1 && !anchors(file).contains(parts[1])) {
          failures.add(Sources.name(document) + ": " + target + ": no such heading");
        }
      }
    }
    assertEquals("", String.join("\n", failures), "broken links");
  }

  private static Set<String> anchors(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void linesFitThePage() throws IOException {
    List<String> failures = new ArrayList<>();
    for (Path document : Sources.withExtension("md")) {
      int number = 0;
      boolean code = false;
      for (String line : Files.readAllLines(document)) {
        number++;
        code ^= line.startsWith("```");
        boolean prose = !code && !line.startsWith("|") && !line.startsWith("![");
        if (prose && line.length() > 120 && line.strip().contains(" ")) {
          failures.add(Sources.name(document) + ":" + number + ": " + line.length());
        }
      }
    }
    assertEquals("", String.join("\n", failures), "lines of more than 120 characters");
  }

  private static List<MatchResult> results(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}

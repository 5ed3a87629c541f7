// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

final class NoticeTest {
  /** Test tools: a group, or a group and an artifact. */
  private static final List<String> TEST_ONLY =
      List.of(
          "org.junit",
          "com.tngtech.archunit",
          "net.bytebuddy:byte-buddy",
          "org.webjars.npm:axe-core",
          "org.seleniumhq.selenium",
          "net.jqwik",
          "org.opentest4j",
          "org.apiguardian");

  private static boolean isTestOnly(String group, String artifact) {
    return TEST_ONLY.stream()
        .anyMatch(
            tool ->
                tool.contains(":")
                    ? tool.equals(group + ":" + artifact)
                    : group.equals(tool) || group.startsWith(tool + "."));
  }

  /** Otherwise the artifact would be bundled, and its absence in NOTICE would not be noticed. */
  @Test
  void whatIsLeftOutHasTestScope() throws IOException {
    Pattern dependency =
        Pattern.compile(
            "<dependency>\\s*<groupId>([^<]*)</groupId>\\s*<artifactId>([^<]*)</artifactId>"
                + "(.*?)</dependency>",
            Pattern.DOTALL);
    int tools = 0;
    for (String module :
        List.of("../../seqnet-core", "../../seqnet-graph", "../../seqnet-nn", "../programs", ".")) {
      String pom = Files.readString(Path.of(module, "pom.xml"));
      Matcher matcher = dependency.matcher(pom);
      while (matcher.find()) {
        if (isTestOnly(matcher.group(1), matcher.group(2))) {
          tools++;
          assertTrue(matcher.group(3).contains("<scope>test</scope>"), module + matcher.group());
        }
      }
    }
    assertTrue(tools >= 6, tools + " test tools");
  }

  @Test
  void namesEveryBundledArtifact() throws IOException {
    String notice = resource("/META-INF/NOTICE");
    TreeSet<String> missing = new TreeSet<>();
    int artifacts = 0;
    for (String entry : parts(System.getProperty("java.class.path"), File.pathSeparator)) {
      if (!entry.endsWith(".jar")) {
        continue;
      }
      try (JarFile jar = new JarFile(entry)) {
        for (ZipEntry file : jar.stream().toList()) {
          if (file.getName().matches("META-INF/maven/.*/pom\\.properties")) {
            Properties properties = new Properties();
            try (InputStream in = jar.getInputStream(file)) {
              properties.load(in);
            }
            String group = properties.getProperty("groupId");
            String artifact = properties.getProperty("artifactId");
            if (!isTestOnly(group, artifact) && !group.equals("io.github.seqnet")) {
              artifacts++;
              if (!parts(notice, "[^A-Za-z0-9_-]+").contains(artifact)) {
                missing.add(group + ":" + artifact);
              }
            }
          }
        }
      }
    }
    assertTrue(artifacts > 10, "the class path has no libraries");
    assertEquals(new TreeSet<String>(), missing, "NOTICE lacks artifacts that seqnet.jar contains");
  }

  @Test
  void bundlesOurLicenseAndTheTextsOfOthers() throws IOException {
    assertTrue(resource("/LICENSE").contains("SeqNet"));
    assertTrue(resource("/META-INF/licenses/Apache-2.0.txt").contains("Version 2.0"));
    assertTrue(resource("/META-INF/licenses/BSD-3-Clause.txt").contains("Harald Kuhr"));
    assertTrue(resource("/META-INF/licenses/MIT.txt").contains("James Mudd"));
  }

  /** Every line of the list in NOTICE that names a license has the license's text. */
  @Test
  void hasTheTextOfEveryLicense() throws IOException {
    String notice = resource("/META-INF/NOTICE");
    String list = notice.substring(notice.indexOf("seqnet.jar contains"));
    List<String> licenses =
        list.lines()
            .filter(line -> line.matches("  \\S.*"))
            .map(line -> line.strip().split(" {2,}", -1)[0])
            .toList();
    assertEquals(List.of("Apache 2.0", "MIT", "BSD 3-clause"), licenses);
    for (String license : licenses) {
      String file = license.replace(' ', '-').replace("clause", "Clause") + ".txt";
      assertTrue(resource("/META-INF/licenses/" + file).length() > 1000, file);
    }
  }

  /** JAI has terms that are not open source, and ImageIO-Ext, which needs it, is not bundled. */
  @Test
  void bundlesNoJai() {
    for (String name :
        List.of(
            "javax.media.jai.JAI",
            "com.sun.media.imageioimpl.common.PackageUtil",
            "it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReaderSpi",
            "com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi")) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName(name), name);
    }
  }

  private static List<String> parts(String text, String separator) {
    return Pattern.compile(separator).splitAsStream(text).toList();
  }

  /** A resource of this module, which the jars of others may have under the same name. */
  private static String resource(String name) throws IOException {
    return Files.readString(Path.of("target", "classes", name.substring(1)));
  }
}

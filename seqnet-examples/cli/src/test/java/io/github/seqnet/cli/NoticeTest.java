package io.github.seqnet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

final class NoticeTest {
  /** Groups that only the tests use. */
  private static final List<String> TEST_GROUPS =
      List.of(
          "org.junit",
          "com.tngtech.archunit",
          "net.bytebuddy",
          "org.webjars",
          "net.jqwik",
          "org.opentest4j",
          "org.apiguardian",
          "io.github.seqnet");

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
            if (TEST_GROUPS.stream().noneMatch(group::startsWith)
                // A collection of libraries; only its TIFF plugin is bundled.
                && !entry.contains("geotools-wrapper")) {
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
    assertTrue(resource("/META-INF/licenses/LGPL-2.1.txt").contains("Version 2.1"));
    assertTrue(resource("/META-INF/NOTICE").contains("javax.media.jai"));
  }

  private static List<String> parts(String text, String separator) {
    return Pattern.compile(separator).splitAsStream(text).toList();
  }

  /** A resource of this module, which the jars of others may have under the same name. */
  private static String resource(String name) throws IOException {
    return Files.readString(Path.of("target", "classes", name.substring(1)));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this program. */
public final class Versions implements IVersionProvider {
  /** Created by picocli. */
  Versions() {}

  @Override
  public String[] getVersion() {
    return new String[] {"seqnet " + seqnet()};
  }

  /** The version of SeqNet, as in the build. */
  public static String seqnet() {
    return property("seqnet");
  }

  /** The version of ND4J, as in the build. */
  public static String nd4j() {
    return property("nd4j");
  }

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.preprocess.Preprocessing;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a preprocessing such as {@code none} and lists the available ones for the help. */
public final class PreprocessingNames implements ITypeConverter<Preprocessing>, Iterable<String> {
  /** Called by picocli. */
  PreprocessingNames() {}

  @Override
  public Preprocessing convert(String value) {
    try {
      return Preprocessing.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Iterator<String> iterator() {
    return Preprocessing.ids().iterator();
  }
}

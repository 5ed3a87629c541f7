// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the constants of an enum as people type them, {@code zhang-suen} for {@code ZHANG_SUEN},
 * and lists them for the help.
 */
public abstract class NamedConstants<E extends Enum<E>>
    implements ITypeConverter<E>, Iterable<String> {
  private final E[] constants;

  public NamedConstants(Class<E> type) {
    constants = type.getEnumConstants();
  }

  /** A constant as people type it. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public final E convert(String value) {
    for (E constant : constants) {
      if (name(constant).equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw new TypeConversionException(
        "expected one of " + String.join(", ", names()) + " but was '" + value + "'");
  }

  @Override
  public final Iterator<String> iterator() {
    return names().iterator();
  }

  private List<String> names() {
    return Arrays.stream(constants).map(NamedConstants::name).toList();
  }
}

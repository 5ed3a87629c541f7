// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.graph.propagation.RefinementMode;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a way to refine labels: none, unify, paper, stable, or a rule found as a service. */
public final class RefinementNames implements ITypeConverter<RefinementMode>, Iterable<String> {
  /** Created by picocli. */
  RefinementNames() {}

  @Override
  public RefinementMode convert(String value) {
    try {
      return RefinementMode.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Iterator<String> iterator() {
    return RefinementMode.available().stream().map(RefinementMode::id).iterator();
  }
}

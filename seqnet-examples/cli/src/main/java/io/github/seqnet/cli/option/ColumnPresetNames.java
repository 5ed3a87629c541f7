// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.option;

import io.github.seqnet.analysis.ColumnPreset;

/** Reads a column preset: vascx, automorph. */
public final class ColumnPresetNames extends NamedConstants<ColumnPreset> {
  /** Created by picocli. */
  public ColumnPresetNames() {
    super(ColumnPreset.class);
  }
}

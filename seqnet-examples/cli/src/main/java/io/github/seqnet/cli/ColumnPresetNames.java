package io.github.seqnet.cli;

import io.github.seqnet.analysis.ColumnPreset;

/** Reads a column preset: vascx, automorph. */
final class ColumnPresetNames extends NamedConstants<ColumnPreset> {
  /** For picocli. */
  ColumnPresetNames() {
    super(ColumnPreset.class);
  }
}

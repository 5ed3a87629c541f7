package io.github.seqnet.cli.analyze;

import io.github.seqnet.analysis.ColumnPreset;
import io.github.seqnet.cli.option.NamedConstants;

/** Reads a column preset: vascx, automorph. */
final class ColumnPresetNames extends NamedConstants<ColumnPreset> {
  /** For picocli. */
  ColumnPresetNames() {
    super(ColumnPreset.class);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.FractalBiomarker;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnPresetTest {
  @TempDir private Path folder;

  private static RetinaReport report(KnownFacts known, BiomarkerSet biomarkers) {
    SyntheticFundus fundus =
        FundusGenerator.generate(FundusOptions.defaults().withSize(300, 300).withSeed(7));
    return VesselMapAnalyzer.with(AnalysisOptions.defaults())
        .withBiomarkers(biomarkers)
        .analyze(
            VesselMapInput.of(fundus.labels()),
            known
                .withName("eye")
                .withFile("photos/eye.png")
                .withOpticDisc(new OpticDisc(100, 140, 22)),
            ProgressListener.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void everyMappingHasAColumn(ColumnPreset preset) {
    List<String> columns =
        BiomarkerSet.builtIn().columns(Scale.pixels()).stream().map(c -> c.name()).toList();
    for (ColumnPreset.Mapping mapping : preset.mappings()) {
      assertTrue(columns.contains(mapping.column()), mapping.column());
    }
    assertEquals(Optional.of(preset), ColumnPreset.parse(preset.id().toUpperCase(Locale.ROOT)));
  }

  @Test
  void lengthsHaveTheUnitOfTheOtherProgram() {
    Map<String, Object> row =
        report(KnownFacts.none().withPixelSize(Scale.micrometers(12)), BiomarkerSet.builtIn())
            .toRow();
    double micrometers = (Double) row.get("crae_knudtson.arteries.zone_b");
    assertEquals(
        micrometers / 1000, (Double) ColumnPreset.VASCX.row(row).get("full_cre_arteries"), 1e-12);
    assertEquals(
        row.get("tortuosity.veins.field_of_view"),
        ColumnPreset.VASCX.row(row).get("lw_tort_dist_veins"));
    assertEquals(micrometers, ColumnPreset.AUTOMORPH.row(row).get("CRAE_Knudtson_zone_b"));
    assertEquals(
        row.get("avr_knudtson.all.zone_c"),
        ColumnPreset.AUTOMORPH.row(row).get("AVR_Knudtson_zone_c"));
  }

  @Test
  void pixelsStayPixels() {
    Map<String, Object> row = report(KnownFacts.none(), BiomarkerSet.builtIn()).toRow();
    assertEquals(
        row.get("crve_knudtson.veins.zone_b"), ColumnPreset.VASCX.row(row).get("full_cre_veins"));
  }

  @Test
  void writesATable() throws IOException {
    Path file = folder.resolve("automorph.csv");
    ReportTable table = ReportTable.of(BiomarkerSet.builtIn(), Scale.pixels());
    Map<String, Object> failed =
        table.errorRow(
            KnownFacts.none().withName("b").withFile("b.jpg"), 0, 0, new IOException("damaged"));
    assertNull(ColumnPreset.AUTOMORPH.row(failed).get("CRVE_Knudtson_zone_c"));
    ColumnPreset.AUTOMORPH.writeCsv(
        List.of(report(KnownFacts.none(), BiomarkerSet.builtIn()).toRow(), failed), file);
    List<String> lines = Files.readAllLines(file);
    assertEquals(
        "Name,CRAE_Knudtson_zone_b,CRVE_Knudtson_zone_b,AVR_Knudtson_zone_b,"
            + "CRAE_Knudtson_zone_c,CRVE_Knudtson_zone_c,AVR_Knudtson_zone_c",
        lines.get(0));
    assertTrue(lines.get(1).startsWith("eye.png,"), lines.get(1));
    assertEquals("b.jpg,,,,,,", lines.get(2));
  }

  @Test
  void namesAMissingBiomarker() {
    Map<String, Object> row =
        report(KnownFacts.none(), BiomarkerSet.of(List.of(FractalBiomarker.FRACTAL_DIMENSION)))
            .toRow();
    String message =
        assertThrows(IllegalArgumentException.class, () -> ColumnPreset.VASCX.row(row))
            .getMessage();
    assertTrue(message.contains("no column 'tortuosity.arteries.field_of_view'"), message);
  }
}

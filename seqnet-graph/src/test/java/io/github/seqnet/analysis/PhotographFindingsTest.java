// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhotographFindingsTest {
  private static final int SIDE = 420;
  private static final SyntheticFundus FUNDUS =
      FundusGenerator.generate(FundusOptions.defaults().withSize(SIDE, SIDE));

  @Test
  void rowTellsQualityLandmarksAndEye() {
    RetinaReport report = analyze(FUNDUS.image(), KnownFacts.none(), 0.25);
    Map<String, Object> row = report.toRow();
    assertEquals("true", row.get("gradable"));
    assertTrue((Double) row.get("quality") > 0.25);
    assertNotNull(row.get("disc_confidence"));
    assertEquals(report.fovea().orElseThrow().x(), row.get("fovea_x_px"));
    assertEquals("estimated", row.get("laterality_source"));
    boolean foveaLeft = report.fovea().get().x() < report.opticDisc().orElseThrow().centerX();
    assertEquals(foveaLeft ? "OD" : "OS", row.get("laterality"));
  }

  @Test
  void minimumQualityMarksPhotographs() {
    float[] dark = FUNDUS.image().toArray();
    for (int i = 0; i < dark.length; i++) {
      dark[i] *= 0.1f;
    }
    RgbImage image = RgbImage.wrap(SIDE, SIDE, dark);
    Map<String, Object> row = analyze(image, KnownFacts.none(), 0.25).toRow();
    assertEquals("false", row.get("gradable"));
    assertTrue(row.get("quality_reasons").toString().contains("exposure"), row.toString());
    assertEquals("true", analyze(image, KnownFacts.none(), 0).toRow().get("gradable"));
    assertThrows(
        IllegalArgumentException.class, () -> AnalysisOptions.defaults().withMinimumQuality(1.1));
  }

  @Test
  void knownFactsReplaceEstimates() {
    KnownFacts known =
        KnownFacts.none()
            .withLaterality(Laterality.LEFT)
            .withOpticDisc(new OpticDisc(200, 200, 30));
    Map<String, Object> row = analyze(FUNDUS.image(), known, 0.25).toRow();
    assertEquals("OS", row.get("laterality"));
    assertEquals("given", row.get("laterality_source"));
    assertEquals(1.0, row.get("laterality_confidence"));
    assertEquals(1.0, row.get("disc_confidence"));
  }

  @Test
  void mapsWithoutPhotographHaveNoFindings() {
    BinaryMask vessels = FUNDUS.labels().vessels();
    RetinaReport report =
        VesselMapAnalyzer.with(AnalysisOptions.defaults())
            .analyze(VesselMapInput.of(vessels), KnownFacts.none(), ProgressListener.NONE);
    assertTrue(report.gradability().isEmpty());
    assertTrue(report.fovea().isEmpty());
    assertTrue(report.laterality().isEmpty());
    assertNull(report.toRow().get("gradable"));
  }

  private static RetinaReport analyze(RgbImage image, KnownFacts known, double minimum) {
    return VesselMapAnalyzer.with(AnalysisOptions.defaults().withMinimumQuality(minimum))
        .analyze(
            VesselMapInput.of(FUNDUS.labels()).withPhotograph(image), known, ProgressListener.NONE);
  }
}

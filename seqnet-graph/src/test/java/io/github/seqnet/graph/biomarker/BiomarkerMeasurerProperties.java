// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.testing.Masks;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BiomarkerMeasurerProperties {
  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Property(tries = 100, seed = "30")
  void arteriesAndVeinsAddUpToAll(@ForAll("masks") BinaryMask mask, @ForAll int seed) {
    VesselGraph graph = labeled(VesselGraph.of(mask), seed);
    byte[] codes = mask.toArray();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (codes[i] == 0 ? 0 : 1 + (i + seed & 1));
    }
    BiomarkerResults measures =
        BiomarkerMeasurer.with(BiomarkerOptions.defaults())
            .measure(
                BiomarkerInput.of(
                        graph,
                        ArteryVeinMap.of(mask.width(), mask.height(), codes),
                        FieldOfView.wholeImage(mask.width(), mask.height()))
                    .withOpticDisc(new OpticDisc(mask.width() / 2.0, mask.height() / 2.0, 3)));
    for (Region region : Region.values()) {
      for (String biomarker : List.of("vessel_density", "total_length", "segments")) {
        BiomarkerValue all = measures.get(biomarker, VesselGroup.ALL, region);
        BiomarkerValue arteries = measures.get(biomarker, VesselGroup.ARTERIES, region);
        BiomarkerValue veins = measures.get(biomarker, VesselGroup.VEINS, region);
        if (arteries.value().isPresent()) {
          // The sums differ in order only.
          assertEquals(
              all.value().orElseThrow(),
              arteries.value().getAsDouble() + veins.value().orElseThrow(),
              1e-9);
        }
      }
    }
  }

  @Property(tries = 100, seed = "31")
  void everyMissingValueHasAReasonAndEveryNumberIsInItsRange(
      @ForAll("masks") BinaryMask mask, @ForAll int seed) {
    BiomarkerResults measures =
        BiomarkerMeasurer.with(BiomarkerOptions.defaults())
            .measure(
                BiomarkerInput.of(
                    labeled(VesselGraph.of(mask), seed),
                    mask,
                    FieldOfView.wholeImage(mask.width(), mask.height())));
    for (int k = 0; k < measures.columns().size(); k++) {
      BiomarkerColumn column = measures.columns().get(k);
      BiomarkerValue value = measures.values().get(k);
      if (value.value().isEmpty()) {
        assertTrue(!value.remark().isBlank(), column::name);
        continue;
      }
      double number = value.value().getAsDouble();
      boolean tortuosity =
          column.biomarker().equals("tortuosity") || column.biomarker().equals("tortuosity_median");
      double least =
          tortuosity ? 1 : column.biomarker().equals("caliber_taper") ? -Double.MAX_VALUE : 0;
      double most =
          switch (column.biomarker()) {
            case "vessel_density", "asymmetry_ratio" -> 1;
            case "branching_angle" -> 180;
            default -> Double.MAX_VALUE;
          };
      assertTrue(number >= least && number <= most, column.name() + " " + number);
    }
  }

  private static VesselGraph labeled(VesselGraph graph, int seed) {
    List<VesselLabel> labels = new ArrayList<>();
    for (int k = 0; k < graph.segmentCount(); k++) {
      labels.add((k * 7 + seed & 2) == 0 ? VesselLabel.ARTERY : VesselLabel.VEIN);
    }
    return graph.withLabels(labels, new double[graph.segmentCount()]);
  }
}

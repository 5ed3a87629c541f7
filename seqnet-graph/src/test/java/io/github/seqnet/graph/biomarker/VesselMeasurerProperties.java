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

class VesselMeasurerProperties {
  @Provide
  Arbitrary<BinaryMask> masks() {
    return Masks.any();
  }

  @Property(tries = 100)
  void arteriesAndVeinsAddUpToAll(@ForAll("masks") BinaryMask mask, @ForAll int seed) {
    VesselGraph graph = labeled(VesselGraph.of(mask), seed);
    byte[] codes = mask.toArray();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (codes[i] == 0 ? 0 : 1 + (i + seed & 1));
    }
    VesselMeasures measures =
        VesselMeasurer.with(MeasureOptions.defaults())
            .measure(
                graph,
                ArteryVeinMap.of(mask.width(), mask.height(), codes),
                FieldOfView.wholeImage(mask.width(), mask.height()),
                new OpticDisc(mask.width() / 2.0, mask.height() / 2.0, 3));
    for (Region region : Region.values()) {
      for (Quantity quantity :
          List.of(Quantity.VESSEL_DENSITY, Quantity.TOTAL_LENGTH, Quantity.SEGMENTS)) {
        Measurement all = measures.get(quantity, VesselGroup.ALL, region);
        Measurement arteries = measures.get(quantity, VesselGroup.ARTERIES, region);
        Measurement veins = measures.get(quantity, VesselGroup.VEINS, region);
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

  @Property(tries = 100)
  void everyMissingValueHasAReasonAndEveryNumberIsInItsRange(
      @ForAll("masks") BinaryMask mask, @ForAll int seed) {
    VesselMeasures measures =
        VesselMeasurer.with(MeasureOptions.defaults())
            .measure(
                labeled(VesselGraph.of(mask), seed),
                mask,
                FieldOfView.wholeImage(mask.width(), mask.height()));
    for (Measurement measurement : measures.measurements()) {
      if (measurement.value().isEmpty()) {
        assertTrue(!measurement.remark().isBlank(), measurement.toString());
        continue;
      }
      double number = measurement.value().getAsDouble();
      double least = measurement.quantity() == Quantity.TORTUOSITY ? 1 : 0;
      double most =
          switch (measurement.quantity()) {
            case VESSEL_DENSITY -> 1;
            case BRANCHING_ANGLE -> 180;
            default -> Double.MAX_VALUE;
          };
      assertTrue(number >= least && number <= most, measurement.toString());
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

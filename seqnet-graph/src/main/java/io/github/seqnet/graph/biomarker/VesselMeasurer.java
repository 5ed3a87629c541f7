package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Measures the vessels of an image: everything in {@link Quantity}, for arteries, veins and all
 * vessels, in the whole field of view and, where the optic disc is known, in zones B and C.
 *
 * <p>Whether a segment is an artery or a vein says its label; whether a pixel is one, which matters
 * for the density only, says the map. If nothing is labeled, the measurements of arteries and veins
 * are missing with that reason. Segments are cut at the borders of a zone; nodes belong to a zone
 * by their center.
 *
 * <p>Of the field of view only the density takes notice, and the remark that a zone lies partly
 * outside of it: everything else is measured on the whole graph. Whoever wants vessels inside of
 * the field of view only must cut the mask to it before the graph is made.
 *
 * <p>Counts and lengths are those of the graph that is given. One traced at several thresholds
 * ({@link io.github.seqnet.graph.ThresholdTracer}, and so the graph of a refined network's maps)
 * has vessels that are not joined to those they come from, each with two end points and no
 * branching; whoever compares images measures a graph of one threshold, as {@code predict --graph}
 * does. Thinning leaves spurs where a vessel's end is flat or its margin rough, and each counts as
 * a branching and an end point; so do small holes and specks in the map. {@link
 * io.github.seqnet.graph.TracingOptions#withSpurWidths} and {@link
 * io.github.seqnet.graph.VesselCleaner} take them out beforehand.
 *
 * <p><b>Calibers of a zone.</b> They are measured on {@link MeasureOptions#zoneCircles()} circles
 * around the disc. Each segment that crosses a circle is one vessel there, as wide as the median
 * thickness around the crossing; the formulas are worked out on each circle, and the median over
 * the circles counts. So a vessel is never counted twice, wherever it branches or is cut by a
 * crossing. The papers measure each vessel once, at a place without branching that the grader
 * chooses.
 *
 * <p>Immutable and thread-safe. Cost O(pixels) for the density, else O(pixels of the skeleton).
 */
public final class VesselMeasurer {
  private final MeasureOptions options;

  private VesselMeasurer(MeasureOptions options) {
    this.options = options;
  }

  /** Measures with these options. */
  public static VesselMeasurer with(MeasureOptions options) {
    return new VesselMeasurer(Objects.requireNonNull(options, "options"));
  }

  /** How this measures. */
  public MeasureOptions options() {
    return options;
  }

  /**
   * Measures without an optic disc: everything in the zones is missing.
   *
   * @param graph the vessels as segments
   * @param vessels the vessels as pixels
   * @param fieldOfView where vessels could be seen; only the density looks at it
   * @throws IllegalArgumentException if the sizes differ
   */
  public VesselMeasures measure(VesselGraph graph, ArteryVeinMap vessels, FieldOfView fieldOfView) {
    return measure(new Subject(graph, vessels, fieldOfView), null);
  }

  /**
   * Measures with an optic disc.
   *
   * @param graph the vessels as segments
   * @param vessels the vessels as pixels
   * @param fieldOfView where vessels could be seen; only the density looks at it
   * @param disc given, or found by {@link io.github.seqnet.graph.landmark.OpticDiscLocator}
   * @throws IllegalArgumentException if the sizes differ
   */
  public VesselMeasures measure(
      VesselGraph graph, ArteryVeinMap vessels, FieldOfView fieldOfView, OpticDisc disc) {
    return measure(new Subject(graph, vessels, fieldOfView), new Zone(disc));
  }

  /**
   * Measures a vessel mask that nobody has labeled, without an optic disc.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public VesselMeasures measure(VesselGraph graph, BinaryMask vessels, FieldOfView fieldOfView) {
    return measure(graph, ArteryVeinMap.unknown(vessels), fieldOfView);
  }

  private VesselMeasures measure(Subject subject, Zone zone) {
    List<Measurement> measurements = new ArrayList<>();
    for (Region region : Region.values()) {
      if (region != Region.FIELD_OF_VIEW && zone == null) {
        RegionMeasurer.addMissing(measurements, region, options, "no optic disc is known");
        continue;
      }
      Ring ring =
          region == Region.FIELD_OF_VIEW
              ? Ring.EVERYWHERE
              : Ring.of(
                  zone.disc().centerX(),
                  zone.disc().centerY(),
                  region.innerDiameters() * zone.disc().diameterPx(),
                  region.outerDiameters() * zone.disc().diameterPx());
      new RegionMeasurer(subject, region, ring, options).addTo(measurements);
    }
    return new VesselMeasures(measurements);
  }

  /** Where the zones lie. */
  private record Zone(OpticDisc disc) {}

  /** What is measured, all of one size. */
  record Subject(VesselGraph graph, ArteryVeinMap vessels, FieldOfView fieldOfView) {
    Subject {
      checkSize(graph, "artery/vein map", vessels.width(), vessels.height());
      checkSize(graph, "field of view", fieldOfView.mask().width(), fieldOfView.mask().height());
    }

    private static void checkSize(VesselGraph graph, String what, int width, int height) {
      if (width != graph.width() || height != graph.height()) {
        throw new IllegalArgumentException(
            what
                + " must be "
                + graph.width()
                + " x "
                + graph.height()
                + " pixels as the graph's image, got "
                + width
                + " x "
                + height);
      }
    }
  }
}

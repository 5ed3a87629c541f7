// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.PixelBlocks;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.VesselTree;
import io.github.seqnet.graph.biomarker.Statistics.Weighted;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The input of a {@link Biomarker}: the vessels of one group in one region of one image, and
 * everything else that is known about the image.
 *
 * <p>Coordinates: x right, y down, (0, 0) is the center of the top left pixel. Lengths are in
 * pixels; multiply them by {@link Scale#perPixel()} of {@link #scale()}.
 *
 * <p>A context is used by one thread at a time. Its lists are computed once and shared by all
 * biomarkers.
 */
public final class BiomarkerContext {
  private static final double SMALLEST_SAMPLE_PART = 0.02;

  /** The least total length of segments that an average needs, in lengths of the shortest ones. */
  private static final double FEWEST_LENGTHS = 2;

  private static final double SMALLEST_SAMPLE_PX = 10;

  private final BiomarkerInput input;
  private final BiomarkerOptions options;
  private final VesselGroup vessels;
  private final Region region;
  private final Ring ring;
  private final Pixels pixels;
  private final Map<VesselGroup, BiomarkerContext> groups;
  private final Map<Object, Object> shared = new HashMap<>();

  private BiomarkerContext(
      BiomarkerInput input,
      BiomarkerOptions options,
      VesselGroup vessels,
      Region region,
      Ring ring,
      Pixels pixels,
      Map<VesselGroup, BiomarkerContext> groups) {
    this.input = input;
    this.options = options;
    this.vessels = vessels;
    this.region = region;
    this.ring = ring;
    this.pixels = pixels;
    this.groups = groups;
    groups.put(vessels, this);
  }

  /** Requires a disc for the zones. */
  static BiomarkerContext of(
      BiomarkerInput input, BiomarkerOptions options, VesselGroup vessels, Region region) {
    Ring ring = Ring.EVERYWHERE;
    if (region != Region.FIELD_OF_VIEW) {
      OpticDisc disc = input.opticDisc().orElseThrow();
      ring =
          new Ring(
              disc.centerX(),
              disc.centerY(),
              region.innerDiameters() * disc.diameterPx(),
              region.outerDiameters() * disc.diameterPx());
    }
    return new BiomarkerContext(
        input,
        options,
        vessels,
        region,
        ring,
        Pixels.count(input, ring),
        new EnumMap<>(VesselGroup.class));
  }

  /** This context for another vessel group in the same region. */
  public BiomarkerContext forVessels(VesselGroup group) {
    BiomarkerContext known = groups.get(group);
    return known != null
        ? known
        : new BiomarkerContext(input, options, group, region, ring, pixels, groups);
  }

  /** The vessel group. */
  public VesselGroup vessels() {
    return vessels;
  }

  /** The region. */
  public Region region() {
    return region;
  }

  /** The graph of all vessels of the image. */
  public VesselGraph graph() {
    return input.graph();
  }

  /** The labels of all pixels of the image. */
  public ArteryVeinMap labels() {
    return input.labels();
  }

  /** The field of view. */
  public FieldOfView fieldOfView() {
    return input.fieldOfView();
  }

  /** The optic disc; empty if it is unknown, never empty in a zone. */
  public Optional<OpticDisc> opticDisc() {
    return input.opticDisc();
  }

  /** The eye; empty if it is unknown. */
  public Optional<Laterality> laterality() {
    return input.laterality();
  }

  /** The options. */
  public BiomarkerOptions options() {
    return options;
  }

  /** The length of a pixel. */
  public Scale scale() {
    return options.scale();
  }

  /** Whether a point lies in the region; the field of view is not taken into account. */
  public boolean contains(double x, double y) {
    return ring.contains(x, y);
  }

  Ring ring() {
    return ring;
  }

  /** The segments of the group anywhere in the image. */
  public List<Segment> segments() {
    return shared(
        "segments",
        () ->
            graph().segments().stream()
                .filter(segment -> vessels.contains(segment.label()))
                .toList());
  }

  /** The parts of the group's segments that lie in the region, in the order of the segments. */
  public List<SegmentPart> parts() {
    return shared("parts", this::cut);
  }

  private List<SegmentPart> cut() {
    List<SegmentPart> parts = new ArrayList<>();
    for (Segment segment : segments()) {
      int last = segment.pathSize() - 1;
      if (ring.isEverywhere()) {
        parts.add(new SegmentPart(segment, 0, last));
        continue;
      }
      int from = -1;
      for (int k = 0; k <= last; k++) {
        if (ring.contains(segment.x(k), segment.y(k))) {
          from = from < 0 ? k : from;
        } else if (from >= 0) {
          parts.add(new SegmentPart(segment, from, k - 1));
          from = -1;
        }
      }
      if (from >= 0) {
        parts.add(new SegmentPart(segment, from, last));
      }
    }
    return List.copyOf(parts);
  }

  /**
   * The smallest mean caliber of the segments of {@link #countedParts()}, in pixels: {@link
   * BiomarkerOptions#caliberFloor()} of the diameter of the field of view; 0 if the field of view
   * is unknown.
   */
  public double caliberFloorPx() {
    return fieldOfView().source() == FieldOfView.Source.WHOLE_IMAGE
        ? 0
        : options.caliberFloor() * 2 * Math.sqrt(fieldOfViewPixels() / Math.PI);
  }

  /**
   * The median over the segments of all vessels of the image of their mean caliber, weighted by
   * their length, whatever the group and the region, in pixels: the scale of the image. 1 without a
   * segment.
   */
  double medianCaliberPx() {
    return forVessels(VesselGroup.ALL)
        .shared(
            "median caliber",
            () -> {
              List<Weighted> calibers =
                  graph().segments().stream()
                      .map(each -> new Weighted(each.meanCaliberPx(), each.lengthPx()))
                      .toList();
              return calibers.isEmpty() ? 1.0 : Statistics.median(calibers);
            });
  }

  /** The side of the equal blocks of an enlarged map, in pixels; 1 for other maps. */
  double pixelPx() {
    return forVessels(VesselGroup.ALL)
        .shared("pixel", () -> (double) PixelBlocks.of(labels()).side());
  }

  /** The smoothing window for curvature, in pixels to each side. */
  public double curvatureHalfWindow() {
    return Math.max(
        BiomarkerOptions.SMALLEST_HALF_WINDOW_PX, options.curvatureCalibers() * medianCaliberPx());
  }

  /** Whether a part fills the window for curvature. */
  boolean fillsWindow(SegmentPart part) {
    return part.pixels() - 1 >= 2 * curvatureHalfWindow();
  }

  /** The length of the shortest segments for tortuosity and caliber variation, in pixels. */
  public double smallestSegmentPx() {
    return Math.max(
        options.smallestSegmentPx(),
        BiomarkerOptions.SMALLEST_SEGMENT_CALIBERS * medianCaliberPx());
  }

  /** The reason why no segment is long enough. */
  String tooShort() {
    return String.format(Locale.ROOT, "no segment is at least %.0f px long", smallestSegmentPx());
  }

  /**
   * The reason why segments of a least length are too short in total for an average: a single
   * segment of that length shows little but the noise of its pixels. Empty if they are long enough.
   */
  static Optional<String> tooFew(double length, double leastPx) {
    double needed = FEWEST_LENGTHS * leastPx;
    return length >= needed
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "segments of at least %.0f px are %.0f px long in total; at least %.0f px are"
                    + " needed",
                leastPx,
                length,
                needed));
  }

  /** The reason why no segment is wide enough. */
  String tooNarrow() {
    return String.format(Locale.ROOT, "no segment is at least %.1f px wide", caliberFloorPx());
  }

  private double fieldOfViewPixels() {
    return forVessels(VesselGroup.ALL)
        .shared("field of view", () -> (double) fieldOfView().mask().count());
  }

  /** Whether a segment is wide enough to count. */
  boolean isCounted(Segment segment) {
    return vessels.contains(segment.label()) && segment.meanCaliberPx() >= caliberFloorPx();
  }

  /** The parts of {@link #parts()} whose segments are wide enough to be counted and added up. */
  public List<SegmentPart> countedParts() {
    return shared(
        "counted parts", () -> parts().stream().filter(part -> isCounted(part.segment())).toList());
  }

  /** The number of segment ends at a node that count. */
  int ends(Node node) {
    int ends = 0;
    for (int k = 0; k < node.degree(); k++) {
      ends += isCounted(node.segment(k)) ? 1 : 0;
    }
    return ends;
  }

  /** The remark about segments that do not count; empty if all do. */
  String floorRemark() {
    return countedParts().size() == parts().size()
        ? ""
        : String.format(Locale.ROOT, "without vessels below %.1f px", caliberFloorPx());
  }

  /** The nodes in the region, of all vessel groups. */
  public List<Node> nodes() {
    return shared(
        "nodes",
        () -> graph().nodes().stream().filter(node -> contains(node.x(), node.y())).toList());
  }

  /**
   * The vessel trees of the graph of all vessels, with the optic disc as root if it is known. The
   * tree tells the parent of a bifurcation.
   */
  public VesselTree tree() {
    return forVessels(VesselGroup.ALL)
        .shared(
            "tree",
            () ->
                opticDisc()
                    .map(
                        disc ->
                            VesselTree.rootedAt(
                                graph(), disc.centerX(), disc.centerY(), disc.radiusPx()))
                    .orElseGet(() -> VesselTree.of(graph())));
  }

  /** The number of pixels of the region inside the field of view. */
  public long regionPixels() {
    return pixels.inRegion();
  }

  /** The number of the group's vessel pixels in the region and inside the field of view. */
  public long vesselPixels() {
    return pixels.vessels(vessels);
  }

  /**
   * The remark for an average over too short a stretch of vessels; empty if the group's segments in
   * the region are long enough. An average needs vessels of at least 2 % of the diameter of the
   * field of view and 10 px.
   */
  public Optional<String> sparse() {
    if (parts().isEmpty()) {
      return Optional.of(noSegment());
    }
    double length = length();
    double least =
        Math.max(SMALLEST_SAMPLE_PX, SMALLEST_SAMPLE_PART * Math.sqrt(fieldOfViewPixels()));
    return length < least
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the vessels are %.0f px long in total; at least %.0f px are needed",
                length,
                least))
        : Optional.empty();
  }

  /** The total length of {@link #countedParts()} in pixels. */
  double countedLength() {
    return shared(
        "counted length", () -> countedParts().stream().mapToDouble(SegmentPart::lengthPx).sum());
  }

  /** The total length of {@link #parts()} in pixels. */
  double length() {
    return shared("total length", () -> parts().stream().mapToDouble(SegmentPart::lengthPx).sum());
  }

  /** The reason why there is no segment of the group. */
  String noSegment() {
    return switch (vessels) {
      case ALL -> "there is no segment";
      case ARTERIES -> "no segment is labeled artery";
      case VEINS -> "no segment is labeled vein";
    };
  }

  /** The reason why labels are missing for the group; empty if they are not, or for all vessels. */
  String labelAbsence() {
    if (vessels == VesselGroup.ALL) {
      return "";
    }
    if (!hasLabeledSegment() && !pixels.anyLabel()) {
      return "no vessel is labeled artery or vein";
    }
    boolean none = parts().isEmpty() && vesselPixels() == 0;
    boolean unlabeled =
        pixels.byLabel().getOrDefault(VesselLabel.UNKNOWN, 0L) > 0
            || forVessels(VesselGroup.ALL).parts().stream()
                .anyMatch(part -> part.segment().label() == VesselLabel.UNKNOWN);
    String name = vessels == VesselGroup.ARTERIES ? "artery" : "vein";
    return none && unlabeled
        ? "no vessel of the region is labeled " + name + ", and there are unlabeled ones"
        : "";
  }

  private boolean hasLabeledSegment() {
    return forVessels(VesselGroup.ALL)
        .shared(
            "labeled",
            () ->
                graph().segments().stream()
                    .anyMatch(segment -> segment.label() != VesselLabel.UNKNOWN));
  }

  /** The reason why no segment can belong to the group; empty if one can. */
  String segmentAbsence() {
    return vessels == VesselGroup.ALL || hasLabeledSegment()
        ? ""
        : "no segment is labeled artery or vein";
  }

  /** The reason why no pixel can belong to the group; empty if one can. */
  String pixelAbsence() {
    return vessels == VesselGroup.ALL || pixels.anyLabel()
        ? ""
        : "no pixel is labeled artery or vein";
  }

  /**
   * A remark with the fraction of a zone that lies in the field of view; empty if all of it does.
   */
  String coverageRemark() {
    if (ring.isEverywhere()) {
      return "";
    }
    double part = regionPixels() / ring.area();
    // A digital ring differs by a few pixels from the area of a true ring.
    return part > 0.98
        ? ""
        : String.format(Locale.ROOT, "%.0f %% of the zone lies in the field of view", 100 * part);
  }

  /** Computes something once for this group and region. */
  @SuppressWarnings("unchecked")
  <T> T shared(Object key, Supplier<T> computation) {
    Object known = shared.get(key);
    if (known == null) {
      known = computation.get();
      shared.put(key, known);
    }
    return (T) known;
  }

  /** The pixels of a region inside the field of view, counted by label. */
  private record Pixels(Map<VesselLabel, Long> byLabel, long inRegion, boolean anyLabel) {
    static Pixels count(BiomarkerInput input, Ring ring) {
      byte[] codes = input.labels().toArray();
      byte[] inside = input.fieldOfView().mask().toArray();
      int width = input.graph().width();
      int height = input.graph().height();
      long[] byLabel = new long[VesselLabel.values().length];
      boolean anyLabel = false;
      int left = ring.isEverywhere() ? 0 : (int) Math.max(0, Math.floor(ring.x() - ring.outer()));
      int right =
          ring.isEverywhere()
              ? width
              : (int) Math.min(width, Math.ceil(ring.x() + ring.outer()) + 1);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int code = codes[y * width + x];
          anyLabel |= code == VesselLabel.ARTERY.code() || code == VesselLabel.VEIN.code();
        }
        for (int x = left; x < right; x++) {
          int i = y * width + x;
          if (inside[i] != 0 && ring.contains(x, y)) {
            byLabel[codes[i]]++;
          }
        }
      }
      Map<VesselLabel, Long> counts = new EnumMap<>(VesselLabel.class);
      long all = 0;
      for (VesselLabel label : VesselLabel.values()) {
        counts.put(label, byLabel[label.code()]);
        all += byLabel[label.code()];
      }
      return new Pixels(counts, all, anyLabel);
    }

    long vessels(VesselGroup group) {
      long count = 0;
      for (VesselLabel label : VesselLabel.values()) {
        count += group.contains(label) ? byLabel.get(label) : 0;
      }
      return count;
    }
  }
}

package io.github.seqnet.graph.biomarker;

import io.github.seqnet.graph.Direction;
import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.SmoothedPath;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.VesselMeasurer.Subject;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.VesselLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Measures one region of one image. Not thread-safe. */
final class RegionMeasurer {
  private static final EnumSet<Quantity> ONLY_IN_ZONES =
      EnumSet.range(Quantity.CRAE_KNUDTSON, Quantity.AVR_HUBBARD);

  /** Over how many pixels at least the direction of a branch is taken. */
  private static final int BRANCH_PIXELS = 10;

  private final Subject subject;
  private final Region region;
  private final Ring ring;
  private final MeasureOptions options;
  private final boolean segmentsLabeled;
  private final boolean pixelsLabeled;
  private final long regionPixels;
  private final Map<VesselGroup, Long> vesselPixels = new EnumMap<>(VesselGroup.class);
  private final String coverage;
  private List<Measurement> target = new ArrayList<>();
  private VesselGroup group = VesselGroup.ALL;

  RegionMeasurer(Subject subject, Region region, Ring ring, MeasureOptions options) {
    this.subject = subject;
    this.region = region;
    this.ring = ring;
    this.options = options;
    boolean labeled = false;
    for (Segment segment : subject.graph().segments()) {
      labeled |= segment.label() != VesselLabel.UNKNOWN;
    }
    this.segmentsLabeled = labeled;
    byte[] codes = subject.vessels().toArray();
    byte[] inside = subject.fieldOfView().mask().toArray();
    int width = subject.graph().width();
    int height = subject.graph().height();
    // By label: what lies in the field of view and the region, and whether anything is labeled.
    long[] byLabel = new long[VesselLabel.values().length];
    boolean anyLabel = false;
    int left = ring.isEverywhere() ? 0 : (int) Math.max(0, Math.floor(ring.x() - ring.outer()));
    int right =
        ring.isEverywhere() ? width : (int) Math.min(width, Math.ceil(ring.x() + ring.outer()) + 1);
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
    this.pixelsLabeled = anyLabel;
    long all = 0;
    for (long count : byLabel) {
      all += count;
    }
    this.regionPixels = all;
    for (VesselGroup each : VesselGroup.values()) {
      long pixels = 0;
      for (VesselLabel label : VesselLabel.values()) {
        pixels += each.contains(label) ? byLabel[label.code()] : 0;
      }
      vesselPixels.put(each, pixels);
    }
    this.coverage = coverage();
  }

  /** Says so if part of a zone lies outside of the field of view. */
  private String coverage() {
    if (ring.isEverywhere()) {
      return "";
    }
    double area = Math.PI * (ring.outer() * ring.outer() - ring.inner() * ring.inner());
    double part = regionPixels / area;
    // The rim of a digital ring differs by a few pixels from the area of the true one.
    return part > 0.98
        ? ""
        : String.format(Locale.ROOT, "%.0f %% of the zone lies in the field of view", 100 * part);
  }

  /** Everything that a region has, as missing. */
  static void addMissing(
      List<Measurement> target, Region region, MeasureOptions options, String reason) {
    for (VesselGroup group : VesselGroup.values()) {
      for (Quantity quantity : Quantity.values()) {
        if (!ONLY_IN_ZONES.contains(quantity)) {
          target.add(
              new Measurement.Missing(
                  quantity, group, region, unit(quantity, options.scale()), reason));
        }
      }
    }
    for (Quantity quantity : ONLY_IN_ZONES) {
      target.add(
          new Measurement.Missing(
              quantity, vessels(quantity), region, unit(quantity, options.scale()), reason));
    }
  }

  void addTo(List<Measurement> measurements) {
    target = measurements;
    Map<VesselGroup, ZoneCalibers> calibers = new EnumMap<>(VesselGroup.class);
    for (VesselGroup each : VesselGroup.values()) {
      group = each;
      density();
      if (each != VesselGroup.ALL && !segmentsLabeled) {
        for (Quantity quantity :
            EnumSet.range(Quantity.TOTAL_LENGTH, Quantity.FRACTAL_DIMENSION_ERROR)) {
          missing(quantity, "no segment is labeled artery or vein");
        }
        calibers.put(each, ZoneCalibers.none());
        continue;
      }
      List<Piece> pieces = pieces();
      lengthAndCounts(pieces);
      thickness(pieces);
      tortuosity(pieces);
      branchingAngle();
      fractalDimension(pieces);
      if (!ring.isEverywhere()) {
        calibers.put(each, ZoneCalibers.of(segments(), ring, options.zoneCircles()));
      }
    }
    if (!ring.isEverywhere()) {
      knudtson(calibers);
      hubbard(calibers);
    }
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    for (Segment segment : subject.graph().segments()) {
      if (!group.contains(segment.label())) {
        continue;
      }
      int last = segment.pathSize() - 1;
      if (ring.isEverywhere()) {
        pieces.add(new Piece(segment, 0, last));
        continue;
      }
      int from = -1;
      for (int k = 0; k <= last; k++) {
        if (ring.contains(segment.x(k), segment.y(k))) {
          from = from < 0 ? k : from;
        } else if (from >= 0) {
          pieces.add(new Piece(segment, from, k - 1));
          from = -1;
        }
      }
      if (from >= 0) {
        pieces.add(new Piece(segment, from, last));
      }
    }
    return pieces;
  }

  private void density() {
    if (regionPixels == 0) {
      missing(
          Quantity.VESSEL_DENSITY,
          ring.isEverywhere()
              ? "the field of view is empty"
              : "no pixel of the zone lies in the field of view");
    } else if (group != VesselGroup.ALL && !pixelsLabeled) {
      missing(Quantity.VESSEL_DENSITY, "no pixel is labeled artery or vein");
    } else {
      double part = vesselPixels.get(group) / (double) regionPixels;
      value(Quantity.VESSEL_DENSITY, part, densityRemark());
    }
  }

  private String densityRemark() {
    if (!ring.isEverywhere()) {
      return coverage;
    }
    if (vesselPixels.get(VesselGroup.ALL) == 0) {
      return "there is no vessel";
    }
    return subject.fieldOfView().source() == FieldOfView.Source.WHOLE_IMAGE
        ? "no field of view is known: of the whole image"
        : "";
  }

  private void lengthAndCounts(List<Piece> pieces) {
    double length = 0;
    for (Piece piece : pieces) {
      length += piece.lengthPx();
    }
    value(Quantity.TOTAL_LENGTH, length * options.scale().perPixel(), coverage);
    value(Quantity.SEGMENTS, pieces.size(), coverage);
    int branchings = 0;
    int ends = 0;
    for (Node node : subject.graph().nodes()) {
      if (ring.contains(node.x(), node.y())) {
        int degree = 0;
        for (int k = 0; k < node.degree(); k++) {
          degree += group.contains(node.segment(k).label()) ? 1 : 0;
        }
        branchings += degree >= 3 ? 1 : 0;
        ends += degree == 1 ? 1 : 0;
      }
    }
    value(Quantity.BRANCHINGS, branchings, coverage);
    value(Quantity.END_POINTS, ends, coverage);
  }

  private void thickness(List<Piece> pieces) {
    double[] thickness =
        pieces.stream().flatMapToDouble(piece -> Arrays.stream(piece.thicknessPx())).toArray();
    if (thickness.length == 0) {
      missing(Quantity.MEAN_THICKNESS, noSegment());
      missing(Quantity.MEDIAN_THICKNESS, noSegment());
      return;
    }
    double scale = options.scale().perPixel();
    double mean = Arrays.stream(thickness).average().orElseThrow();
    value(Quantity.MEAN_THICKNESS, mean * scale, coverage);
    value(Quantity.MEDIAN_THICKNESS, Piece.median(thickness) * scale, coverage);
  }

  private void tortuosity(List<Piece> pieces) {
    double weighted = 0;
    double weight = 0;
    double turning = 0;
    double length = 0;
    boolean closed = false;
    for (Piece piece : pieces) {
      if (piece.lengthPx() < options.smallestSegmentPx()) {
        continue;
      }
      SmoothedPath path = piece.smoothed(options.curvatureHalfWindow());
      OptionalDouble tortuosity = path.tortuosity();
      if (piece.isClosed() || tortuosity.isEmpty()) {
        closed = true;
      } else {
        weighted += tortuosity.getAsDouble() * path.lengthPx();
        weight += path.lengthPx();
      }
      if (piece.pixels() >= options.curvatureWindow()) {
        turning += path.turningRad();
        length += path.lengthPx();
      }
    }
    if (weight > 0) {
      value(Quantity.TORTUOSITY, weighted / weight, coverage);
    } else {
      missing(
          Quantity.TORTUOSITY,
          closed
              ? "every segment is closed"
              : noSegmentOf(pieces, options.smallestSegmentPx() + " px"));
    }
    if (length > 0) {
      value(Quantity.CURVATURE_TORTUOSITY, turning / length / options.scale().perPixel(), coverage);
    } else {
      int pixels = options.curvatureWindow();
      missing(Quantity.CURVATURE_TORTUOSITY, noSegmentOf(pieces, pixels + " pixels"));
    }
  }

  private String noSegmentOf(List<Piece> pieces, String length) {
    return pieces.isEmpty() ? noSegment() : "no segment is at least " + length + " long";
  }

  private void branchingAngle() {
    double sum = 0;
    int count = 0;
    for (Node node : subject.graph().nodes()) {
      OptionalDouble angle =
          ring.contains(node.x(), node.y()) ? angleDeg(node) : OptionalDouble.empty();
      if (angle.isPresent()) {
        sum += angle.getAsDouble();
        count++;
      }
    }
    if (count == 0) {
      missing(
          Quantity.BRANCHING_ANGLE,
          "there is no node where exactly three segments meet, two of which reach far enough");
    } else {
      value(Quantity.BRANCHING_ANGLE, sum / count, coverage);
    }
  }

  /** The angle between the two thinner of exactly three segments. */
  private OptionalDouble angleDeg(Node node) {
    List<Segment> ends = new ArrayList<>();
    for (int k = 0; k < node.degree(); k++) {
      Segment segment = node.segment(k);
      if (group.contains(segment.label())) {
        if (segment.isLoop()) {
          return OptionalDouble.empty();
        }
        ends.add(segment);
      }
    }
    if (ends.size() != 3) {
      return OptionalDouble.empty();
    }
    Segment parent = ends.get(0);
    for (Segment segment : ends) {
      parent = segment.meanThicknessPx() > parent.meanThicknessPx() ? segment : parent;
    }
    ends.remove(parent);
    double width = parent.meanThicknessPx();
    Optional<Direction> first = direction(ends.get(0), node, width);
    Optional<Direction> second = direction(ends.get(1), node, width);
    return first.isEmpty() || second.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.toDegrees(first.get().angleRad(second.get())));
  }

  /**
   * Where a branch leads once it has left the parent: along its center line from one width of the
   * parent on for another, at least {@value #BRANCH_PIXELS} pixels. Nearer to the node the line
   * shows how thinning joins vessels. Empty if the branch ends within half of that.
   */
  private static Optional<Direction> direction(Segment segment, Node node, double parentWidthPx) {
    int last = segment.pathSize() - 1;
    int from = (int) Math.ceil(parentWidthPx);
    int reach = Math.max(BRANCH_PIXELS, from);
    int to = Math.min(from + reach, last);
    if (to - from < (reach + 1) / 2) {
      return Optional.empty();
    }
    boolean fromStart = segment.start().equals(node);
    int a = fromStart ? from : last - from;
    int b = fromStart ? to : last - to;
    return Optional.of(Direction.between(segment.x(a), segment.y(a), segment.x(b), segment.y(b)));
  }

  private void fractalDimension(List<Piece> pieces) {
    VesselGraph graph = subject.graph();
    int total = pieces.stream().mapToInt(Piece::pixels).sum();
    int[] positions = new int[total];
    int n = 0;
    for (Piece piece : pieces) {
      for (int k = piece.from(); k <= piece.to(); k++) {
        positions[n++] = piece.segment().position(k);
      }
    }
    Optional<FractalDimension> found =
        BoxCounting.with(options.boxCounting()).estimate(graph.width(), positions);
    if (found.isEmpty()) {
      String reason =
          pieces.isEmpty() ? noSegment() : "the vessels are too small for three sizes of boxes";
      missing(Quantity.FRACTAL_DIMENSION, reason);
      missing(Quantity.FRACTAL_DIMENSION_ERROR, reason);
    } else {
      value(Quantity.FRACTAL_DIMENSION, found.get().dimension(), coverage);
      value(Quantity.FRACTAL_DIMENSION_ERROR, found.get().standardError(), coverage);
    }
  }

  private List<Segment> segments() {
    return subject.graph().segments().stream()
        .filter(segment -> group.contains(segment.label()))
        .toList();
  }

  private void knudtson(Map<VesselGroup, ZoneCalibers> calibers) {
    int most = MeasureOptions.KNUDTSON_VESSELS;
    double scale = options.scale().perPixel();
    for (VesselGroup each : List.of(VesselGroup.ARTERIES, VesselGroup.VEINS)) {
      ZoneCalibers circles = calibers.get(each);
      int count = circles.medianCount(widths -> Math.min(most, widths.length));
      equivalent(
          each == VesselGroup.ARTERIES ? Quantity.CRAE_KNUDTSON : Quantity.CRVE_KNUDTSON,
          each,
          circles.median(
              widths ->
                  CentralEquivalent.knudtson(
                      each, scaled(ZoneCalibers.first(widths, most), scale))),
          both(count < most ? "from " + count + " instead of " + most + " vessels" : "", coverage));
    }
    ratio(Quantity.AVR_KNUDTSON, Quantity.CRAE_KNUDTSON, Quantity.CRVE_KNUDTSON);
  }

  private void hubbard(Map<VesselGroup, ZoneCalibers> calibers) {
    if (options.scale().unit() != Unit.MICROMETER) {
      String reason = "the formula needs the size of a pixel in micrometers";
      for (Quantity quantity : EnumSet.range(Quantity.CRAE_HUBBARD, Quantity.AVR_HUBBARD)) {
        group = vessels(quantity);
        missing(quantity, reason);
      }
      return;
    }
    for (VesselGroup each : List.of(VesselGroup.ARTERIES, VesselGroup.VEINS)) {
      ZoneCalibers circles = calibers.get(each);
      int count = circles.medianCount(widths -> wideEnough(widths).length);
      equivalent(
          each == VesselGroup.ARTERIES ? Quantity.CRAE_HUBBARD : Quantity.CRVE_HUBBARD,
          each,
          circles.median(widths -> CentralEquivalent.hubbard(each, wideEnough(widths))),
          both("from " + count + (count == 1 ? " vessel" : " vessels"), coverage));
    }
    ratio(Quantity.AVR_HUBBARD, Quantity.CRAE_HUBBARD, Quantity.CRVE_HUBBARD);
  }

  private double[] wideEnough(double[] widths) {
    return Arrays.stream(scaled(widths, options.scale().perPixel()))
        .filter(width -> width >= MeasureOptions.HUBBARD_SMALLEST_UM)
        .toArray();
  }

  /** In the unit of the scale, without what is thinner than can be measured. */
  private static double[] scaled(double[] widths, double scale) {
    return Arrays.stream(widths).filter(width -> width > 0).map(width -> width * scale).toArray();
  }

  private void equivalent(
      Quantity quantity, VesselGroup each, OptionalDouble found, String remark) {
    group = each;
    if (found.isPresent()) {
      value(quantity, found.getAsDouble(), remark);
    } else {
      String what = each == VesselGroup.ARTERIES ? "artery" : "vein";
      missing(
          quantity,
          segmentsLabeled
              ? both("no " + what + " that is wide enough runs through the zone", coverage)
              : "no segment is labeled artery or vein");
    }
  }

  private void ratio(Quantity quantity, Quantity artery, Quantity vein) {
    Measurement above = measured(artery);
    Measurement below = measured(vein);
    group = VesselGroup.ALL;
    if (above.value().isEmpty() || below.value().isEmpty()) {
      missing(quantity, (above.value().isEmpty() ? artery : vein) + " is missing");
      return;
    }
    double ratio = above.value().getAsDouble() / below.value().getAsDouble();
    String remark =
        above.remark().equals(below.remark())
            ? above.remark()
            : both(prefixed("arteries: ", above.remark()), prefixed("veins: ", below.remark()));
    value(quantity, ratio, remark);
  }

  private Measurement measured(Quantity quantity) {
    for (int k = target.size() - 1; k >= 0; k--) {
      if (target.get(k).quantity() == quantity) {
        return target.get(k);
      }
    }
    throw new IllegalStateException(quantity + " has not been measured yet");
  }

  private static String prefixed(String prefix, String remark) {
    return remark.isEmpty() ? "" : prefix + remark;
  }

  private static String both(String one, String two) {
    return one.isEmpty() || two.isEmpty() ? one + two : one + "; " + two;
  }

  private String noSegment() {
    return switch (group) {
      case ALL -> "there is no segment";
      case ARTERIES -> "no segment is labeled artery";
      case VEINS -> "no segment is labeled vein";
    };
  }

  private void value(Quantity quantity, double number, String remark) {
    target.add(
        new Measurement.Value(
            quantity, group, region, unit(quantity, options.scale()), number, remark));
  }

  private void missing(Quantity quantity, String reason) {
    target.add(
        new Measurement.Missing(quantity, group, region, unit(quantity, options.scale()), reason));
  }

  /** The vessels of a quantity that is measured only for these. */
  private static VesselGroup vessels(Quantity quantity) {
    return switch (quantity) {
      case CRAE_KNUDTSON, CRAE_HUBBARD -> VesselGroup.ARTERIES;
      case CRVE_KNUDTSON, CRVE_HUBBARD -> VesselGroup.VEINS;
      default -> VesselGroup.ALL;
    };
  }

  private static Unit unit(Quantity quantity, Scale scale) {
    return switch (quantity) {
      case VESSEL_DENSITY,
          TORTUOSITY,
          FRACTAL_DIMENSION,
          FRACTAL_DIMENSION_ERROR,
          AVR_KNUDTSON,
          AVR_HUBBARD ->
          Unit.ONE;
      case SEGMENTS, BRANCHINGS, END_POINTS -> Unit.COUNT;
      case TOTAL_LENGTH, MEAN_THICKNESS, MEDIAN_THICKNESS, CRAE_KNUDTSON, CRVE_KNUDTSON ->
          scale.unit();
      case CURVATURE_TORTUOSITY -> scale.curvatureUnit();
      case BRANCHING_ANGLE -> Unit.DEGREE;
      case CRAE_HUBBARD, CRVE_HUBBARD -> Unit.MICROMETER;
    };
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.seqnet.analysis.MainBiomarkers.Main;
import io.github.seqnet.analysis.report.ReportPage;
import io.github.seqnet.analysis.report.ReportPage.Circle;
import io.github.seqnet.analysis.report.ReportPage.Fact;
import io.github.seqnet.analysis.report.ReportPage.Images;
import io.github.seqnet.analysis.report.ReportPage.Layer;
import io.github.seqnet.analysis.report.ReportPage.NodeView;
import io.github.seqnet.analysis.report.ReportPage.Row;
import io.github.seqnet.analysis.report.ReportPage.SegmentView;
import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.biomarker.BiomarkerColumn;
import io.github.seqnet.graph.biomarker.BiomarkerValue;
import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.propagation.Influence;
import io.github.seqnet.graph.propagation.SegmentAudit;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.io.WebImages;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Fills the page of one photograph. */
final class ReportPageBuilder {
  private static final double JPEG_QUALITY = 0.85;
  private static final int VESSEL_COLOR = 0xB0FFFFFF;
  private static final String MISSING = "-";

  /** Sizes of optic discs with less confidence get a warning. */
  private static final double LEAST_DISC_CONFIDENCE = 0.4;

  private final RetinaReport report;
  private final FolderDistribution folder;
  private final String indexHref;
  private final Map<String, String> origin;
  private final Scale scale;
  private final double line;

  ReportPageBuilder(
      RetinaReport report,
      FolderDistribution folder,
      String indexHref,
      Map<String, String> origin) {
    this.report = report;
    this.folder = folder;
    this.indexHref = indexHref;
    this.origin = origin;
    scale = report.options().biomarkers().scale();
    line = Math.max(1, Math.max(report.width(), report.height()) / 500.0);
  }

  ReportPage build() {
    String name = report.known().name().isEmpty() ? "Photograph" : report.known().name();
    List<SegmentView> segments = segments();
    return new ReportPage(
        name,
        indexHref,
        report.width(),
        report.height(),
        images(),
        ReportText.coordinate(line),
        DrawnPath.outline(report.fieldOfView().mask()),
        zones(),
        report
            .opticDisc()
            .map(disc -> List.of(circle(disc, disc.radiusPx(), "optic disc")))
            .orElse(List.of()),
        fovea(),
        segments,
        nodes(),
        List.of(
            new Layer("photograph", "Photograph", true),
            new Layer("vessels", "Vessels", false),
            new Layer("arteries-veins", "Arteries and veins", false),
            new Layer("segments", "Segments", true),
            new Layer("nodes", "Junctions and crossings", false),
            new Layer("disc", "Optic disc", true),
            new Layer("fovea", "Fovea", true),
            new Layer("zones", "Zones B and C", false),
            new Layer("field-of-view", "Field of view", false)),
        mainRows(),
        allRows(),
        folder.histograms(report.toRow()),
        warnings(),
        quality(),
        origin(),
        json(name, segments));
  }

  private Images images() {
    int side = HtmlReport.MAXIMUM_SIDE;
    RgbImage photograph =
        report
            .photograph()
            .orElseGet(
                () ->
                    RgbImage.wrap(
                        report.width(),
                        report.height(),
                        new float[report.width() * report.height() * 3]));
    return new Images(
        data("image/jpeg", WebImages.jpeg(photograph, side, JPEG_QUALITY)),
        data("image/png", WebImages.overlay(report.labels(), side, label -> VESSEL_COLOR)),
        data("image/png", WebImages.overlay(report.labels(), side, ReportPageBuilder::color)));
  }

  static String data(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static int color(VesselLabel label) {
    return switch (label) {
      case ARTERY -> 0xC8FF4D4D;
      case VEIN -> 0xC84DA3FF;
      case CROSSING -> 0xC85FE08A;
      case UNKNOWN -> 0xC8D0D0D0;
      case BACKGROUND -> 0;
    };
  }

  private static Circle circle(OpticDisc disc, double radius, String title) {
    return new Circle(
        ReportText.coordinate(disc.centerX() + 0.5),
        ReportText.coordinate(disc.centerY() + 0.5),
        ReportText.coordinate(radius),
        title);
  }

  /** Drawn with a radius of two line widths, because a fovea has a position but no size. */
  private List<Circle> fovea() {
    return report
        .fovea()
        .map(
            fovea ->
                List.of(
                    new Circle(
                        ReportText.coordinate(fovea.x() + 0.5),
                        ReportText.coordinate(fovea.y() + 0.5),
                        ReportText.coordinate(2 * line),
                        "fovea, confidence " + ReportText.number(fovea.confidence()))))
        .orElse(List.of());
  }

  private List<Circle> zones() {
    Optional<OpticDisc> known = report.opticDisc();
    if (known.isEmpty()) {
      return List.of();
    }
    OpticDisc disc = known.get();
    return List.of(
        circle(disc, Region.ZONE_B.innerDiameters() * disc.diameterPx(), "zones B and C begin"),
        circle(disc, Region.ZONE_B.outerDiameters() * disc.diameterPx(), "zone B ends"),
        circle(disc, Region.ZONE_C.outerDiameters() * disc.diameterPx(), "zone C ends"));
  }

  private List<SegmentView> segments() {
    Map<Integer, SegmentAudit> audits = new HashMap<>();
    report.refinement().audits().forEach(audit -> audits.put(audit.segment(), audit));
    List<SegmentView> views = new ArrayList<>();
    for (Segment segment : report.graph().segments()) {
      String label = segment.label().name().toLowerCase(Locale.ROOT);
      String length = length(segment.smoothedLengthPx());
      String caliber = length(segment.meanCaliberPx());
      views.add(
          new SegmentView(
              segment.index(),
              segment.label() == VesselLabel.BACKGROUND ? "unknown" : label,
              DrawnPath.of(segment),
              ReportText.coordinate(Math.max(line, 0.5 * segment.meanCaliberPx())),
              length,
              caliber,
              optional(segment.tortuosity()),
              confidence(segment),
              audit(audits.get(segment.index())),
              "segment "
                  + segment.index()
                  + ": "
                  + label
                  + ", "
                  + length
                  + ", caliber "
                  + caliber));
    }
    return views;
  }

  private String length(double px) {
    return ReportText.number(px * scale.perPixel()) + " " + scale.unit().symbol();
  }

  /**
   * The confidence of a label. Confidences are sums of signed values in -1..1 over the pixels of a
   * segment, and without a bound for the propagation of the paper; their size per pixel is shown.
   */
  private static String confidence(Segment segment) {
    if (segment.confidence().isEmpty()) {
      return MISSING;
    }
    double perPixel = Math.abs(segment.confidence().getAsDouble()) / segment.pathSize();
    return Math.round(100 * Math.min(1, perPixel)) + " %";
  }

  private static String optional(OptionalDouble value) {
    return value.isPresent() ? ReportText.number(value.getAsDouble()) : MISSING;
  }

  private String audit(@Nullable SegmentAudit audit) {
    if (audit == null) {
      return "The label comes from the network; no propagation was applied.";
    }
    StringBuilder text = new StringBuilder();
    switch (audit.hold()) {
      case FIXED -> text.append("Set by the caller. ");
      case FROZEN -> text.append("Kept, because the segment lies in the frozen region. ");
      case FREE -> {
        String before = audit.labelBefore().name().toLowerCase(Locale.ROOT);
        text.append(
            audit.changed()
                ? "Changed from " + before + " by propagation. "
                : "Confirmed by propagation. ");
      }
    }
    if (!audit.strongest().isEmpty()) {
      text.append("Strongest influence: segment ");
      text.append(
          String.join(
              ", segment ",
              audit.strongest().stream().map(Influence::segment).map(String::valueOf).toList()));
      text.append('.');
    }
    return text.toString().strip();
  }

  private List<NodeView> nodes() {
    List<NodeView> views = new ArrayList<>();
    for (Node node : report.graph().nodes()) {
      String kind =
          switch (node.kind()) {
            case JUNCTION -> "junction";
            case CROSSING -> "crossing";
            case END_POINT -> "end";
            case ISOLATED, RING, TURN -> "";
          };
      if (!kind.isEmpty()) {
        views.add(
            new NodeView(
                ReportText.coordinate(node.x() + 0.5),
                ReportText.coordinate(node.y() + 0.5),
                ReportText.coordinate(line * (node.kind() == NodeKind.END_POINT ? 1.5 : 3)),
                kind,
                kind.equals("end") ? "end point" : kind));
      }
    }
    return views;
  }

  private List<Row> mainRows() {
    List<Row> rows = new ArrayList<>();
    List<Row> all = allRows();
    for (Main main : MainBiomarkers.ALL) {
      all.stream()
          .filter(row -> row.column().equals(main.column()))
          .forEach(
              row ->
                  rows.add(
                      new Row(row.column(), main.title(), row.value(), row.unit(), row.remark())));
    }
    return rows;
  }

  private List<Row> allRows() {
    List<Row> rows = new ArrayList<>();
    List<BiomarkerColumn> columns = report.biomarkers().columns();
    for (int k = 0; k < columns.size(); k++) {
      BiomarkerColumn column = columns.get(k);
      BiomarkerValue value = report.biomarkers().values().get(k);
      String unit = column.unit().symbol();
      rows.add(
          new Row(
              column.name(),
              column.name(),
              value.isPresent() ? ReportText.number(value.value().getAsDouble()) : "missing",
              unit.equals("1") ? "" : unit,
              value.remark()));
    }
    return rows;
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (report.fieldOfView().source() == FieldOfView.Source.WHOLE_IMAGE) {
      warnings.add(
          "No field of view was found or given; the whole image counts, and densities are too low"
              + " if it has a dark surround.");
    }
    if (report.opticDisc().isEmpty()) {
      warnings.add(
          "The optic disc is unknown, so biomarkers of zones B and C are missing. Pass --disc"
              + " x,y,r to give it.");
    }
    report
        .opticDisc()
        .filter(disc -> disc.confidence() < LEAST_DISC_CONFIDENCE)
        .ifPresent(
            disc ->
                warnings.add(
                    "The size of the optic disc is uncertain (confidence "
                        + ReportText.number(disc.confidence())
                        + "), and with it the biomarkers of zones B and C. Check the circle, or"
                        + " pass --disc x,y,r."));
    report
        .gradability()
        .filter(quality -> !quality.isGradable(report.options().minimumQuality()))
        .ifPresent(
            quality ->
                warnings.add(
                    "The photograph is not gradable: "
                        + String.join("; ", quality.reasons())
                        + ". Do not rely on its biomarkers."));
    return warnings;
  }

  private List<Fact> quality() {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Field of view",
            report.fieldOfView().source().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    facts.add(
        new Fact(
            "Optic disc",
            report
                .opticDisc()
                .map(disc -> "known, confidence " + ReportText.number(disc.confidence()))
                .orElse("unknown")));
    facts.add(
        new Fact(
            "Fovea",
            report
                .fovea()
                .map(fovea -> "found, confidence " + ReportText.number(fovea.confidence()))
                .orElse("unknown")));
    report
        .gradability()
        .ifPresent(
            quality -> {
              facts.add(
                  new Fact(
                      "Gradability",
                      ReportText.number(quality.score())
                          + (quality.isGradable(report.options().minimumQuality())
                              ? ", gradable"
                              : ", not gradable")));
              quality
                  .criteria()
                  .forEach(
                      (criterion, score) ->
                          facts.add(
                              new Fact(
                                  criterion.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                  ReportText.number(score))));
              quality.reasons().forEach(reason -> facts.add(new Fact("Reason", reason)));
            });
    return facts;
  }

  private List<Fact> origin() {
    Map<String, String> all = new LinkedHashMap<>(origin);
    all.put("Photograph", report.width() + " x " + report.height() + " pixels");
    all.put(
        "Pixel size", scale.isPhysical() ? ReportText.number(scale.perPixel()) + " um" : "unknown");
    report
        .laterality()
        .ifPresent(
            eye ->
                all.put(
                    "Eye",
                    eye.name().toLowerCase(Locale.ROOT)
                        + (report.known().givenOrStatedLaterality().isPresent()
                            ? ""
                            : " (estimated)")));
    all.put("Label propagation", report.options().refinement().id());
    all.put("Options", options(report.options()));
    if (!report.known().file().isEmpty()) {
      all.put("File", report.known().file());
    }
    return all.entrySet().stream().map(fact -> new Fact(fact.getKey(), fact.getValue())).toList();
  }

  /** The options that change the numbers of a report. */
  private static String options(AnalysisOptions options) {
    Tidying tidying = options.tidying();
    return String.join(
        "; ",
        "thinning " + options.thinning().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "holes filled " + pixels(tidying.holePixels()),
        "specks removed " + pixels(tidying.speckPixels()),
        "spurs pruned up to " + ReportText.number(tidying.spurWidths()) + " vessel widths",
        "caliber level " + ReportText.number(options.caliberLevel()),
        "gradable from " + ReportText.number(options.minimumQuality()));
  }

  private static String pixels(int count) {
    return count == Tidying.AUTOMATIC ? "by the field of view" : "up to " + count + " px";
  }

  /** The data of the script. {@code <} is escaped, so that no text can end the script element. */
  private String json(String name, List<SegmentView> segments) {
    StringWriter text = new StringWriter();
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.setCharacterEscapes(new ScriptEscapes());
      json.writeStartObject();
      json.writeNumberField("width", report.width());
      json.writeNumberField("height", report.height());
      json.writeStringField("overrideName", name + ".override.csv");
      json.writeStringField("overrideHeader", "segment,x_px,y_px,label");
      json.writeArrayFieldStart("segments");
      for (SegmentView view : segments) {
        Segment segment = report.graph().segment(view.index());
        int middle = segment.pathSize() / 2;
        json.writeStartObject();
        json.writeNumberField("index", view.index());
        json.writeNumberField("x", segment.x(middle));
        json.writeNumberField("y", segment.y(middle));
        json.writeStringField("label", view.label());
        json.writeStringField("length", view.length());
        json.writeStringField("caliber", view.caliber());
        json.writeStringField("tortuosity", view.tortuosity());
        json.writeStringField("confidence", view.confidence());
        json.writeStringField("audit", view.audit());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return text.toString();
  }

  /** Escapes the special characters of HTML. */
  private static final class ScriptEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

    ScriptEscapes() {
      for (char c : new char[] {'<', '>', '&'}) {
        ascii[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c == 0x2028 || c == 0x2029 ? new SerializedString(String.format("\\u%04x", c)) : null;
    }
  }
}

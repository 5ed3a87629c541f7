// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.biomarker.BiomarkerColumn;
import io.github.seqnet.graph.biomarker.BiomarkerValue;
import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.biomarker.Unit;
import io.github.seqnet.graph.biomarker.VesselGroup;
import io.github.seqnet.image.Laterality;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes DICOM measurement reports: the biomarkers of a report as a Comprehensive SR after template
 * TID 1500 (PS3.16), with laterality, units in UCUM, and references to the source photograph and
 * its segmentation.
 *
 * <p>There is one measurement group for each vessel group in each region, with the artery or vein
 * as its finding and the retina as its site. Biomarkers and zones have no standard codes; they are
 * coded by their names in the private scheme {@code 99SEQNET}. A missing value is written without a
 * number, with its reason as a comment. Numbers have seven significant digits.
 *
 * <p>Immutable and thread-safe.
 */
public final class DicomMeasurementReport {
  /** The SOP class of comprehensive structured reports. */
  public static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.88.33";

  /** Code meanings that differ from the name of the biomarker. */
  private static final Map<String, String> MEANINGS =
      Map.of(
          "avr_knudtson", "Arteriole-to-venule ratio (Knudtson)",
          "avr_hubbard", "Arteriole-to-venule ratio (Hubbard)",
          "crae_knudtson", "Central retinal artery equivalent (Knudtson)",
          "crae_hubbard", "Central retinal artery equivalent (Hubbard)",
          "crve_knudtson", "Central retinal vein equivalent (Knudtson)",
          "crve_hubbard", "Central retinal vein equivalent (Hubbard)");

  private static final Code FINDING_SITE = Code.sct("363698007", "Finding Site");
  private static final Code LATERALITY = Code.sct("272741003", "Laterality");
  private static final Code TOPOGRAPHY = Code.sct("106233006", "Topographical modifier");
  private static final int MOST_LETTERS = 64;
  private static final String MODIFIER = "HAS CONCEPT MOD";
  private static final String CONTEXT = "HAS OBS CONTEXT";
  private static final String CONTAINS = "CONTAINS";

  private final DicomOptions options;
  private final @Nullable DicomInstance segmentation;
  private final List<String> columns;

  private DicomMeasurementReport(
      DicomOptions options, @Nullable DicomInstance segmentation, List<String> columns) {
    this.options = options;
    this.segmentation = segmentation;
    this.columns = columns;
  }

  /** A writer of the main biomarkers with these options. */
  public static DicomMeasurementReport with(DicomOptions options) {
    return new DicomMeasurementReport(
        Objects.requireNonNull(options, "options"), null, ReportTable.mainBiomarkers());
  }

  /** This writer with a segmentation of the same report, to which the measurements refer. */
  public DicomMeasurementReport withSegmentation(DicomInstance instance) {
    return new DicomMeasurementReport(
        options, Objects.requireNonNull(instance, "instance"), columns);
  }

  /**
   * This writer with other biomarkers.
   *
   * @param names of columns, such as {@code tortuosity.arteries.zone_c}; a report without one of
   *     them is written without it
   */
  public DicomMeasurementReport withBiomarkers(List<String> names) {
    return new DicomMeasurementReport(options, segmentation, List.copyOf(names));
  }

  /**
   * Writes the measurements of a report.
   *
   * @param source the photograph that the report is about
   * @param file replaced if it exists
   * @return the identity of the measurement report
   * @throws IllegalArgumentException if report and source differ in size, or the segmentation is in
   *     another study
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public DicomInstance write(RetinaReport report, DicomSource source, Path file)
      throws IOException {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(file, "file");
    source.checkSize(report.width(), report.height());
    String study = source.instance().studyInstanceUid();
    if (segmentation != null && !segmentation.studyInstanceUid().equals(study)) {
      throw new IllegalArgumentException(
          "the segmentation is in the study "
              + segmentation.studyInstanceUid()
              + ", but the source in "
              + study
              + "; write it for the same source");
    }
    DicomUids uids = options.uids();
    DicomInstance instance = new DicomInstance(SOP_CLASS, uids.next(), uids.next(), study);
    DataSet dataSet =
        Modules.common(options, instance, source.study(), Modules.now(options))
            .set(Attribute.MODALITY, "SR")
            .set(Attribute.SERIES_NUMBER, "2")
            .set(Attribute.SERIES_DESCRIPTION, "Retinal vessel biomarkers")
            .set(Attribute.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, List.of())
            .set(Attribute.INSTANCE_NUMBER, "1")
            .set(Attribute.COMPLETION_FLAG, "COMPLETE")
            .set(Attribute.VERIFICATION_FLAG, "UNVERIFIED")
            .set(Attribute.PERFORMED_PROCEDURE_CODE_SEQUENCE, List.of())
            .set(
                Attribute.CODING_SCHEME_IDENTIFICATION_SEQUENCE,
                new DataSet()
                    .set(Attribute.CODING_SCHEME_DESIGNATOR, Code.OWN_SCHEME)
                    .set(Attribute.CODING_SCHEME_NAME, "Biomarkers of SeqNet for the JVM"))
            .set(Attribute.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, evidence(source))
            .addAll(content(report, source, uids).build());
    Modules.write(dataSet, instance, file);
    return instance;
  }

  private DataSet evidence(DicomSource source) {
    List<DataSet> series = new ArrayList<>();
    series.add(series(source.instance()));
    if (segmentation != null) {
      series.add(series(segmentation));
    }
    return new DataSet()
        .set(Attribute.STUDY_INSTANCE_UID, source.instance().studyInstanceUid())
        .set(Attribute.REFERENCED_SERIES_SEQUENCE, series);
  }

  private static DataSet series(DicomInstance instance) {
    return new DataSet()
        .set(Attribute.SERIES_INSTANCE_UID, instance.seriesInstanceUid())
        .set(Attribute.REFERENCED_SOP_SEQUENCE, instance.reference());
  }

  private ContentItem content(RetinaReport report, DicomSource source, DicomUids uids) {
    DicomEquipment equipment = options.equipment();
    Optional<Laterality> eye = DicomSegmentation.eye(report, source);
    ContentItem root =
        ContentItem.root(Code.dcm("126000", "Imaging Measurement Report"), "1500")
            .add(
                ContentItem.code(
                    MODIFIER,
                    Code.dcm("121049", "Language of Content Item and Descendants"),
                    new Code("en-US", "RFC5646", "English (United States)")))
            .add(
                ContentItem.code(
                    CONTEXT, Code.dcm("121005", "Observer Type"), Code.dcm("121007", "Device")))
            .add(ContentItem.uid(CONTEXT, Code.dcm("121012", "Device Observer UID"), uids.next()))
            .add(text(CONTEXT, "121013", "Device Observer Name", equipment.modelName()))
            .add(text(CONTEXT, "121014", "Device Observer Manufacturer", equipment.manufacturer()))
            .add(text(CONTEXT, "121015", "Device Observer Model Name", equipment.modelName()))
            .add(text(CONTEXT, "121016", "Device Observer Serial Number", equipment.serialNumber()))
            .add(
                ContentItem.code(
                    MODIFIER,
                    Code.dcm("121058", "Procedure reported"),
                    Code.sct("363679005", "Imaging procedure")))
            .add(
                ContentItem.container(Code.dcm("111028", "Image Library"))
                    .add(library(source, eye)));
    ContentItem measurements = ContentItem.container(Code.dcm("126010", "Imaging Measurements"));
    groups(report)
        .forEach((key, members) -> measurements.add(group(report, source, eye, uids, members)));
    return root.add(measurements);
  }

  private static ContentItem text(String relationship, String code, String name, String value) {
    return ContentItem.text(relationship, Code.dcm(code, name), value);
  }

  private static ContentItem library(DicomSource source, Optional<Laterality> eye) {
    ContentItem group = ContentItem.container(Code.dcm("126200", "Image Library Group"));
    if (source.modality().equals("OP")) {
      group.add(
          ContentItem.code(
              "HAS ACQ CONTEXT",
              Code.dcm("121139", "Modality"),
              Code.dcm("OP", "Ophthalmic Photography")));
    }
    eye.ifPresent(
        value ->
            group.add(
                ContentItem.code(
                    "HAS ACQ CONTEXT",
                    Code.dcm("111027", "Image Laterality"),
                    Modules.code(value))));
    return group.add(
        ContentItem.image(CONTAINS, Code.sct("260753009", "Source"), source.reference()));
  }

  /** The columns that the report has, by vessel group and region, in order. */
  private Map<String, List<BiomarkerColumn>> groups(RetinaReport report) {
    Map<String, BiomarkerColumn> byName = new LinkedHashMap<>();
    report.biomarkers().columns().forEach(column -> byName.put(column.name(), column));
    Map<String, List<BiomarkerColumn>> groups = new LinkedHashMap<>();
    for (String name : columns) {
      BiomarkerColumn column = byName.get(name);
      if (column != null) {
        groups
            .computeIfAbsent(
                column.vessels().id() + "." + column.region().id(), key -> new ArrayList<>())
            .add(column);
      }
    }
    return groups;
  }

  private ContentItem group(
      RetinaReport report,
      DicomSource source,
      Optional<Laterality> eye,
      DicomUids uids,
      List<BiomarkerColumn> members) {
    VesselGroup vessels = members.get(0).vessels();
    Region region = members.get(0).region();
    int segment =
        switch (vessels) {
          case ALL -> 0;
          case ARTERIES -> DicomSegmentation.ARTERIES;
          case VEINS -> DicomSegmentation.VEINS;
        };
    boolean isSegmented = segmentation != null && segment > 0;
    ContentItem group =
        ContentItem.container(Code.dcm("125007", "Measurement Group"))
            .template(isSegmented ? "1410" : "1501")
            .add(
                text(
                    CONTEXT,
                    "112039",
                    "Tracking Identifier",
                    (vessels == VesselGroup.ALL ? "All vessels" : words(vessels.id()))
                        + ", "
                        + place(region)))
            .add(
                ContentItem.uid(
                    CONTEXT, Code.dcm("112040", "Tracking Unique Identifier"), uids.next()))
            .add(ContentItem.code(CONTAINS, Code.dcm("121071", "Finding"), finding(vessels)))
            .add(site(region, eye));
    if (isSegmented) {
      DataSet frame =
          Objects.requireNonNull(segmentation)
              .reference()
              .set(Attribute.REFERENCED_FRAME_NUMBER, Integer.toString(segment));
      group
          .add(
              ContentItem.image(
                  CONTAINS, Code.dcm("121214", "Referenced Segmentation Frame"), frame))
          .add(
              ContentItem.image(
                  CONTAINS,
                  Code.dcm("121233", "Source image for segmentation"),
                  source.reference()));
    }
    for (BiomarkerColumn column : members) {
      group.add(measurement(column, report.biomarkers().get(column.name()), source, isSegmented));
    }
    return group;
  }

  private static Code finding(VesselGroup vessels) {
    return switch (vessels) {
      case ALL -> Code.BLOOD_VESSEL;
      case ARTERIES -> Code.ARTERY;
      case VEINS -> Code.VEIN;
    };
  }

  private static ContentItem site(Region region, Optional<Laterality> eye) {
    ContentItem site = ContentItem.code(MODIFIER, FINDING_SITE, Code.RETINA);
    eye.ifPresent(value -> site.add(ContentItem.code(MODIFIER, LATERALITY, Modules.code(value))));
    return site.add(ContentItem.code(MODIFIER, TOPOGRAPHY, Code.own(region.id(), place(region))));
  }

  private static String place(Region region) {
    return switch (region) {
      case FIELD_OF_VIEW -> "Field of view";
      case ZONE_B -> "Zone B, 0.5 to 1 disc diameter from the disc margin";
      case ZONE_C -> "Zone C, 0.5 to 2 disc diameters from the disc margin";
    };
  }

  private static ContentItem measurement(
      BiomarkerColumn column, BiomarkerValue value, DicomSource source, boolean isSegmented) {
    Code name = concept(column.biomarker());
    ContentItem item =
        value.isPresent()
            ? ContentItem.number(name, decimal(value.value().getAsDouble()), unit(column.unit()))
            : ContentItem.missingNumber(name);
    if (!value.remark().isEmpty()) {
      item.add(text("HAS PROPERTIES", "121106", "Comment", value.remark()));
    }
    if (!isSegmented) {
      item.add(
          ContentItem.image(
              "INFERRED FROM", Code.dcm("121112", "Source of Measurement"), source.reference()));
    }
    return item;
  }

  /** The code of a biomarker. */
  static Code concept(String id) {
    String meaning = MEANINGS.getOrDefault(id, words(id));
    return Code.own(id, meaning.substring(0, Math.min(meaning.length(), MOST_LETTERS)));
  }

  /** {@code branching_angle} as {@code Branching angle}. */
  private static String words(String id) {
    String words = id.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A number in at most 16 characters. */
  static String decimal(double number) {
    String text = new BigDecimal(number).round(new MathContext(7)).stripTrailingZeros().toString();
    return text.length() <= 16 ? text : String.format(Locale.ROOT, "%.7e", number);
  }

  /** The code of a unit in UCUM. */
  static Code unit(Unit unit) {
    String symbol = unit.symbol();
    return switch (symbol) {
      case "1" -> Code.ucum("1", "no units");
      case "count" -> Code.ucum("{count}", "count");
      case "px" -> Code.ucum("{pixels}", "pixels");
      case "um" -> Code.ucum("um", "micrometer");
      case "deg" -> Code.ucum("deg", "degree");
      case "1/px" -> Code.ucum("/{pixels}", "per pixel");
      case "1/um" -> Code.ucum("/um", "per micrometer");
      case "1/px^2" -> Code.ucum("/{pixels}2", "per square pixel");
      case "1/um^2" -> Code.ucum("/um2", "per square micrometer");
      default -> Code.ucum("{" + symbol.replaceAll("[{}]", "") + "}", symbol);
    };
  }
}

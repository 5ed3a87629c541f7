// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.biomarker.VesselGroup;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Writes DICOM segmentations (SEG, PS3.3 A.51): arteries, veins and the optic disc of a report as
 * binary segments, one frame each, at the size of the photograph.
 *
 * <p>Segment 1 holds the arteries and segment 2 the veins; pixels of crossings belong to both. The
 * optic disc follows if it is known, and vessels without a label if there are any. Every frame
 * refers to the source photograph. Pixels are one bit each: 400 kB per segment for 3 megapixels.
 *
 * <p>Immutable and thread-safe.
 */
public final class DicomSegmentation {
  /** The SOP class of segmentations. */
  public static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.66.4";

  /** The segment number of the arteries, and the number of their frame. */
  static final int ARTERIES = 1;

  /** The segment number of the veins, and the number of their frame. */
  static final int VEINS = 2;

  private final DicomOptions options;

  private DicomSegmentation(DicomOptions options) {
    this.options = options;
  }

  /** A writer with these options. */
  public static DicomSegmentation with(DicomOptions options) {
    return new DicomSegmentation(Objects.requireNonNull(options, "options"));
  }

  /** A segment; {@code contains} takes the index of a pixel, row by row. */
  private record Segment(String label, Code type, Color color, IntPredicate contains) {}

  /** A display color in the encoding of CIELab that DICOM uses: PS3.3, C.10.7.1.1. */
  private record Color(int lightness, int a, int b) {}

  /**
   * Writes the segmentation of a report.
   *
   * @param source the photograph that the report is about
   * @param file replaced if it exists
   * @return the identity of the segmentation, to be passed to {@link
   *     DicomMeasurementReport#withSegmentation}
   * @throws IllegalArgumentException if report and source differ in size
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public DicomInstance write(RetinaReport report, DicomSource source, Path file)
      throws IOException {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(file, "file");
    source.checkSize(report.width(), report.height());
    DicomUids uids = options.uids();
    DicomInstance instance =
        new DicomInstance(
            SOP_CLASS, uids.next(), uids.next(), source.instance().studyInstanceUid());
    List<Segment> segments = segments(report);
    DataSet dataSet =
        Modules.common(options, instance, source.study(), Modules.now(options))
            .set(Attribute.MODALITY, "SEG")
            .set(Attribute.SERIES_NUMBER, "1")
            .set(Attribute.SERIES_DESCRIPTION, "Retinal vessel segmentation")
            .set(Attribute.INSTANCE_NUMBER, "1")
            .set(Attribute.PATIENT_ORIENTATION, "")
            .set(Attribute.IMAGE_TYPE, "DERIVED", "PRIMARY")
            .set(Attribute.CONTENT_LABEL, "RETINAL_VESSELS")
            .set(Attribute.CONTENT_DESCRIPTION, "Arteries, veins and optic disc")
            .set(Attribute.CONTENT_CREATOR_NAME, "")
            .set(Attribute.SEGMENTATION_TYPE, "BINARY")
            .set(Attribute.SAMPLES_PER_PIXEL, 1)
            .set(Attribute.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
            .set(Attribute.NUMBER_OF_FRAMES, Integer.toString(segments.size()))
            .set(Attribute.ROWS, report.height())
            .set(Attribute.COLUMNS, report.width())
            .set(Attribute.BITS_ALLOCATED, 1)
            .set(Attribute.BITS_STORED, 1)
            .set(Attribute.HIGH_BIT, 0)
            .set(Attribute.PIXEL_REPRESENTATION, 0)
            .set(Attribute.PIXEL_DATA, pixels(segments, report.width() * report.height()));
    addLossy(dataSet, source.lossy());
    Optional<Laterality> eye = eye(report, source);
    addDimensions(dataSet, uids);
    List<DataSet> descriptions = new ArrayList<>();
    List<DataSet> frames = new ArrayList<>();
    for (int k = 0; k < segments.size(); k++) {
      descriptions.add(description(k + 1, segments.get(k), eye));
      frames.add(
          new DataSet()
              .set(
                  Attribute.FRAME_CONTENT_SEQUENCE,
                  new DataSet().set(Attribute.DIMENSION_INDEX_VALUES, k + 1))
              .set(
                  Attribute.SEGMENT_IDENTIFICATION_SEQUENCE,
                  new DataSet().set(Attribute.REFERENCED_SEGMENT_NUMBER, k + 1)));
    }
    dataSet
        .set(Attribute.SEGMENT_SEQUENCE, descriptions)
        .set(Attribute.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, derivation(source))
        .set(Attribute.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames)
        .set(
            Attribute.REFERENCED_SERIES_SEQUENCE,
            new DataSet()
                .set(Attribute.SERIES_INSTANCE_UID, source.instance().seriesInstanceUid())
                .set(Attribute.REFERENCED_INSTANCE_SEQUENCE, source.instance().reference()));
    Modules.write(dataSet, instance, file);
    return instance;
  }

  /**
   * The eye that the caller knew, else that of the source. An estimate is never written, because a
   * reader of the file could not distinguish it from a fact.
   */
  static Optional<Laterality> eye(RetinaReport report, DicomSource source) {
    return report.known().laterality().or(source::laterality);
  }

  private static List<Segment> segments(RetinaReport report) {
    ArteryVeinMap labels = report.labels();
    int width = labels.width();
    VesselLabel[] byPixel = new VesselLabel[width * labels.height()];
    boolean unlabeled = false;
    for (int k = 0; k < byPixel.length; k++) {
      byPixel[k] = labels.get(k % width, k / width);
      unlabeled |= byPixel[k] == VesselLabel.UNKNOWN;
    }
    List<Segment> segments = new ArrayList<>();
    segments.add(
        new Segment(
            "Arteries",
            Code.ARTERY,
            new Color(34885, 53485, 50171),
            k -> VesselGroup.ARTERIES.contains(byPixel[k])));
    segments.add(
        new Segment(
            "Veins",
            Code.VEIN,
            new Color(21170, 53205, 5169),
            k -> VesselGroup.VEINS.contains(byPixel[k])));
    Optional<OpticDisc> disc = report.opticDisc();
    if (disc.isPresent()) {
      segments.add(
          new Segment(
              "Optic disc",
              Code.OPTIC_DISC,
              new Color(63655, 27361, 56991),
              k -> contains(disc.get(), k % width, k / width)));
    }
    if (unlabeled) {
      segments.add(
          new Segment(
              "Unlabeled vessels",
              Code.BLOOD_VESSEL,
              new Color(57505, 10652, 54152),
              k -> byPixel[k] == VesselLabel.UNKNOWN));
    }
    return segments;
  }

  private static boolean contains(OpticDisc disc, int x, int y) {
    return disc.contains(x, y);
  }

  /** One bit per pixel, the first pixel in the lowest bit, frames without a gap: PS3.5, 8.1.1. */
  private static byte[] pixels(List<Segment> segments, int pixels) {
    byte[] bits = new byte[Math.toIntExact(((long) pixels * segments.size() + 7) / 8)];
    long at = 0;
    for (Segment segment : segments) {
      for (int k = 0; k < pixels; k++, at++) {
        if (segment.contains().test(k)) {
          bits[(int) (at >>> 3)] |= (byte) (1 << (at & 7));
        }
      }
    }
    return bits;
  }

  static void addLossy(DataSet dataSet, DicomSource.Lossy lossy) {
    boolean isLossy = lossy.flag().equals("01");
    dataSet.set(Attribute.LOSSY_IMAGE_COMPRESSION, isLossy ? "01" : "00");
    if (isLossy && !lossy.ratio().isEmpty()) {
      dataSet.set(Attribute.LOSSY_IMAGE_COMPRESSION_RATIO, lossy.ratio());
    }
    if (isLossy && !lossy.method().isEmpty()) {
      dataSet.set(Attribute.LOSSY_IMAGE_COMPRESSION_METHOD, lossy.method());
    }
  }

  /** The frames have one dimension: the segment. */
  private static void addDimensions(DataSet dataSet, DicomUids uids) {
    String organization = uids.next();
    dataSet
        .set(
            Attribute.DIMENSION_ORGANIZATION_SEQUENCE,
            new DataSet().set(Attribute.DIMENSION_ORGANIZATION_UID, organization))
        .set(
            Attribute.DIMENSION_INDEX_SEQUENCE,
            new DataSet()
                .set(Attribute.DIMENSION_ORGANIZATION_UID, organization)
                .point(Attribute.DIMENSION_INDEX_POINTER, Attribute.REFERENCED_SEGMENT_NUMBER)
                .point(
                    Attribute.FUNCTIONAL_GROUP_POINTER, Attribute.SEGMENT_IDENTIFICATION_SEQUENCE)
                .set(Attribute.DIMENSION_DESCRIPTION_LABEL, "Segment"));
  }

  private DataSet description(int number, Segment segment, Optional<Laterality> eye) {
    DataSet region = Code.RETINA.item();
    eye.ifPresent(
        value ->
            region.set(Attribute.ANATOMIC_REGION_MODIFIER_SEQUENCE, Modules.code(value).item()));
    return new DataSet()
        .set(Attribute.SEGMENT_NUMBER, number)
        .set(Attribute.SEGMENT_LABEL, segment.label())
        .set(Attribute.SEGMENT_ALGORITHM_TYPE, "AUTOMATIC")
        .set(Attribute.SEGMENT_ALGORITHM_NAME, options.equipment().modelName())
        .set(Attribute.SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE, Code.ANATOMICAL_STRUCTURE.item())
        .set(Attribute.SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE, segment.type().item())
        .set(Attribute.ANATOMIC_REGION_SEQUENCE, region)
        .set(
            Attribute.RECOMMENDED_DISPLAY_CIELAB_VALUE,
            segment.color().lightness(),
            segment.color().a(),
            segment.color().b());
  }

  /** All frames are derived from the source. */
  private static DataSet derivation(DicomSource source) {
    return new DataSet()
        .set(
            Attribute.DERIVATION_IMAGE_SEQUENCE,
            new DataSet()
                .set(Attribute.DERIVATION_CODE_SEQUENCE, Code.dcm("113076", "Segmentation").item())
                .set(
                    Attribute.SOURCE_IMAGE_SEQUENCE,
                    source
                        .reference()
                        .set(
                            Attribute.PURPOSE_OF_REFERENCE_CODE_SEQUENCE,
                            Code.dcm("121322", "Source image for image processing operation")
                                .item())));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

/** The DICOM attributes that this package writes, with tag and value representation: PS3.6. */
enum Attribute {
  FILE_META_INFORMATION_GROUP_LENGTH(0x00020000, ValueRepresentation.UL),
  FILE_META_INFORMATION_VERSION(0x00020001, ValueRepresentation.OB),
  MEDIA_STORAGE_SOP_CLASS_UID(0x00020002, ValueRepresentation.UI),
  MEDIA_STORAGE_SOP_INSTANCE_UID(0x00020003, ValueRepresentation.UI),
  TRANSFER_SYNTAX_UID(0x00020010, ValueRepresentation.UI),
  IMPLEMENTATION_CLASS_UID(0x00020012, ValueRepresentation.UI),
  IMPLEMENTATION_VERSION_NAME(0x00020013, ValueRepresentation.SH),

  SPECIFIC_CHARACTER_SET(0x00080005, ValueRepresentation.CS),
  IMAGE_TYPE(0x00080008, ValueRepresentation.CS),
  INSTANCE_CREATION_DATE(0x00080012, ValueRepresentation.DA),
  INSTANCE_CREATION_TIME(0x00080013, ValueRepresentation.TM),
  SOP_CLASS_UID(0x00080016, ValueRepresentation.UI),
  SOP_INSTANCE_UID(0x00080018, ValueRepresentation.UI),
  STUDY_DATE(0x00080020, ValueRepresentation.DA),
  SERIES_DATE(0x00080021, ValueRepresentation.DA),
  CONTENT_DATE(0x00080023, ValueRepresentation.DA),
  STUDY_TIME(0x00080030, ValueRepresentation.TM),
  SERIES_TIME(0x00080031, ValueRepresentation.TM),
  CONTENT_TIME(0x00080033, ValueRepresentation.TM),
  ACCESSION_NUMBER(0x00080050, ValueRepresentation.SH),
  MODALITY(0x00080060, ValueRepresentation.CS),
  CONVERSION_TYPE(0x00080064, ValueRepresentation.CS),
  MANUFACTURER(0x00080070, ValueRepresentation.LO),
  REFERRING_PHYSICIAN_NAME(0x00080090, ValueRepresentation.PN),
  CODE_VALUE(0x00080100, ValueRepresentation.SH),
  CODING_SCHEME_DESIGNATOR(0x00080102, ValueRepresentation.SH),
  CODE_MEANING(0x00080104, ValueRepresentation.LO),
  MAPPING_RESOURCE(0x00080105, ValueRepresentation.CS),
  CODING_SCHEME_IDENTIFICATION_SEQUENCE(0x00080110, ValueRepresentation.SQ),
  CODING_SCHEME_NAME(0x00080115, ValueRepresentation.ST),
  LONG_CODE_VALUE(0x00080119, ValueRepresentation.UC),
  TIMEZONE_OFFSET_FROM_UTC(0x00080201, ValueRepresentation.SH),
  SERIES_DESCRIPTION(0x0008103e, ValueRepresentation.LO),
  MANUFACTURER_MODEL_NAME(0x00081090, ValueRepresentation.LO),
  REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE(0x00081111, ValueRepresentation.SQ),
  REFERENCED_SERIES_SEQUENCE(0x00081115, ValueRepresentation.SQ),
  REFERENCED_INSTANCE_SEQUENCE(0x0008114a, ValueRepresentation.SQ),
  REFERENCED_SOP_CLASS_UID(0x00081150, ValueRepresentation.UI),
  REFERENCED_SOP_INSTANCE_UID(0x00081155, ValueRepresentation.UI),
  REFERENCED_FRAME_NUMBER(0x00081160, ValueRepresentation.IS),
  REFERENCED_SOP_SEQUENCE(0x00081199, ValueRepresentation.SQ),
  STUDIES_CONTAINING_OTHER_REFERENCED_INSTANCES_SEQUENCE(0x00081200, ValueRepresentation.SQ),
  SOURCE_IMAGE_SEQUENCE(0x00082112, ValueRepresentation.SQ),
  ANATOMIC_REGION_SEQUENCE(0x00082218, ValueRepresentation.SQ),
  ANATOMIC_REGION_MODIFIER_SEQUENCE(0x00082220, ValueRepresentation.SQ),
  DERIVATION_IMAGE_SEQUENCE(0x00089124, ValueRepresentation.SQ),
  DERIVATION_CODE_SEQUENCE(0x00089215, ValueRepresentation.SQ),

  PATIENT_NAME(0x00100010, ValueRepresentation.PN),
  PATIENT_ID(0x00100020, ValueRepresentation.LO),
  PATIENT_BIRTH_DATE(0x00100030, ValueRepresentation.DA),
  PATIENT_SEX(0x00100040, ValueRepresentation.CS),

  DEVICE_SERIAL_NUMBER(0x00181000, ValueRepresentation.LO),
  SOFTWARE_VERSIONS(0x00181020, ValueRepresentation.LO),

  STUDY_INSTANCE_UID(0x0020000d, ValueRepresentation.UI),
  SERIES_INSTANCE_UID(0x0020000e, ValueRepresentation.UI),
  STUDY_ID(0x00200010, ValueRepresentation.SH),
  SERIES_NUMBER(0x00200011, ValueRepresentation.IS),
  INSTANCE_NUMBER(0x00200013, ValueRepresentation.IS),
  PATIENT_ORIENTATION(0x00200020, ValueRepresentation.CS),
  LATERALITY(0x00200060, ValueRepresentation.CS),
  FRAME_CONTENT_SEQUENCE(0x00209111, ValueRepresentation.SQ),
  DIMENSION_INDEX_VALUES(0x00209157, ValueRepresentation.UL),
  DIMENSION_ORGANIZATION_UID(0x00209164, ValueRepresentation.UI),
  DIMENSION_INDEX_POINTER(0x00209165, ValueRepresentation.AT),
  FUNCTIONAL_GROUP_POINTER(0x00209167, ValueRepresentation.AT),
  DIMENSION_ORGANIZATION_SEQUENCE(0x00209221, ValueRepresentation.SQ),
  DIMENSION_INDEX_SEQUENCE(0x00209222, ValueRepresentation.SQ),
  DIMENSION_DESCRIPTION_LABEL(0x00209421, ValueRepresentation.LO),

  SAMPLES_PER_PIXEL(0x00280002, ValueRepresentation.US),
  PHOTOMETRIC_INTERPRETATION(0x00280004, ValueRepresentation.CS),
  PLANAR_CONFIGURATION(0x00280006, ValueRepresentation.US),
  NUMBER_OF_FRAMES(0x00280008, ValueRepresentation.IS),
  ROWS(0x00280010, ValueRepresentation.US),
  COLUMNS(0x00280011, ValueRepresentation.US),
  BITS_ALLOCATED(0x00280100, ValueRepresentation.US),
  BITS_STORED(0x00280101, ValueRepresentation.US),
  HIGH_BIT(0x00280102, ValueRepresentation.US),
  PIXEL_REPRESENTATION(0x00280103, ValueRepresentation.US),
  LOSSY_IMAGE_COMPRESSION(0x00282110, ValueRepresentation.CS),
  LOSSY_IMAGE_COMPRESSION_RATIO(0x00282112, ValueRepresentation.DS),
  LOSSY_IMAGE_COMPRESSION_METHOD(0x00282114, ValueRepresentation.CS),

  MEASUREMENT_UNITS_CODE_SEQUENCE(0x004008ea, ValueRepresentation.SQ),
  RELATIONSHIP_TYPE(0x0040a010, ValueRepresentation.CS),
  VALUE_TYPE(0x0040a040, ValueRepresentation.CS),
  CONCEPT_NAME_CODE_SEQUENCE(0x0040a043, ValueRepresentation.SQ),
  CONTINUITY_OF_CONTENT(0x0040a050, ValueRepresentation.CS),
  UID(0x0040a124, ValueRepresentation.UI),
  TEXT_VALUE(0x0040a160, ValueRepresentation.UT),
  CONCEPT_CODE_SEQUENCE(0x0040a168, ValueRepresentation.SQ),
  PURPOSE_OF_REFERENCE_CODE_SEQUENCE(0x0040a170, ValueRepresentation.SQ),
  MEASURED_VALUE_SEQUENCE(0x0040a300, ValueRepresentation.SQ),
  NUMERIC_VALUE_QUALIFIER_CODE_SEQUENCE(0x0040a301, ValueRepresentation.SQ),
  NUMERIC_VALUE(0x0040a30a, ValueRepresentation.DS),
  PERFORMED_PROCEDURE_CODE_SEQUENCE(0x0040a372, ValueRepresentation.SQ),
  CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE(0x0040a375, ValueRepresentation.SQ),
  COMPLETION_FLAG(0x0040a491, ValueRepresentation.CS),
  VERIFICATION_FLAG(0x0040a493, ValueRepresentation.CS),
  CONTENT_TEMPLATE_SEQUENCE(0x0040a504, ValueRepresentation.SQ),
  CONTENT_SEQUENCE(0x0040a730, ValueRepresentation.SQ),
  TEMPLATE_IDENTIFIER(0x0040db00, ValueRepresentation.CS),

  SEGMENTATION_TYPE(0x00620001, ValueRepresentation.CS),
  SEGMENT_SEQUENCE(0x00620002, ValueRepresentation.SQ),
  SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE(0x00620003, ValueRepresentation.SQ),
  SEGMENT_NUMBER(0x00620004, ValueRepresentation.US),
  SEGMENT_LABEL(0x00620005, ValueRepresentation.LO),
  SEGMENT_ALGORITHM_TYPE(0x00620008, ValueRepresentation.CS),
  SEGMENT_ALGORITHM_NAME(0x00620009, ValueRepresentation.LO),
  SEGMENT_IDENTIFICATION_SEQUENCE(0x0062000a, ValueRepresentation.SQ),
  REFERENCED_SEGMENT_NUMBER(0x0062000b, ValueRepresentation.US),
  RECOMMENDED_DISPLAY_CIELAB_VALUE(0x0062000d, ValueRepresentation.US),
  SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE(0x0062000f, ValueRepresentation.SQ),

  CONTENT_LABEL(0x00700080, ValueRepresentation.CS),
  CONTENT_DESCRIPTION(0x00700081, ValueRepresentation.LO),
  CONTENT_CREATOR_NAME(0x00700084, ValueRepresentation.PN),

  SHARED_FUNCTIONAL_GROUPS_SEQUENCE(0x52009229, ValueRepresentation.SQ),
  PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE(0x52009230, ValueRepresentation.SQ),

  PIXEL_DATA(0x7fe00010, ValueRepresentation.OB);

  private final int tag;
  private final ValueRepresentation type;

  Attribute(int tag, ValueRepresentation type) {
    this.tag = tag;
    this.type = type;
  }

  /** The group in the upper 16 bits, the element in the lower. */
  int tag() {
    return tag;
  }

  ValueRepresentation type() {
    return type;
  }

  @Override
  public String toString() {
    return "%s (%04x,%04x)".formatted(name(), tag >>> 16, tag & 0xffff);
  }
}

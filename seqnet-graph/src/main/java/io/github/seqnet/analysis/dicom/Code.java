// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

/**
 * A coded concept.
 *
 * @param value the code
 * @param scheme the coding scheme: {@code DCM}, {@code SCT} (SNOMED CT), {@code UCUM}, {@code
 *     RFC5646}, or {@link #OWN_SCHEME}
 * @param meaning the term
 */
record Code(String value, String scheme, String meaning) {
  /** The scheme of biomarkers and regions, which have no standard codes. */
  static final String OWN_SCHEME = "99SEQNET";

  static final Code ANATOMICAL_STRUCTURE = sct("123037004", "Anatomical Structure");
  static final Code ARTERY = sct("51114001", "Artery");
  static final Code VEIN = sct("29092000", "Vein");
  static final Code BLOOD_VESSEL = sct("59820001", "Blood vessel");
  static final Code OPTIC_DISC = sct("24665002", "Optic nerve head");
  static final Code RETINA = sct("5665001", "Retina");
  static final Code LEFT = sct("7771000", "Left");
  static final Code RIGHT = sct("24028007", "Right");

  private static final int MOST_SHORT = 16;

  static Code dcm(String value, String meaning) {
    return new Code(value, "DCM", meaning);
  }

  static Code sct(String value, String meaning) {
    return new Code(value, "SCT", meaning);
  }

  static Code own(String value, String meaning) {
    return new Code(value, OWN_SCHEME, meaning);
  }

  static Code ucum(String value, String meaning) {
    return new Code(value, "UCUM", meaning);
  }

  /** The item of a code sequence. */
  DataSet item() {
    return new DataSet()
        .set(value.length() > MOST_SHORT ? Attribute.LONG_CODE_VALUE : Attribute.CODE_VALUE, value)
        .set(Attribute.CODING_SCHEME_DESIGNATOR, scheme)
        .set(Attribute.CODE_MEANING, meaning);
  }
}

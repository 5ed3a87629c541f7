// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.Serializable;
import java.util.Objects;

/**
 * The identity of a DICOM file, with which other files refer to it. Immutable.
 *
 * @param sopClassUid what kind of object it is
 * @param sopInstanceUid the object
 * @param seriesInstanceUid its series
 * @param studyInstanceUid its study
 */
public record DicomInstance(
    String sopClassUid, String sopInstanceUid, String seriesInstanceUid, String studyInstanceUid)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * @throws IllegalArgumentException if a value is not a unique identifier
   */
  public DicomInstance {
    Objects.requireNonNull(sopClassUid, "sopClassUid");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(seriesInstanceUid, "seriesInstanceUid");
    Objects.requireNonNull(studyInstanceUid, "studyInstanceUid");
    check(Attribute.SOP_CLASS_UID, sopClassUid);
    check(Attribute.SOP_INSTANCE_UID, sopInstanceUid);
    check(Attribute.SERIES_INSTANCE_UID, seriesInstanceUid);
    check(Attribute.STUDY_INSTANCE_UID, studyInstanceUid);
  }

  private static void check(Attribute attribute, String value) {
    Objects.requireNonNull(value, attribute.name());
    if (value.isEmpty() || !attribute.type().fault(value).isEmpty()) {
      throw new IllegalArgumentException(
          attribute + " must be a unique identifier, got '" + value + "'");
    }
  }

  /** The item of a reference to this instance. */
  DataSet reference() {
    return new DataSet()
        .set(Attribute.REFERENCED_SOP_CLASS_UID, sopClassUid)
        .set(Attribute.REFERENCED_SOP_INSTANCE_UID, sopInstanceUid);
  }
}

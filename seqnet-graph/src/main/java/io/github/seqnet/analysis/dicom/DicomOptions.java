// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options of the DICOM writers: patient, equipment, unique identifiers and time. Immutable, except
 * that a {@linkplain DicomUids#seeded seeded} source of identifiers advances with every file.
 */
public final class DicomOptions implements Serializable {
  private static final long serialVersionUID = 1;

  private static final DicomOptions DEFAULTS =
      new DicomOptions(DicomPatient.unknown(), DicomEquipment.defaults(), DicomUids.random(), null);

  private final DicomPatient patient;
  private final DicomEquipment equipment;
  private final DicomUids uids;
  private final @Nullable Instant time;

  private DicomOptions(
      DicomPatient patient, DicomEquipment equipment, DicomUids uids, @Nullable Instant time) {
    this.patient = patient;
    this.equipment = equipment;
    this.uids = uids;
    this.time = time;
  }

  /** An unknown patient, this library, random identifiers, and the time of writing. */
  public static DicomOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with a patient. */
  public DicomOptions withPatient(DicomPatient value) {
    return new DicomOptions(Objects.requireNonNull(value, "value"), equipment, uids, time);
  }

  /** Returns these options with other equipment. */
  public DicomOptions withEquipment(DicomEquipment value) {
    return new DicomOptions(patient, Objects.requireNonNull(value, "value"), uids, time);
  }

  /** Returns these options with another source of identifiers. */
  public DicomOptions withUids(DicomUids value) {
    return new DicomOptions(patient, equipment, Objects.requireNonNull(value, "value"), time);
  }

  /** Returns these options with a fixed time, which is written in UTC. */
  public DicomOptions withTime(Instant value) {
    return new DicomOptions(patient, equipment, uids, Objects.requireNonNull(value, "value"));
  }

  /** The patient. */
  public DicomPatient patient() {
    return patient;
  }

  /** The equipment. */
  public DicomEquipment equipment() {
    return equipment;
  }

  /** The source of identifiers. */
  public DicomUids uids() {
    return uids;
  }

  /** The fixed time; empty for the time of writing. */
  public Optional<Instant> time() {
    return Optional.ofNullable(time);
  }

  @Override
  public String toString() {
    return "DicomOptions[" + patient + ", " + equipment + ", " + uids + ", time=" + time + "]";
  }
}

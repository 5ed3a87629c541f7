// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The patient as written to a DICOM file. Nothing is known unless the caller states it: patient
 * data of a source file is not copied on its own. Immutable.
 *
 * <p>{@link #toString()} names no values, so that patient data does not reach a log.
 */
public final class DicomPatient implements Serializable {
  private static final long serialVersionUID = 1;
  private static final DicomPatient UNKNOWN = new DicomPatient("", "", null, "");

  private final String id;
  private final String name;
  private final @Nullable LocalDate birthDate;
  private final String sex;

  private DicomPatient(String id, String name, @Nullable LocalDate birthDate, String sex) {
    this.id = id;
    this.name = name;
    this.birthDate = birthDate;
    this.sex = sex;
  }

  /** A patient of whom nothing is known: every attribute is empty. */
  public static DicomPatient unknown() {
    return UNKNOWN;
  }

  /**
   * This patient with an identifier, for example a pseudonym.
   *
   * @throws IllegalArgumentException if it is longer than 64 characters or has a backslash or
   *     control characters
   */
  public DicomPatient withId(String value) {
    return new DicomPatient(checked(Attribute.PATIENT_ID, value), name, birthDate, sex);
  }

  /**
   * This patient with a name in the form of DICOM, {@code Family^Given^Middle^Prefix^Suffix}.
   *
   * @throws IllegalArgumentException if it is longer than 64 characters or has a backslash or
   *     control characters
   */
  public DicomPatient withName(String value) {
    return new DicomPatient(id, checked(Attribute.PATIENT_NAME, value), birthDate, sex);
  }

  /**
   * This patient with a birth date.
   *
   * @throws IllegalArgumentException if the year is not in 0..9999
   */
  public DicomPatient withBirthDate(LocalDate value) {
    Objects.requireNonNull(value, "value");
    if (value.getYear() < 0 || value.getYear() > 9999) {
      throw new IllegalArgumentException("the year of birth must be in 0..9999");
    }
    return new DicomPatient(id, name, value, sex);
  }

  /**
   * This patient with a sex.
   *
   * @param value {@code M}, {@code F}, {@code O} (other), or empty
   * @throws IllegalArgumentException if it is none of these
   */
  public DicomPatient withSex(String value) {
    Objects.requireNonNull(value, "value");
    if (!value.isEmpty() && !value.equals("M") && !value.equals("F") && !value.equals("O")) {
      throw new IllegalArgumentException("sex must be M, F, O or empty, got '" + value + "'");
    }
    return new DicomPatient(id, name, birthDate, value);
  }

  private static String checked(Attribute attribute, String value) {
    Objects.requireNonNull(value, "value");
    String fault = attribute.type().fault(value);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException(attribute + " is not valid: " + fault);
    }
    return value;
  }

  /** The identifier; empty if it is unknown. */
  public String id() {
    return id;
  }

  /** The name in the form of DICOM; empty if it is unknown. */
  public String name() {
    return name;
  }

  /** The birth date; empty if it is unknown. */
  public Optional<LocalDate> birthDate() {
    return Optional.ofNullable(birthDate);
  }

  /** {@code M}, {@code F}, {@code O}, or empty if it is unknown. */
  public String sex() {
    return sex;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DicomPatient patient
        && patient.id.equals(id)
        && patient.name.equals(name)
        && Objects.equals(patient.birthDate, birthDate)
        && patient.sex.equals(sex);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, birthDate, sex);
  }

  @Override
  public String toString() {
    return equals(UNKNOWN) ? "DicomPatient[unknown]" : "DicomPatient[known]";
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.io.Serializable;
import java.util.Objects;

/**
 * The program that made a DICOM file, as its equipment module names it. Immutable.
 *
 * @param manufacturer 1 to 64 characters
 * @param modelName the name of the program, 1 to 64 characters
 * @param serialNumber of the installation, 1 to 64 characters
 * @param softwareVersion 1 to 64 characters
 */
public record DicomEquipment(
    String manufacturer, String modelName, String serialNumber, String softwareVersion)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final DicomEquipment DEFAULTS =
      new DicomEquipment("SeqNet project", "SeqNet for the JVM", "unknown", version());

  /**
   * @throws IllegalArgumentException if a value is blank, longer than 64 characters, or has a
   *     backslash or control characters
   */
  public DicomEquipment {
    check(Attribute.MANUFACTURER, manufacturer, "manufacturer");
    check(Attribute.MANUFACTURER_MODEL_NAME, modelName, "modelName");
    check(Attribute.DEVICE_SERIAL_NUMBER, serialNumber, "serialNumber");
    check(Attribute.SOFTWARE_VERSIONS, softwareVersion, "softwareVersion");
  }

  private static void check(Attribute attribute, String value, String name) {
    Objects.requireNonNull(value, name);
    String fault = value.isBlank() ? "it is blank" : attribute.type().fault(value);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException(name + " cannot be '" + value + "': " + fault);
    }
  }

  private static String version() {
    String version = DicomEquipment.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** This library, with the version of its jar. */
  public static DicomEquipment defaults() {
    return DEFAULTS;
  }

  /** This equipment with another serial number. */
  public DicomEquipment withSerialNumber(String value) {
    return new DicomEquipment(manufacturer, modelName, value, softwareVersion);
  }

  /** This equipment with another version. */
  public DicomEquipment withSoftwareVersion(String value) {
    return new DicomEquipment(manufacturer, modelName, serialNumber, value);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.dicom;

import java.util.ArrayList;
import java.util.List;

/** An item of the content tree of a structured report: PS3.3, C.17.3. */
final class ContentItem {
  private final DataSet dataSet = new DataSet();
  private final List<DataSet> children = new ArrayList<>();

  private ContentItem(String relationship, String valueType, Code name) {
    if (!relationship.isEmpty()) {
      dataSet.set(Attribute.RELATIONSHIP_TYPE, relationship);
    }
    dataSet
        .set(Attribute.VALUE_TYPE, valueType)
        .set(Attribute.CONCEPT_NAME_CODE_SEQUENCE, name.item());
  }

  /** The root. */
  static ContentItem root(Code name, String template) {
    return new ContentItem("", "CONTAINER", name).separate().template(template);
  }

  static ContentItem container(Code name) {
    return new ContentItem("CONTAINS", "CONTAINER", name).separate();
  }

  static ContentItem code(String relationship, Code name, Code value) {
    ContentItem item = new ContentItem(relationship, "CODE", name);
    item.dataSet.set(Attribute.CONCEPT_CODE_SEQUENCE, value.item());
    return item;
  }

  static ContentItem text(String relationship, Code name, String value) {
    ContentItem item = new ContentItem(relationship, "TEXT", name);
    item.dataSet.set(Attribute.TEXT_VALUE, value);
    return item;
  }

  static ContentItem uid(String relationship, Code name, String value) {
    ContentItem item = new ContentItem(relationship, "UIDREF", name);
    item.dataSet.set(Attribute.UID, value);
    return item;
  }

  /** A reference to an image; {@code reference} is an item of a reference to an instance. */
  static ContentItem image(String relationship, Code name, DataSet reference) {
    ContentItem item = new ContentItem(relationship, "IMAGE", name);
    item.dataSet.set(Attribute.REFERENCED_SOP_SEQUENCE, reference);
    return item;
  }

  /** A measured number. */
  static ContentItem number(Code name, String value, Code unit) {
    ContentItem item = new ContentItem("CONTAINS", "NUM", name);
    item.dataSet.set(
        Attribute.MEASURED_VALUE_SEQUENCE,
        new DataSet()
            .set(Attribute.NUMERIC_VALUE, value)
            .set(Attribute.MEASUREMENT_UNITS_CODE_SEQUENCE, unit.item()));
    return item;
  }

  /** A number that could not be measured. */
  static ContentItem missingNumber(Code name) {
    ContentItem item = new ContentItem("CONTAINS", "NUM", name);
    item.dataSet
        .set(Attribute.MEASURED_VALUE_SEQUENCE, List.of())
        .set(
            Attribute.NUMERIC_VALUE_QUALIFIER_CODE_SEQUENCE,
            Code.dcm("114006", "Measurement failure").item());
    return item;
  }

  private ContentItem separate() {
    dataSet.set(Attribute.CONTINUITY_OF_CONTENT, "SEPARATE");
    return this;
  }

  /** Names the template that a container follows. */
  ContentItem template(String identifier) {
    dataSet.set(
        Attribute.CONTENT_TEMPLATE_SEQUENCE,
        new DataSet()
            .set(Attribute.MAPPING_RESOURCE, "DCMR")
            .set(Attribute.TEMPLATE_IDENTIFIER, identifier));
    return this;
  }

  /** Appends a child. */
  ContentItem add(ContentItem child) {
    children.add(child.build());
    return this;
  }

  /** The data set of this item and its children; called once. */
  DataSet build() {
    if (!children.isEmpty()) {
      dataSet.set(Attribute.CONTENT_SEQUENCE, children);
    }
    return dataSet;
  }
}

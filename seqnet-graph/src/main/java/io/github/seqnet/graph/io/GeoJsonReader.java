// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.io;

import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.image.VesselLabel;
import java.io.IOException;
import java.io.InputStream;

/** Reads the GeoJSON of {@link GeoJsonWriter}. */
final class GeoJsonReader {
  private GeoJsonReader() {}

  static VesselGraph read(InputStream in) throws IOException {
    JsonTree file = JsonTree.read(in);
    JsonTree type = file.get("type");
    if (!type.text().equals("FeatureCollection")) {
      throw GraphDraft.at(
          type.line(), "type must be FeatureCollection, got " + GraphDraft.shortened(type.text()));
    }
    GraphDraft draft = GraphDraft.directed();
    for (JsonTree feature : file.get("features").items()) {
      JsonTree geometry = feature.get("geometry");
      JsonTree properties = feature.get("properties");
      JsonTree kind = geometry.get("type");
      switch (kind.text()) {
        case "Point" ->
            draft.addNode(
                feature.get("id").text(),
                GraphDraft.kind(properties.get("kind").text(), properties.get("kind").line()),
                properties.get("pixels").points(),
                feature.line());
        case "LineString" -> {
          draft.addSegment(
              properties.get("start").text(),
              properties.get("end").text(),
              geometry.get("coordinates").points(),
              properties.get("caliber_px").calibers(),
              properties.has("label")
                  ? GraphDraft.label(properties.get("label").text(), properties.line())
                  : VesselLabel.UNKNOWN,
              properties.optionalNumber("confidence"),
              properties.optionalNumber("threshold"),
              feature.line());
          draft.continueLast(
              properties.optionalText("start_continuation"),
              properties.optionalText("end_continuation"));
        }
        default ->
            throw GraphDraft.at(
                kind.line(),
                "geometry must be Point or LineString, got " + GraphDraft.shortened(kind.text()));
      }
    }
    return draft.build(
        file.get("width_px").integer(), file.get("height_px").integer(), file.line());
  }
}

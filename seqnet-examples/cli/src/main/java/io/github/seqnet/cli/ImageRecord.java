package io.github.seqnet.cli;

import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.landmark.OpticDiscSearch;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is found out about an image while its vessels are, as it stands in its record. */
final class ImageRecord {
  private ImageRecord() {}

  /** What is known of a photograph alone. */
  static Map<String, Object> of(RgbImage photograph) {
    return size(photograph.width(), photograph.height());
  }

  /** What is known of a photograph, and its field of view. */
  static Map<String, Object> of(RgbImage photograph, FieldOfView fieldOfView) {
    return of(photograph.width(), photograph.height(), fieldOfView);
  }

  /** The size of an image and its field of view. */
  static Map<String, Object> of(int width, int height, FieldOfView fieldOfView) {
    Map<String, Object> found = size(width, height);
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("source", NamedConstants.name(fieldOfView.source()));
    field.put("pixels", fieldOfView.mask().count());
    found.put("fieldOfView", field);
    return found;
  }

  /** Adds where the optic disc is, or why it is not known. */
  static void add(Map<String, Object> found, OpticDiscSearch search) {
    Map<String, Object> disc = new LinkedHashMap<>();
    if (search.disc().isPresent()) {
      OpticDisc circle = search.disc().get();
      disc.put("x", circle.centerX());
      disc.put("y", circle.centerY());
      disc.put("radiusPx", circle.radiusPx());
    } else if (search instanceof OpticDiscSearch.NotFound notFound) {
      disc.put("missing", notFound.reason());
    }
    disc.put("contrast", search.contrast());
    disc.put("convergence", search.convergence());
    found.put("opticDisc", disc);
  }

  private static Map<String, Object> size(int width, int height) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("widthPx", width);
    found.put("heightPx", height);
    return found;
  }
}

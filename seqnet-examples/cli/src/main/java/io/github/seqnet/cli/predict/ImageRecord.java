// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.predict;

import io.github.seqnet.cli.option.NamedConstants;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The record of an image that was predicted but not measured, with the column names of the results
 * table.
 */
final class ImageRecord {
  private ImageRecord() {}

  /** The size of a photograph. */
  static Map<String, Object> of(RgbImage photograph) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("width_px", photograph.width());
    found.put("height_px", photograph.height());
    return found;
  }

  /** The size of a photograph and its field of view. */
  static Map<String, Object> of(RgbImage photograph, FieldOfView fieldOfView) {
    Map<String, Object> found = of(photograph);
    found.put("field_of_view", NamedConstants.name(fieldOfView.source()));
    found.put("field_of_view_px", fieldOfView.mask().count());
    return found;
  }
}

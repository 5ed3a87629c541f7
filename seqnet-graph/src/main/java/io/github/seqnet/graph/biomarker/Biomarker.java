// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

import java.util.EnumSet;
import java.util.Set;

/**
 * A number that describes the vessels of one image, such as a caliber or a tortuosity.
 *
 * <p>A biomarker is measured once for each of its vessel groups in each of its regions. Every
 * combination is one column of the results table and one row of the table of one image. A custom
 * biomarker is passed to {@link BiomarkerSet#with}, or registered with {@link
 * java.util.ServiceLoader}: the command line and {@link BiomarkerSet#available()} then find it on
 * the class path or the module path.
 *
 * <pre>{@code
 * public final class LongestSegment implements Biomarker {
 *   public String id() {
 *     return "longest_segment";
 *   }
 *
 *   public Unit unit(Scale scale) {
 *     return scale.unit();
 *   }
 *
 *   public BiomarkerValue measure(BiomarkerContext context) {
 *     return context.parts().stream()
 *         .mapToDouble(SegmentPart::lengthPx)
 *         .max()
 *         .stream()
 *         .mapToObj(px -> BiomarkerValue.of(px * context.scale().perPixel()))
 *         .findFirst()
 *         .orElseGet(() -> BiomarkerValue.missing("there is no segment"));
 *   }
 * }
 * }</pre>
 *
 * <p>Implementations must be stateless or thread-safe, and deterministic.
 */
public interface Biomarker {
  /**
   * The name in files and in the API: lower-case ASCII letters, digits and underscores, beginning
   * with a letter, such as {@code avr_knudtson}. It must not change between calls.
   */
  String id();

  /**
   * The unit of the values.
   *
   * @param scale the scale that values are measured at
   */
  Unit unit(Scale scale);

  /** The vessel groups that this biomarker is measured for; by default all of them. */
  default Set<VesselGroup> vesselGroups() {
    return EnumSet.allOf(VesselGroup.class);
  }

  /** The regions that this biomarker is measured in; by default all of them. */
  default Set<Region> regions() {
    return EnumSet.allOf(Region.class);
  }

  /**
   * Measures one vessel group in one region.
   *
   * <p>This method is not called where the measurement is impossible for every biomarker: in a zone
   * without an optic disc, and for arteries or veins where no vessel is labeled. These values are
   * missing with that reason.
   *
   * @param context the vessels, the region and what else is known about the image
   * @return the value in the unit of {@link #unit}, or the reason for its absence
   */
  BiomarkerValue measure(BiomarkerContext context);
}

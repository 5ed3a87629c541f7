// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.biomarker;

/** The biomarker that the documentation of {@link Biomarker} shows. */
class CustomBiomarkerTest extends BiomarkerContract {
  private static final class LongestSegment implements Biomarker {
    @Override
    public String id() {
      return "longest_segment";
    }

    @Override
    public Unit unit(Scale scale) {
      return scale.unit();
    }

    @Override
    public BiomarkerValue measure(BiomarkerContext context) {
      return context.parts().stream().mapToDouble(SegmentPart::lengthPx).max().stream()
          .mapToObj(px -> BiomarkerValue.of(px * context.scale().perPixel()))
          .findFirst()
          .orElseGet(() -> BiomarkerValue.missing("there is no segment"));
    }
  }

  @Override
  protected Biomarker biomarker() {
    return new LongestSegment();
  }
}

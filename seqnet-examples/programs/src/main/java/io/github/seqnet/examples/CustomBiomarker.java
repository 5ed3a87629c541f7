// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.ReportTable;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.analysis.VesselMapAnalyzer;
import io.github.seqnet.graph.biomarker.Biomarker;
import io.github.seqnet.graph.biomarker.BiomarkerContext;
import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.BiomarkerValue;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.biomarker.SegmentPart;
import io.github.seqnet.graph.biomarker.Unit;
import io.github.seqnet.image.io.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Adds a biomarker of your own, the length of the longest segment, to the results table of an
 * artery/vein map.
 *
 * <p>Arguments: the map and the CSV file to write.
 */
public final class CustomBiomarker {
  private CustomBiomarker() {}

  /** The length of the longest segment of a vessel group in a region. */
  public static final class LongestSegment implements Biomarker {
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
      OptionalDouble longest = context.parts().stream().mapToDouble(SegmentPart::lengthPx).max();
      return longest.isPresent()
          ? BiomarkerValue.of(longest.getAsDouble() * context.scale().perPixel())
          : BiomarkerValue.missing("there is no segment");
    }
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(2, arguments, "CustomBiomarker <map> <measures.csv>");
    BiomarkerSet biomarkers = BiomarkerSet.builtIn().with(new LongestSegment());
    RetinaReport report =
        VesselMapAnalyzer.with(AnalysisOptions.defaults())
            .withBiomarkers(biomarkers)
            .analyze(ImageFiles.readLabels(Path.of(arguments[0])));
    ReportTable.of(biomarkers, Scale.pixels())
        .writeCsv(List.of(report.toRow()), Path.of(arguments[1]));
  }
}

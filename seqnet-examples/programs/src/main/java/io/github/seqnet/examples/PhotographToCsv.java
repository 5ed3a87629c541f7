// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the biomarkers of a photograph and writes them as a table with one row, the same row
 * that {@code seqnet predict --graph --measure} writes.
 *
 * <p>Arguments: the photograph, the size of a pixel in micrometers, and the CSV file to write.
 */
public final class PhotographToCsv {
  private PhotographToCsv() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(3, arguments, "PhotographToCsv <photograph> <um per pixel> <measures.csv>");
    Scale pixel = Scale.micrometers(Double.parseDouble(arguments[1]));
    try (VesselModel model = SeqNet.pretrained()) {
      RetinaAnalyzer analyzer = RetinaAnalyzer.of(model).withPixelSize(pixel);
      RetinaReport report = analyzer.analyze(Path.of(arguments[0]));
      analyzer.table().writeCsv(List.of(report.toRow()), Path.of(arguments[2]));
    }
  }
}

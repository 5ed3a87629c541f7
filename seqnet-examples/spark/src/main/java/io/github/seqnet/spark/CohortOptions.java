// SPDX-License-Identifier: MIT
package io.github.seqnet.spark;

import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.ResultId;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.nn.weights.EmbeddedModel;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Options of {@link SparkCohort}. Immutable.
 *
 * @param analysis the options of each analysis; part of the identity of a result
 * @param model the name of an embedded model such as {@code embedded} or {@code open}, or the path
 *     of a model file that every executor can read
 * @param glob the pattern of file names of photographs, as a Hadoop glob
 * @param batchSize the number of photographs that are committed at a time, at least 1; a killed job
 *     loses at most the work of one batch, and each batch writes its own files
 */
public record CohortOptions(AnalysisOptions analysis, String model, String glob, int batchSize)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final String IMAGES =
      "*.{png,jpg,jpeg,tif,tiff,bmp,gif,webp,jp2,dcm,ppm,pgm,"
          + "PNG,JPG,JPEG,TIF,TIFF,BMP,GIF,WEBP,JP2,DCM,PPM,PGM}";

  /**
   * @throws IllegalArgumentException if the batch size is below 1 or the glob is blank
   */
  public CohortOptions {
    Objects.requireNonNull(analysis, "analysis");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(glob, "glob");
    if (glob.isBlank()) {
      throw new IllegalArgumentException("glob must not be blank");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
    }
  }

  /** The options of the command line, the embedded model, batches of 1000 photographs. */
  public static CohortOptions defaults() {
    return new CohortOptions(AnalysisOptions.defaults(), EmbeddedModel.EMBEDDED, IMAGES, 1000);
  }

  /** Returns these options with another analysis. */
  public CohortOptions withAnalysis(AnalysisOptions value) {
    return new CohortOptions(value, model, glob, batchSize);
  }

  /** Returns these options with the pixel size of all photographs. */
  public CohortOptions withPixelSize(Scale scale) {
    return withAnalysis(analysis.withBiomarkers(analysis.biomarkers().withScale(scale)));
  }

  /** Returns these options with an embedded model or a file that every executor can read. */
  public CohortOptions withModel(String nameOrFile) {
    return new CohortOptions(analysis, nameOrFile, glob, batchSize);
  }

  /** Returns these options with another pattern of file names. */
  public CohortOptions withGlob(String pattern) {
    return new CohortOptions(analysis, model, pattern, batchSize);
  }

  /** Returns these options with another size of batches. */
  public CohortOptions withBatchSize(int size) {
    return new CohortOptions(analysis, model, glob, size);
  }

  /**
   * The SHA-256 of everything besides photograph and model that a result depends on: the options of
   * the analysis and the available biomarkers.
   */
  public String optionsHash() {
    return ResultId.optionsHash(analysis, List.of());
  }
}

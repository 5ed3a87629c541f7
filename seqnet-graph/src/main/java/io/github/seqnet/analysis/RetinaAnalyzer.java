// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis;

import io.github.seqnet.graph.biomarker.BiomarkerSet;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.propagation.GraphRefiner;
import io.github.seqnet.graph.propagation.RefinementMode;
import io.github.seqnet.graph.propagation.RefinementOptions;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.image.io.LoadedImage;
import io.github.seqnet.image.io.ReaderLimits;
import io.github.seqnet.pipeline.VesselAnalysis;
import io.github.seqnet.pipeline.VesselPipeline;
import io.github.seqnet.pipeline.VesselPredictor;
import io.github.seqnet.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Analyzes fundus photographs: from a photograph to a {@link RetinaReport} with labels, graph,
 * landmarks and biomarkers in one call. The command line uses this class, so that its results are
 * the same.
 *
 * <pre>{@code
 * try (VesselModel model = SeqNet.pretrained()) {
 *   RetinaAnalyzer analyzer = RetinaAnalyzer.of(model).withPixelSize(Scale.micrometers(4.2));
 *   RetinaReport report = analyzer.analyze(Path.of("eye.png"));
 *   report.biomarkers().get("avr_knudtson", VesselGroup.ALL, Region.ZONE_B);
 *   analyzer.table().writeCsv(List.of(report.toRow()), Path.of("measures.csv"));
 * }
 * }</pre>
 *
 * <p><b>Memory.</b> Each photograph in progress needs about 150 bytes of heap per pixel besides the
 * memory of the predictor: 50 MB for DRIVE, 350 MB for 2.3 megapixels, 1.2 GB for 8 megapixels. At
 * most {@link #withMaxConcurrent n} photographs are in progress at a time; further calls wait. A
 * report holds about 60 bytes per pixel.
 *
 * <p>Immutable. Safe to call from several threads if the predictor is. An analyzer is not
 * serializable; its options and reports are.
 */
public final class RetinaAnalyzer {
  private final VesselPredictor predictor;
  private final AnalysisOptions options;
  private final BiomarkerSet biomarkers;
  private final Semaphore slots;

  private RetinaAnalyzer(
      VesselPredictor predictor,
      AnalysisOptions options,
      BiomarkerSet biomarkers,
      Semaphore slots) {
    this.predictor = predictor;
    this.options = options;
    this.biomarkers = biomarkers;
    this.slots = slots;
  }

  /**
   * An analyzer with default options and the {@linkplain BiomarkerSet#available() available}
   * biomarkers, for at most as many photographs at a time as there are processors.
   *
   * @param predictor not closed by the analyzer
   */
  public static RetinaAnalyzer of(VesselPredictor predictor) {
    return new RetinaAnalyzer(
        Objects.requireNonNull(predictor, "predictor"),
        AnalysisOptions.defaults(),
        BiomarkerSet.available(),
        new Semaphore(Runtime.getRuntime().availableProcessors()));
  }

  /** This analyzer with other options; it shares the limit of photographs in progress. */
  public RetinaAnalyzer withOptions(AnalysisOptions value) {
    return new RetinaAnalyzer(predictor, Objects.requireNonNull(value, "value"), biomarkers, slots);
  }

  /** This analyzer with the pixel size of photographs whose own pixel size is not known. */
  public RetinaAnalyzer withPixelSize(Scale scale) {
    return withOptions(options.withBiomarkers(options.biomarkers().withScale(scale)));
  }

  /** This analyzer with another set of biomarkers; it shares the limit. */
  public RetinaAnalyzer withBiomarkers(BiomarkerSet set) {
    return new RetinaAnalyzer(predictor, options, Objects.requireNonNull(set, "set"), slots);
  }

  /**
   * This analyzer with its own limit of photographs in progress.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public RetinaAnalyzer withMaxConcurrent(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + count);
    }
    return new RetinaAnalyzer(predictor, options, biomarkers, new Semaphore(count));
  }

  /** The options. */
  public AnalysisOptions options() {
    return options;
  }

  /** The columns of the rows of all reports. */
  public ReportTable table() {
    return ReportTable.of(biomarkers, options.biomarkers().scale());
  }

  /**
   * Reads and analyzes a photograph. The row carries the file's path and, as the name, the file's
   * name without its suffix. Pixel size and eye that the file states count where {@link
   * #withPixelSize} and the caller give none.
   *
   * @throws IOException if the file cannot be read
   */
  public RetinaReport analyze(Path file) throws IOException {
    LoadedImage loaded = ImageFiles.read(file, ReaderLimits.defaults());
    return analyze(loaded.image(), named(file).withMetadata(loaded.metadata()));
  }

  /** Analyzes a photograph without known facts. */
  public RetinaReport analyze(RgbImage image) {
    return analyze(image, KnownFacts.none(), ProgressListener.NONE);
  }

  /** Analyzes a photograph. */
  public RetinaReport analyze(RgbImage image, KnownFacts known) {
    return analyze(image, known, ProgressListener.NONE);
  }

  /**
   * Analyzes a photograph.
   *
   * @param known what the caller knows about the photograph
   * @param listener receives the stages of the {@link VesselPipeline}
   * @throws IllegalArgumentException if the known field of view does not have the size of the image
   * @throws CancellationException if the listener cancels or the thread is interrupted while it
   *     waits
   */
  public RetinaReport analyze(RgbImage image, KnownFacts known, ProgressListener listener) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(known, "known");
    Objects.requireNonNull(listener, "listener");
    acquire();
    try {
      VesselAnalysis analysis = run(image, known, listener);
      return VesselMapAnalyzer.with(options)
          .withBiomarkers(biomarkers)
          .analyze(
              VesselMapInput.of(analysis.labels()).withPhotograph(image),
              known,
              analysis.fieldOfView(),
              analysis,
              listener);
    } finally {
      slots.release();
    }
  }

  /**
   * Locates the field of view and the vessels of a photograph only: the first part of {@link
   * #analyze(RgbImage, KnownFacts, ProgressListener)}, without graph, landmarks and biomarkers.
   */
  public VesselAnalysis segment(RgbImage image, KnownFacts known, ProgressListener listener) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(known, "known");
    Objects.requireNonNull(listener, "listener");
    acquire();
    try {
      return run(image, known, listener);
    } finally {
      slots.release();
    }
  }

  /**
   * The row of a photograph, for batch jobs: as {@link RetinaReport#toRow()}, or a row with the
   * reason in its column {@code error} if the analysis failed.
   *
   * @throws CancellationException if the thread is interrupted while it waits
   */
  public Map<String, Object> tryAnalyze(RgbImage image, KnownFacts known) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(known, "known");
    try {
      return analyze(image, known).toRow();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      return table().errorRow(known, image.width(), image.height(), e);
    }
  }

  /** As {@link #tryAnalyze(RgbImage, KnownFacts)}, for a file, which may be unreadable. */
  public Map<String, Object> tryAnalyze(Path file) {
    KnownFacts known = named(file);
    LoadedImage loaded;
    try {
      loaded = ImageFiles.read(file, ReaderLimits.defaults());
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return table().errorRow(known, 0, 0, e);
    }
    return tryAnalyze(loaded.image(), known.withMetadata(loaded.metadata()));
  }

  private static KnownFacts named(Path file) {
    Objects.requireNonNull(file, "file");
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString();
    int dot = name.lastIndexOf('.');
    return KnownFacts.none()
        .withName(dot > 0 ? name.substring(0, dot) : name)
        .withFile(file.toString());
  }

  private void acquire() {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("interrupted while waiting for a photograph in progress");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  private VesselAnalysis run(RgbImage image, KnownFacts known, ProgressListener listener) {
    VesselPipeline pipeline = VesselPipeline.of(predictor).withOptions(options.pipeline());
    if (!options.refinement().equals(RefinementMode.NONE)) {
      pipeline =
          pipeline.withRefiner(
              GraphRefiner.with(RefinementOptions.defaults().withMode(options.refinement())));
    }
    return known.fieldOfView().isPresent()
        ? pipeline.analyze(image, known.fieldOfView().get(), listener)
        : pipeline.analyze(image, listener);
  }
}

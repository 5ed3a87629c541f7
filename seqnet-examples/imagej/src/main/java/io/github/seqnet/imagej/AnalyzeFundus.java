// SPDX-License-Identifier: MIT
package io.github.seqnet.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.filter.PlugInFilter;
import ij.plugin.frame.RoiManager;
import ij.process.ImageProcessor;
import io.github.seqnet.SeqnetException;
import io.github.seqnet.analysis.AnalysisOptions;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.BufferedImages;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The plugin <i>Plugins &gt; SeqNet &gt; Analyze Fundus Photograph...</i> of ImageJ and Fiji. It
 * analyzes the current image, an 8-bit or RGB fundus photograph, or the current slice of a stack.
 *
 * <p>Arteries, veins, optic disc and zones are drawn as an overlay, vessel segments are added to
 * the ROI Manager, and biomarkers are appended to the Results table. Without a display there is no
 * ROI Manager: segments then go to the overlay. Macros pass the options of {@link PluginOptions}.
 */
public final class AnalyzeFundus implements PlugInFilter {
  private static final String TITLE = "SeqNet";

  /** Tests replace it. */
  static Model.Opener models = Model::open;

  private @Nullable ImagePlus image;

  /** ImageJ creates one instance for each run. */
  public AnalyzeFundus() {}

  @Override
  public int setup(String argument, @Nullable ImagePlus current) {
    if (argument.equals("about")) {
      about();
      return DONE;
    }
    image = current;
    return DOES_8G | DOES_8C | DOES_RGB | NO_CHANGES;
  }

  private static void about() {
    String version = AnalyzeFundus.class.getPackage().getImplementationVersion();
    IJ.showMessage(
        "About SeqNet",
        "SeqNet for the JVM "
            + (version == null ? "" : version)
            + "\nRetinal vessel segmentation, artery/vein classification and biomarkers."
            + "\nA research tool, not a medical device.");
  }

  @Override
  public void run(ImageProcessor processor) {
    ImagePlus current = Objects.requireNonNull(image);
    try {
      // ImageJ gives macros without options null, as it does when the user chose the menu.
      String macro =
          GraphicsEnvironment.isHeadless()
              ? Objects.requireNonNullElse(Macro.getOptions(), "")
              : Macro.getOptions();
      Optional<PluginOptions> options =
          macro == null
              ? PluginOptions.ask(current)
              : Optional.of(PluginOptions.ofMacro(macro, current));
      if (options.isPresent()) {
        show(analyze(processor, current, options.get()), current, options.get());
      }
    } catch (CancellationException e) {
      IJ.showStatus("SeqNet: canceled");
      IJ.beep();
    } catch (IllegalArgumentException | IOException | SeqnetException e) {
      IJ.error(TITLE, Objects.requireNonNullElse(e.getMessage(), e.toString()));
      Macro.abort();
    } finally {
      IJ.showProgress(1);
    }
  }

  private static RetinaReport analyze(
      ImageProcessor processor, ImagePlus image, PluginOptions options) throws IOException {
    KnownFacts known = KnownFacts.none().withName(image.getTitle());
    if (options.pixelSize() > 0) {
      known = known.withPixelSize(Scale.micrometers(options.pixelSize()));
    }
    if (options.laterality() != null) {
      known = known.withLaterality(options.laterality());
    }
    if (options.discIsSelected()) {
      known = known.withOpticDisc(disc(image.getRoi()));
    }
    RgbImage photograph = BufferedImages.toRgb(processor.convertToRGB().getBufferedImage());
    IJ.showStatus("SeqNet: opens the model");
    try (Model model = models.open(options.model())) {
      return RetinaAnalyzer.of(model.predictor())
          .withOptions(AnalysisOptions.defaults().withRefinement(options.refinement()))
          .analyze(photograph, known, new StatusBar());
    } catch (InvalidPathException e) {
      throw new IOException(options.model() + ": not a file name", e);
    }
  }

  /** The circle with the center and the mean diameter of a selection. */
  private static OpticDisc disc(@Nullable Roi selection) {
    if (selection == null || !selection.isArea()) {
      throw new IllegalArgumentException(
          "disc: the image has no area selected; select the optic disc with the oval tool");
    }
    Rectangle2D.Double bounds = selection.getFloatBounds();
    return new OpticDisc(
        bounds.getCenterX() - 0.5,
        bounds.getCenterY() - 0.5,
        (bounds.getWidth() + bounds.getHeight()) / 4);
  }

  private static void show(RetinaReport report, ImagePlus image, PluginOptions options) {
    List<Roi> drawn = new ArrayList<>();
    if (options.overlay()) {
      drawn.addAll(ReportRois.overlay(report));
    }
    if (options.segments()) {
      List<Roi> segments = ReportRois.segments(report);
      Optional<RoiManager> manager = roiManager();
      if (manager.isPresent()) {
        segments.forEach(manager.get()::addRoi);
      } else {
        segments.forEach(roi -> roi.setName(ReportRois.PREFIX + roi.getName()));
        drawn.addAll(segments);
      }
    }
    if (!drawn.isEmpty()) {
      image.setOverlay(ReportRois.merged(image.getOverlay(), drawn));
    }
    if (options.biomarkers() != PluginOptions.Biomarkers.NONE) {
      ResultsTable table = ResultsTable.getResultsTable();
      ReportRow.append(report, options.biomarkers(), image.getTitle(), table);
      table.show("Results");
    }
    IJ.showStatus("SeqNet: " + report.graph().segmentCount() + " segments");
  }

  /** Empty without a display: Fiji replaces the window in its headless mode; ImageJ does not. */
  private static Optional<RoiManager> roiManager() {
    try {
      return Optional.of(RoiManager.getRoiManager());
    } catch (HeadlessException e) {
      return Optional.empty();
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import io.github.seqnet.analysis.KnownFacts;
import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.graph.biomarker.Scale;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.Laterality;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.VesselLabel;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.image.io.BufferedImages;
import io.github.seqnet.pipeline.VesselPredictor;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the plugin by its menu entry, as macros do, without a display. */
class AnalyzeFundusTest {
  private static final String COMMAND = "Analyze Fundus Photograph...";
  private static final OpticDisc DISC = new OpticDisc(99.5, 139.5, 22);

  private static SyntheticFundus fundus;

  private ImagePlus image;

  /**
   * Registers the entries of plugins.config. ImageJ does so when it makes its menus, which needs a
   * display.
   */
  @SuppressWarnings("JdkObsolete") // the type of the field
  @BeforeAll
  static void registerCommands() throws Exception {
    Hashtable<String, String> commands = new Hashtable<>();
    Pattern line = Pattern.compile("Plugins>SeqNet, \"(.+)\", (\\S+)");
    try (InputStream in = AnalyzeFundus.class.getResourceAsStream("/plugins.config")) {
      for (String text : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        Matcher matcher = line.matcher(text);
        if (matcher.matches()) {
          commands.put(matcher.group(1), matcher.group(2));
        }
      }
    }
    assertTrue(commands.containsKey(COMMAND), commands.toString());
    Field table = Menus.class.getDeclaredField("pluginsTable");
    table.setAccessible(true);
    table.set(null, commands);
    fundus = FundusGenerator.generate(FundusOptions.defaults().withSize(300, 280).withSeed(7));
  }

  private static VesselMaps predict() {
    ArteryVeinMap labels = fundus.labels();
    int pixels = labels.width() * labels.height();
    float[] artery = new float[pixels];
    float[] vein = new float[pixels];
    float[] vessel = new float[pixels];
    for (int k = 0; k < pixels; k++) {
      VesselLabel label = labels.get(k % labels.width(), k / labels.width());
      vessel[k] = label == VesselLabel.BACKGROUND ? 0 : 1;
      artery[k] = label == VesselLabel.ARTERY || label == VesselLabel.CROSSING ? 1 : 0;
      vein[k] = label == VesselLabel.VEIN || label == VesselLabel.CROSSING ? 1 : 0;
    }
    return new VesselMaps(
        ProbabilityMap.wrap(labels.width(), labels.height(), vessel),
        ProbabilityMap.wrap(labels.width(), labels.height(), artery),
        ProbabilityMap.wrap(labels.width(), labels.height(), vein));
  }

  private static final VesselPredictor PREDICTOR = (photograph, listener) -> predict();

  @BeforeEach
  void open() {
    image = new ImagePlus("eye", new ColorProcessor(BufferedImages.of(fundus.image())));
    AnalyzeFundus.models =
        name -> {
          if (!name.equals("embedded")) {
            throw new IOException(name + ": there is no such file");
          }
          return new Model() {
            @Override
            public VesselPredictor predictor() {
              return PREDICTOR;
            }

            @Override
            public void close() {}
          };
        };
    ResultsTable.getResultsTable().reset();
  }

  @AfterEach
  void restore() {
    AnalyzeFundus.models = Model::open;
  }

  private static RetinaReport expected() {
    return RetinaAnalyzer.of(PREDICTOR)
        .analyze(
            BufferedImages.toRgb(BufferedImages.of(fundus.image())),
            KnownFacts.none()
                .withPixelSize(Scale.micrometers(12.5))
                .withLaterality(Laterality.LEFT)
                .withOpticDisc(DISC));
  }

  private static final String ALL_OPTIONS =
      "model=embedded pixel=12.5 eye=left refinement=stable biomarkers=all disc overlay segments";

  private void selectDisc() {
    image.setRoi(new OvalRoi(78, 118, 44, 44));
  }

  @Test
  void resultsAreThoseOfTheLibrary() {
    selectDisc();
    IJ.run(image, COMMAND, ALL_OPTIONS);
    RetinaReport report = expected();
    ResultsTable table = ResultsTable.getResultsTable();
    assertEquals(1, table.size());
    assertEquals("eye", table.getLabel(0));
    report
        .toRow()
        .forEach(
            (name, value) -> {
              if (value instanceof Double number) {
                assertEquals(number, table.getValue(name, 0), 0, name);
              }
            });
    assertEquals("OS", table.getStringValue("laterality", 0));
    assertEquals("given", table.getStringValue("laterality_source", 0));
    assertEquals("um", table.getStringValue("length_unit", 0));
  }

  @Test
  void segmentsAreNamedLines() {
    selectDisc();
    IJ.run(image, COMMAND, ALL_OPTIONS);
    RetinaReport report = expected();
    List<Roi> lines =
        Arrays.stream(image.getOverlay().toArray())
            .filter(PolygonRoi.class::isInstance)
            .filter(roi -> roi.getType() == Roi.POLYLINE)
            .toList();
    assertEquals(
        report.graph().segments().stream().filter(s -> s.pathSize() > 1).count(), lines.size());
    Roi first = lines.get(0);
    int index = Integer.parseInt(first.getProperty("segment"));
    assertEquals(
        "SeqNet %04d %s"
            .formatted(
                index, report.graph().segment(index).label().name().toLowerCase(Locale.ROOT)),
        first.getName());
    assertEquals(
        report.graph().segment(index).x(0) + 0.5, first.getFloatPolygon().xpoints[0], 1e-6);
    assertEquals(
        report.graph().segment(index).smoothedLengthPx(),
        Double.parseDouble(first.getProperty("length_px")),
        1e-2);
  }

  @Test
  void overlayIsReplacedAndTheRestKept() {
    Overlay own = new Overlay(new Roi(1, 1, 5, 5));
    image.setOverlay(own);
    IJ.run(image, COMMAND, "biomarkers=none overlay");
    int once = image.getOverlay().size();
    IJ.run(image, COMMAND, "biomarkers=none overlay");
    assertEquals(once, image.getOverlay().size());
    assertNull(image.getOverlay().get(0).getName());
    assertTrue(image.getOverlay().get(1).getName().contains("arteries and veins"));
    assertEquals(0, ResultsTable.getResultsTable().size());
  }

  @Test
  void mainBiomarkersAndUnknownFacts() {
    IJ.run(image, COMMAND, "");
    ResultsTable table = ResultsTable.getResultsTable();
    assertEquals(1, table.size());
    assertFalse(table.columnExists("mean_caliber.all.zone_b"));
    assertTrue(table.columnExists("avr_knudtson.all.zone_b"));
    assertEquals("px", table.getStringValue("length_unit", 0));
    assertEquals("estimated", table.getStringValue("laterality_source", 0));
    assertNull(image.getOverlay());
  }

  @Test
  void pixelSizeComesFromTheCalibration() {
    image.getCalibration().setUnit("mm");
    image.getCalibration().pixelWidth = 0.0125;
    IJ.run(image, COMMAND, "");
    assertEquals(12.5, ResultsTable.getResultsTable().getValue("pixel_size_um", 0), 1e-9);
  }

  @Test
  void grayImagesAreAnalyzed() {
    ImagePlus gray = new ImagePlus("gray", image.getProcessor().convertToByte(false));
    IJ.run(gray, COMMAND, "biomarkers=main");
    assertEquals("gray", ResultsTable.getResultsTable().getLabel(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modle=embedded|unknown option 'modle'; options are model=, pixel=",
        "pixel=big|pixel must be a number, got 'big'",
        "pixel=-3|pixel must be 0 or a positive number of micrometers, got -3.0",
        "eye=both|eye must be left, right or unknown, got 'both'",
        "refinement=best|refinement must be one of none, unify, paper, stable, got 'best'",
        "biomarkers=few|biomarkers must be one of none, main, all, got 'few'",
        "disc|disc: the image has no area selected",
        "model=[/no such/model file]|/no such/model file: there is no such file"
      })
  void namesWhatIsWrong(String options, String expected) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      IJ.run(image, COMMAND, options);
    } catch (RuntimeException e) {
      // ImageJ ends a macro by an exception without a cause.
      assertEquals("Macro canceled", e.getMessage());
    } finally {
      System.setOut(before);
    }
    assertTrue(
        out.toString(StandardCharsets.UTF_8).contains(expected),
        out.toString(StandardCharsets.UTF_8));
    assertEquals(0, ResultsTable.getResultsTable().size());
    assertNull(image.getOverlay());
  }
}

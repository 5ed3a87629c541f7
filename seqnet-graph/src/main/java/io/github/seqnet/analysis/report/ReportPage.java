// SPDX-License-Identifier: MIT
package io.github.seqnet.analysis.report;

import java.util.List;

/**
 * The content of the page of one photograph: formatted text, and coordinates in pixels of the
 * photograph with the center of the first pixel at 0.5. The template escapes every text.
 *
 * @param name the name of the photograph
 * @param indexHref the relative address of the page of the folder; empty if there is none
 * @param width columns of the photograph
 * @param height rows of the photograph
 * @param images the layers that are images
 * @param lineWidth the width of the lines of landmarks and nodes
 * @param fieldOfViewPath the outline of the field of view as SVG path data
 * @param zones the circles that bound zones B and C
 * @param disc the optic disc; empty if it is unknown
 * @param fovea the fovea; empty if it is unknown
 * @param segments the segments of the vessel graph
 * @param nodes its junctions, crossings and end points
 * @param layers the layers, in the order of their check boxes
 * @param mainRows the biomarkers that are asked for most
 * @param allRows all biomarkers
 * @param histograms the biomarkers of this photograph among those of its folder
 * @param warnings what the reader must know first
 * @param quality the gradability with its reasons
 * @param origin model, options and version
 * @param json the data of the script, safe inside of a script element
 */
public record ReportPage(
    String name,
    String indexHref,
    int width,
    int height,
    Images images,
    String lineWidth,
    String fieldOfViewPath,
    List<Circle> zones,
    List<Circle> disc,
    List<Circle> fovea,
    List<SegmentView> segments,
    List<NodeView> nodes,
    List<Layer> layers,
    List<Row> mainRows,
    List<Row> allRows,
    List<Histogram> histograms,
    List<String> warnings,
    List<Fact> quality,
    List<Fact> origin,
    String json) {

  /**
   * Images as {@code data:} addresses.
   *
   * @param photograph the photograph
   * @param vessels all vessels in one color
   * @param arteriesVeins the vessels in the colors of their labels
   */
  public record Images(String photograph, String vessels, String arteriesVeins) {}

  /** A circle with a tooltip. */
  public record Circle(String x, String y, String r, String title) {}

  /**
   * A segment.
   *
   * @param index its index in the graph
   * @param label {@code artery}, {@code vein}, {@code crossing} or {@code unknown}
   * @param path SVG path data
   * @param stroke the width of the line
   * @param length with its unit
   * @param caliber with its unit
   * @param tortuosity four significant digits, or a dash
   * @param confidence in percent, or a dash
   * @param audit how the segment came to its label
   * @param tooltip one line
   */
  public record SegmentView(
      int index,
      String label,
      String path,
      String stroke,
      String length,
      String caliber,
      String tortuosity,
      String confidence,
      String audit,
      String tooltip) {}

  /** A node; the kind is {@code junction}, {@code crossing} or {@code end}. */
  public record NodeView(String x, String y, String r, String kind, String title) {}

  /** A layer that can be hidden. */
  public record Layer(String id, String title, boolean shown) {}

  /** A biomarker. */
  public record Row(String column, String title, String value, String unit, String remark) {}

  /** The values of a folder, in bars, with the value of this photograph marked. */
  public record Histogram(
      String caption, String low, String high, String description, List<Bar> bars, String mark) {}

  /** A bar in a drawing of 240 x 80. */
  public record Bar(String x, String y, String width, String height) {}

  /** A named value. */
  public record Fact(String name, String value) {}

  /** Whether there is a page of the folder. */
  public boolean hasIndex() {
    return !indexHref.isEmpty();
  }

  /** The view box that shows the whole photograph. */
  public String viewBox() {
    return "0 0 " + width + " " + height;
  }

  /** The photograph as a {@code data:} address. */
  public String photograph() {
    return images.photograph();
  }

  /** All vessels as a {@code data:} address. */
  public String vesselLayer() {
    return images.vessels();
  }

  /** Arteries and veins as a {@code data:} address. */
  public String arteryVeinLayer() {
    return images.arteriesVeins();
  }

  /** The alternative text of the drawing. */
  public String imageDescription() {
    return "Fundus photograph "
        + name
        + " with "
        + segments.size()
        + " vessel segments; all of them are listed below.";
  }

  /** The style sheet. */
  public String css() {
    return PageResources.text("report.css");
  }

  /** The script. */
  public String script() {
    return PageResources.text("report.js");
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.guide;

import io.github.seqnet.graph.Node;
import io.github.seqnet.graph.NodeKind;
import io.github.seqnet.graph.Segment;
import io.github.seqnet.graph.VesselGraph;
import io.github.seqnet.graph.biomarker.Region;
import io.github.seqnet.graph.landmark.OpticDisc;
import io.github.seqnet.graph.landmark.OpticDiscLocator;
import io.github.seqnet.graph.landmark.OpticDiscOptions;
import io.github.seqnet.graph.propagation.LabelPropagation;
import io.github.seqnet.graph.propagation.LabelUnification;
import io.github.seqnet.graph.propagation.PropagationResult;
import io.github.seqnet.graph.propagation.StableOptions;
import io.github.seqnet.graph.testing.GeneratedEye;
import io.github.seqnet.graph.thinning.Thinning;
import io.github.seqnet.graph.thinning.ThinningMethod;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselLabel;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Draws the images of the module's guide from a made-up eye. */
final class GuideImages {
  private static final int SIZE = 480;
  private static final Color BACKGROUND = new Color(0x10, 0x10, 0x14);
  private static final Color ARTERY = new Color(0xe0, 0x40, 0x40);
  private static final Color VEIN = new Color(0x40, 0x70, 0xf0);
  private static final Color UNSURE = new Color(0x60, 0xc0, 0x60);
  private static final Color PALE = new Color(0x50, 0x50, 0x5a);

  private final GeneratedEye eye = new GeneratedEye(SIZE, 7);
  private final ArteryVeinMap map = eye.vessels();
  private final VesselGraph graph = LabelUnification.unify(VesselGraph.of(map.vessels()), map);

  private GuideImages() {}

  /** Writes all images into a folder and gives their files. */
  static List<Path> draw(Path folder) throws IOException {
    Files.createDirectories(folder);
    GuideImages images = new GuideImages();
    List<Path> files = new ArrayList<>();
    files.add(write(images.arteriesAndVeins(), folder.resolve("vessels.png")));
    files.add(write(images.skeleton(), folder.resolve("skeleton.png")));
    files.add(write(images.nodes(), folder.resolve("nodes.png")));
    files.add(write(images.calibers(), folder.resolve("calibers.png")));
    files.add(write(images.zones(), folder.resolve("zones.png")));
    files.add(write(images.boxes(), folder.resolve("boxes.png")));
    files.add(write(images.propagation(), folder.resolve("propagation.png")));
    return files;
  }

  private BufferedImage arteriesAndVeins() {
    BufferedImage image = canvas(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        if (map.get(x, y) != VesselLabel.BACKGROUND) {
          image.setRGB(x, y, color(map.get(x, y)).getRGB());
        }
      }
    }
    return image;
  }

  private BufferedImage skeleton() {
    BufferedImage image = canvas(SIZE, SIZE);
    fill(image, map.vessels(), PALE);
    fill(image, Thinning.skeleton(map.vessels(), ThinningMethod.ZHANG_SUEN), Color.WHITE);
    return image;
  }

  /** A part of the graph, enlarged. */
  private BufferedImage nodes() {
    int zoom = 8;
    int side = 60;
    int left = 250;
    int top = 60;
    BufferedImage image = canvas(side * zoom, side * zoom);
    Graphics2D pen = pen(image);
    BinaryMask vessels = map.vessels();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (vessels.get(left + x, top + y)) {
          pen.setColor(PALE);
          pen.fillRect(x * zoom, y * zoom, zoom - 1, zoom - 1);
        }
      }
    }
    for (Segment segment : graph.segments()) {
      float hue = (float) (segment.index() * 0.381966 % 1);
      pen.setColor(Color.getHSBColor(hue, 0.6f, 1f));
      for (int k = 1; k < segment.pathSize() - 1; k++) {
        pen.fillRect((segment.x(k) - left) * zoom, (segment.y(k) - top) * zoom, zoom - 1, zoom - 1);
      }
    }
    for (Node node : graph.nodes()) {
      pen.setColor(node.kind() == NodeKind.JUNCTION ? Color.WHITE : Color.YELLOW);
      for (int k = 0; k < node.pixelCount(); k++) {
        int x = node.position(k) % SIZE - left;
        int y = node.position(k) / SIZE - top;
        pen.fillRect(x * zoom, y * zoom, zoom - 1, zoom - 1);
      }
    }
    pen.dispose();
    return image;
  }

  private BufferedImage calibers() {
    BufferedImage image = canvas(SIZE, SIZE);
    Graphics2D pen = pen(image);
    double widest = 1;
    for (Segment segment : graph.segments()) {
      widest = Math.max(widest, segment.meanCaliberPx());
    }
    for (Segment segment : graph.segments()) {
      float part = (float) (segment.meanCaliberPx() / widest);
      pen.setColor(Color.getHSBColor(0.66f * (1 - part), 0.85f, 1f));
      line(pen, segment, 1 + 2 * part);
    }
    pen.dispose();
    return image;
  }

  private BufferedImage zones() {
    RgbImage photograph = eye.image();
    BufferedImage image = canvas(SIZE, SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        image.setRGB(
            x,
            y,
            new Color(
                    photograph.sample(x, y, 0),
                    photograph.sample(x, y, 1),
                    photograph.sample(x, y, 2))
                .getRGB());
      }
    }
    OpticDisc disc =
        OpticDiscLocator.with(OpticDiscOptions.defaults())
            .locate(photograph, eye.fieldOfView())
            .disc()
            .orElseThrow();
    Graphics2D pen = pen(image);
    pen.setStroke(new BasicStroke(2));
    circle(pen, disc, 0.5, Color.CYAN);
    circle(pen, disc, Region.ZONE_B.innerDiameters(), Color.WHITE);
    circle(pen, disc, Region.ZONE_B.outerDiameters(), Color.WHITE);
    circle(pen, disc, Region.ZONE_C.outerDiameters(), Color.YELLOW);
    pen.dispose();
    return image;
  }

  /** Boxes of three sizes over the center lines. */
  private BufferedImage boxes() {
    int[] sides = {8, 24, 72};
    int part = SIZE / 2;
    BufferedImage image = canvas(sides.length * part, part);
    Graphics2D pen = pen(image);
    BinaryMask lines = graph.redraw();
    for (int k = 0; k < sides.length; k++) {
      int side = sides[k];
      for (int top = 0; top < SIZE; top += side) {
        for (int left = 0; left < SIZE; left += side) {
          if (any(lines, left, top, side)) {
            pen.setColor(PALE);
            pen.fillRect(k * part + left / 2, top / 2, side / 2 - 1, side / 2 - 1);
          }
        }
      }
      pen.setColor(Color.WHITE);
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          if (lines.get(x, y)) {
            pen.fillRect(k * part + x / 2, y / 2, 1, 1);
          }
        }
      }
    }
    pen.dispose();
    return image;
  }

  /** One segment in five with the wrong label, before and after propagation. */
  private BufferedImage propagation() {
    SplittableRandom random = new SplittableRandom(3);
    List<VesselLabel> labels = new ArrayList<>();
    double[] confidences = new double[graph.segmentCount()];
    for (Segment segment : graph.segments()) {
      double confidence = segment.confidence().orElse(0);
      boolean wrong = random.nextInt(5) == 0;
      confidences[segment.index()] = wrong ? -0.2 * confidence : confidence;
      labels.add(confidences[segment.index()] > 0 ? VesselLabel.ARTERY : VesselLabel.VEIN);
    }
    VesselGraph damaged = graph.withLabels(labels, confidences);
    PropagationResult result = LabelPropagation.stable(StableOptions.defaults()).propagate(damaged);
    BufferedImage image = canvas(2 * SIZE, SIZE);
    Graphics2D pen = pen(image);
    for (Segment segment : damaged.segments()) {
      pen.setColor(color(segment.label()));
      line(pen, segment, 2);
    }
    pen.translate(SIZE, 0);
    for (Segment segment : result.graph().segments()) {
      boolean changed = result.audits().get(segment.index()).changed();
      if (changed) {
        pen.setColor(Color.WHITE);
        line(pen, segment, 6);
      }
      pen.setColor(color(segment.label()));
      line(pen, segment, 2);
    }
    pen.dispose();
    return image;
  }

  private static void circle(Graphics2D pen, OpticDisc disc, double diameters, Color color) {
    double radius = diameters * disc.diameterPx();
    pen.setColor(color);
    pen.draw(
        new Ellipse2D.Double(
            disc.centerX() - radius, disc.centerY() - radius, 2 * radius, 2 * radius));
  }

  private static void line(Graphics2D pen, Segment segment, double width) {
    pen.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    int[] x = new int[segment.pathSize()];
    int[] y = new int[segment.pathSize()];
    for (int k = 0; k < x.length; k++) {
      x[k] = segment.x(k);
      y[k] = segment.y(k);
    }
    pen.drawPolyline(x, y, x.length);
  }

  private static boolean any(BinaryMask mask, int left, int top, int side) {
    for (int y = top; y < Math.min(mask.height(), top + side); y++) {
      for (int x = left; x < Math.min(mask.width(), left + side); x++) {
        if (mask.get(x, y)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void fill(BufferedImage image, BinaryMask mask, Color color) {
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(x, y)) {
          image.setRGB(x, y, color.getRGB());
        }
      }
    }
  }

  private static Color color(VesselLabel label) {
    return switch (label) {
      case ARTERY -> ARTERY;
      case VEIN -> VEIN;
      case BACKGROUND -> BACKGROUND;
      case CROSSING, UNKNOWN -> UNSURE;
    };
  }

  private static BufferedImage canvas(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(BACKGROUND);
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    return image;
  }

  private static Graphics2D pen(BufferedImage image) {
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return pen;
  }

  private static Path write(BufferedImage image, Path file) throws IOException {
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException(file + ": no PNG writer");
    }
    return file;
  }
}

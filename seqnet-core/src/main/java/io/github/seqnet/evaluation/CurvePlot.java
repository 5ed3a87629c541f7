// SPDX-License-Identifier: MIT
package io.github.seqnet.evaluation;

import io.github.seqnet.image.io.ImageFiles;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Draws one curve in the unit square. */
final class CurvePlot {
  private static final int SIDE = 900;
  private static final int LEFT = 130;
  private static final int TOP = 90;
  private static final int WIDTH = LEFT + SIDE + 50;
  private static final int HEIGHT = TOP + SIDE + 120;
  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xE3, 0xE3, 0xE3);
  private static final Color LINE = new Color(0x1F, 0x5F, 0xA8);
  private static final Color CHANCE = new Color(0x9A, 0x9A, 0x9A);

  private CurvePlot() {}

  static void write(Path file, Curve curve) throws IOException {
    BufferedImage image = draw(curve);
    ImageFiles.writePng(file, WIDTH, HEIGHT, image.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH));
  }

  private static BufferedImage draw(Curve curve) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      axes(g, curve);
      line(g, curve);
    } finally {
      g.dispose();
    }
    return image;
  }

  private static void axes(Graphics2D g, Curve curve) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
    FontMetrics metrics = g.getFontMetrics();
    g.setStroke(new BasicStroke(1.5f));
    for (int i = 0; i <= 5; i++) {
      double v = i / 5.0;
      g.setColor(i == 0 ? INK : GRID);
      g.draw(new Line2D.Double(x(v), y(0), x(v), y(1)));
      g.draw(new Line2D.Double(x(0), y(v), x(1), y(v)));
      g.setColor(INK);
      String number = String.format(Locale.ROOT, "%.1f", v);
      g.drawString(number, (float) x(v) - metrics.stringWidth(number) / 2f, (float) y(0) + 36);
      g.drawString(number, (float) x(0) - metrics.stringWidth(number) - 14f, (float) y(v) + 8);
    }
    g.setColor(INK);
    g.draw(new Line2D.Double(x(0), y(0), x(1), y(0)));
    g.draw(new Line2D.Double(x(0), y(0), x(0), y(1)));
    if (curve.kind() == Curve.Kind.ROC) {
      g.setColor(CHANCE);
      g.setStroke(
          new BasicStroke(
              2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {10, 8}, 0));
      g.draw(new Line2D.Double(x(0), y(0), x(1), y(1)));
    }
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 28));
    metrics = g.getFontMetrics();
    String xTitle = curve.kind().xTitle();
    g.drawString(xTitle, (float) x(0.5) - metrics.stringWidth(xTitle) / 2f, (float) y(0) + 88);
    String yTitle = curve.kind().yTitle();
    AffineTransform upright = g.getTransform();
    g.rotate(-Math.PI / 2);
    g.drawString(yTitle, (float) -y(0.5) - metrics.stringWidth(yTitle) / 2f, 44f);
    g.setTransform(upright);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 30));
    String name = curve.kind() == Curve.Kind.ROC ? "ROC curve, AUC " : "PR curve, AP ";
    g.drawString(name + String.format(Locale.ROOT, "%.4f", curve.area()), LEFT, TOP - 34);
  }

  private static void line(Graphics2D g, Curve curve) {
    Path2D path = new Path2D.Double();
    for (Curve.Point p : curve.points()) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(x(p.x()), y(p.y()));
      } else {
        path.lineTo(x(p.x()), y(p.y()));
      }
    }
    g.setColor(LINE);
    g.setStroke(new BasicStroke(4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(path);
  }

  private static double x(double v) {
    return LEFT + v * SIDE;
  }

  private static double y(double v) {
    return TOP + (1 - v) * SIDE;
  }
}

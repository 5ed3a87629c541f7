// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.train;

import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingListener;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plots the training loss and its moving mean as {@value #FILE} whenever a checkpoint is saved. A
 * plot that cannot be drawn, for example because the system has no fonts, does not end the
 * training.
 */
final class LossPlot implements TrainingListener {
  /** The name of the plot in the folder of the training. */
  static final String FILE = "loss.png";

  private static final Logger LOG = LoggerFactory.getLogger(LossPlot.class);
  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;

  private boolean failed;

  @Override
  public void saved(Saved event) {
    Path plot = event.file().resolveSibling(FILE);
    try {
      write(event.file().resolveSibling(Trainer.STEPS), plot);
    } catch (IOException | RuntimeException | Error e) {
      if (!failed) {
        LOG.warn("{}: cannot be drawn, the training continues without it: {}", plot, e.toString());
      }
      failed = true;
    }
  }

  /**
   * Plots a log.
   *
   * @param log the {@link Trainer#STEPS} of a training; if it has no step, nothing is written
   * @param png the image to write
   * @throws IOException if a file cannot be read or written; names it
   */
  static void write(Path log, Path png) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    int count = lines.size() - 1;
    if (count < 1) {
      return;
    }
    double[] steps = new double[count];
    double[] losses = new double[count];
    for (int i = 0; i < count; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      steps[i] = Double.parseDouble(cells[0]);
      losses[i] = Double.parseDouble(cells[2]);
    }
    BufferedImage image = draw(steps, losses);
    ImageFiles.writePng(png, WIDTH, HEIGHT, image.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH));
  }

  private static BufferedImage draw(double[] steps, double[] losses) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      double low = Double.MAX_VALUE;
      double high = -Double.MAX_VALUE;
      for (double loss : losses) {
        low = Math.min(low, loss);
        high = Math.max(high, loss);
      }
      double margin = Math.max(1e-9, (high - low) * 0.05);
      Axes axes =
          new Axes(
              steps[0],
              Math.max(steps[0] + 1, steps[steps.length - 1]),
              low - margin,
              high + margin);
      axes.draw(g);
      g.setColor(new Color(0xB9, 0xD3, 0xEA));
      g.setStroke(new BasicStroke(1f));
      g.draw(axes.line(steps, losses));
      g.setColor(new Color(0x1F, 0x4E, 0x79));
      g.setStroke(new BasicStroke(2f));
      g.draw(axes.line(steps, movingMean(losses)));
    } finally {
      g.dispose();
    }
    return image;
  }

  /** An exponential mean over about a fiftieth of the curve, without the pull of its start. */
  private static double[] movingMean(double[] values) {
    double decay = 1 - 1.0 / Math.max(1, values.length / 50.0);
    double[] mean = new double[values.length];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < values.length; i++) {
      sum = decay * sum + values[i];
      weight = decay * weight + 1;
      mean[i] = sum / weight;
    }
    return mean;
  }

  private record Axes(double left, double right, double low, double high) {
    double x(double step) {
      return LEFT + (step - left) / (right - left) * (WIDTH - LEFT - RIGHT);
    }

    double y(double loss) {
      return HEIGHT - BOTTOM - (loss - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }

    Path2D line(double[] steps, double[] values) {
      Path2D path = new Path2D.Double();
      for (int i = 0; i < steps.length; i++) {
        if (i == 0) {
          path.moveTo(x(steps[i]), y(values[i]));
        } else {
          path.lineTo(x(steps[i]), y(values[i]));
        }
      }
      return path;
    }

    void draw(Graphics2D g) {
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
      g.setColor(Color.DARK_GRAY);
      g.drawString("Training loss (line: moving mean)", LEFT, TOP - 15);
      g.drawString("step", WIDTH / 2, HEIGHT - 12);
      for (int i = 0; i <= 5; i++) {
        double loss = low + (high - low) * i / 5;
        double step = left + (right - left) * i / 5;
        int y = (int) Math.round(y(loss));
        int x = (int) Math.round(x(step));
        g.setColor(new Color(0xE4, 0xE4, 0xE4));
        g.drawLine(LEFT, y, WIDTH - RIGHT, y);
        g.setColor(Color.DARK_GRAY);
        g.drawString(String.format(Locale.ROOT, "%.4g", loss), 10, y + 5);
        g.drawString(String.format(Locale.ROOT, "%.0f", step), x - 12, HEIGHT - BOTTOM + 18);
      }
      g.drawRect(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    }
  }
}

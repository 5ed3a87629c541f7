// SPDX-License-Identifier: MIT
package io.github.seqnet.testing;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.util.SplittableRandom;

/**
 * A generated retina in a frame of known shape and surround.
 *
 * @param image the photograph
 * @param fieldOfView set inside the retina
 */
public record FramedPhotograph(RgbImage image, BinaryMask fieldOfView) {
  private static final int RETINA = 640;
  private static final RgbImage[] RETINAS = new RgbImage[3];

  /** The outline of the retina. Sizes are in units of the radius. */
  public enum Shape {
    CIRCLE,
    CUT_TOP_AND_BOTTOM,
    CUT_SIDES,
    CUT_ONE_SIDE,
    ROUNDED_RECTANGLE,
    ELLIPSE,
    NOTCHED_CIRCLE,
    TRIANGULAR_NOTCH,
    OFF_CENTER_CIRCLE,
    SMALL_CIRCLE;

    boolean contains(double u, double v) {
      double d = Math.hypot(u, v);
      return switch (this) {
        case CIRCLE, SMALL_CIRCLE, OFF_CENTER_CIRCLE -> d < 1;
        case CUT_TOP_AND_BOTTOM -> d < 1 && Math.abs(v) < 0.86;
        case CUT_SIDES -> d < 1 && Math.abs(u) < 0.8;
        case CUT_ONE_SIDE -> d < 1 && v < 0.75;
        case ROUNDED_RECTANGLE -> {
          double x = Math.max(0, Math.abs(u) - 0.55);
          double y = Math.max(0, Math.abs(v) - 0.4);
          yield Math.hypot(x, y) < 0.25;
        }
        case ELLIPSE -> Math.hypot(u, v / 0.85) < 1;
        case TRIANGULAR_NOTCH -> d < 1 && !(-v > 0.88 + 1.2 * Math.abs(u - 0.1));
        case NOTCHED_CIRCLE -> d < 1 && !(u > 0.88 && Math.abs(v - 0.2) < 0.09);
      };
    }
  }

  /** The area around the retina. */
  public enum Surround {
    BLACK,
    DARK_GRAY,
    GRAY,
    DARK_GREEN,
    COLORED,
    WHITE,
    NOISY_DARK,
    NOISY_GRAY,
    SHADED_GREEN,
    SHADED_GRAY,
    SHADED_TOWARD_THE_CORNERS,
    STRIPED,
    SPECKLED;

    double value(int channel, double x, double y, double[] color, SplittableRandom random) {
      double shade = 0.5 + 0.6 * x + 0.3 * y;
      return switch (this) {
        case BLACK -> 0.015 + 0.01 * random.nextDouble();
        case DARK_GRAY -> 0.12 + 0.02 * random.nextDouble();
        case GRAY -> 0.4 + 0.02 * random.nextDouble();
        case DARK_GREEN -> (channel == 1 ? 0.2 : 0.09) + 0.03 * random.nextDouble();
        case COLORED -> color[channel] + 0.03 * random.nextDouble();
        case WHITE -> 0.97 + 0.03 * random.nextDouble();
        case NOISY_DARK -> 0.25 * random.nextDouble();
        case NOISY_GRAY -> 0.2 + 0.5 * random.nextDouble();
        case SHADED_GREEN -> (channel == 1 ? 0.25 : 0.1) * shade + 0.03 * random.nextDouble();
        case SHADED_GRAY -> 0.5 * shade + 0.03 * random.nextDouble();
        case SHADED_TOWARD_THE_CORNERS -> {
          double distance = Math.hypot(x - 0.5, y - 0.5);
          yield 0.45 * (1 - 1.3 * distance * distance) + 0.02 * random.nextDouble();
        }
        case STRIPED -> 0.25 + 0.1 * Math.sin(200 * x + 90 * y) + 0.02 * random.nextDouble();
        case SPECKLED -> random.nextInt(10) == 0 ? 0.35 : 0.02;
      };
    }
  }

  /**
   * Draws a photograph.
   *
   * @param vignette how much darker the rim of the retina is than its center, 0..1
   * @param text whether text is burnt into the surround and, at the top left, the frame
   */
  public static FramedPhotograph of(
      int width,
      int height,
      Shape shape,
      Surround surround,
      double vignette,
      boolean text,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RgbImage retina = retina(random.nextInt(RETINAS.length));
    double fit = Math.min(width, height) / 2.0;
    double radius =
        fit
            * switch (shape) {
              case SMALL_CIRCLE -> random.nextDouble(0.2, 0.4);
              case CUT_TOP_AND_BOTTOM -> random.nextDouble(0.98, 1.1);
              case ROUNDED_RECTANGLE -> 1.2;
              case OFF_CENTER_CIRCLE -> random.nextDouble(0.7, 1.0);
              default -> random.nextDouble(0.8, 0.97);
            };
    double slack = shape == Shape.OFF_CENTER_CIRCLE ? 0.35 * fit : Math.max(0, fit - radius);
    double centerX = width / 2.0 + random.nextDouble(-1, 1) * slack;
    double centerY = height / 2.0 + random.nextDouble(-1, 1) * slack;
    // Far enough from the colors of a retina to be told apart by eye.
    double[] color = {
      random.nextDouble(0, 0.4), random.nextDouble(0.3, 0.9), random.nextDouble(0.3, 0.9)
    };
    float[] samples = new float[3 * width * height];
    byte[] inside = new byte[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        double u = (x + 0.5 - centerX) / radius;
        double v = (y + 0.5 - centerY) / radius;
        boolean in = shape.contains(u, v);
        inside[i] = (byte) (in ? 1 : 0);
        int column = (int) (RETINA / 2.0 + u * 0.47 * RETINA);
        int row = (int) (RETINA / 2.0 + v * 0.47 * RETINA);
        boolean stroke =
            text && x > 4 && x < width / 4 && y > 4 && y < height / 14 && (x % 7 < 3 && y % 9 < 6);
        for (int c = 0; c < 3; c++) {
          double value =
              in
                  ? retina.sample(column, row, c) * (1 - vignette * Math.pow(Math.hypot(u, v), 3))
                      + 0.02 * (random.nextDouble() - 0.5)
                  : surround.value(c, x / (double) width, y / (double) height, color, random);
          if (stroke && !in) {
            value = surround == Surround.WHITE ? 0.1 : 0.95;
          }
          samples[3 * i + c] = (float) Math.max(0, Math.min(1, value));
        }
      }
    }
    return new FramedPhotograph(
        RgbImage.wrap(width, height, samples), BinaryMask.wrap(width, height, inside));
  }

  /**
   * Draws a scanned slide of 700 x 605 pixels or another size: a dark, uneven surround that
   * scatters light, grain, a soft rim, a notch, and a circle that the frame and the mount cut off.
   * The darkest part of the frame may be a narrow border of the scan.
   *
   * @param level brightness of the surround, of 255
   * @param notch angle of the notch
   * @param vignette how much darker the rim of the retina is than its center, 0..1
   * @param reflex whether the rim shows a bright reflex
   * @param cuts the number of sides at which the mount cuts the circle off
   */
  public static FramedPhotograph slide(
      int width,
      int height,
      double level,
      double notch,
      double vignette,
      boolean reflex,
      int cuts,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RgbImage retina = retina(random.nextInt(RETINAS.length));
    double radius = height / 2.0 * random.nextDouble(0.97, 1.15);
    double centerX = width * random.nextDouble(0.45, 0.55);
    double centerY = height * random.nextDouble(0.47, 0.53);
    double[] color = {
      level * random.nextDouble(0.2, 0.8), level, level * random.nextDouble(0.2, 0.8)
    };
    double tilt = random.nextDouble(-0.4, 0.4);
    double scattered = random.nextDouble(0, 12);
    double grain = random.nextDouble(0, 6);
    double softness = random.nextDouble(0.4, 2.5);
    int border = random.nextInt(2) * random.nextInt(12);
    // Distances of the chords from the center, in units of the radius: left, right, top, bottom.
    double[] chords = {9, 9, 9, 9};
    int side = random.nextInt(4);
    for (int cut = 0; cut < cuts; cut++) {
      chords[(side + cut) % 4] = random.nextDouble(0.75, 0.95);
    }
    double shine = random.nextDouble(2 * Math.PI);
    float[] samples = new float[3 * width * height];
    byte[] inside = new byte[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        double u = (x + 0.5 - centerX) / radius;
        double v = (y + 0.5 - centerY) / radius;
        double along = u * Math.cos(notch) + v * Math.sin(notch);
        double across = v * Math.cos(notch) - u * Math.sin(notch);
        double distance = Math.min(1 - Math.hypot(u, v), Math.hypot(along - 1, across) - 0.06);
        distance = Math.min(distance, Math.min(chords[0] + u, chords[1] - u));
        distance = radius * Math.min(distance, Math.min(chords[2] + v, chords[3] - v));
        boolean scanned = x >= border && y >= border && x < width - border && y < height - border;
        inside[i] = (byte) (distance > 0 && scanned ? 1 : 0);
        double part = 1 / (1 + Math.exp(-distance / softness));
        int column = (int) Math.max(0, Math.min(RETINA - 1, RETINA / 2.0 + u * 0.47 * RETINA));
        int row = (int) Math.max(0, Math.min(RETINA - 1, RETINA / 2.0 + v * 0.47 * RETINA));
        double shade = 1 - vignette * Math.pow(Math.hypot(u, v), 3);
        double bright = 0;
        if (reflex && distance > 0) {
          double angle = Math.IEEEremainder(Math.atan2(v, u) - shine, 2 * Math.PI) / 0.5;
          bright = 0.4 * Math.exp(-angle * angle - distance / radius / 0.05);
        }
        double glow = scattered * Math.exp(Math.min(0, distance) / radius / 0.1);
        double speck = grain * (random.nextDouble() + random.nextDouble() - 1);
        for (int c = 0; c < 3; c++) {
          double surround =
              (color[c] * (1 + tilt * (x / (double) width - 0.5)) + glow + speck) / 255;
          double light = retina.sample(column, row, c) * shade + bright + speck / 255;
          double value = scanned ? part * light + (1 - part) * surround : 0.005;
          samples[3 * i + c] = (float) Math.max(0, Math.min(1, Math.round(255 * value) / 255.0));
        }
      }
    }
    return new FramedPhotograph(
        RgbImage.wrap(width, height, samples), BinaryMask.wrap(width, height, inside));
  }

  /** The same photograph with black bars on all sides or on two of them. */
  public FramedPhotograph betweenBars(int left, int top) {
    int width = image.width() + 2 * left;
    int height = image.height() + 2 * top;
    float[] samples = new float[3 * width * height];
    byte[] inside = new byte[width * height];
    byte[] mask = fieldOfView.toArray();
    image.copyTo(0, 0, image.width(), image.height(), samples, 3 * (top * width + left), 3 * width);
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(mask, y * image.width(), inside, (top + y) * width + left, image.width());
    }
    return new FramedPhotograph(
        RgbImage.wrap(width, height, samples), BinaryMask.wrap(width, height, inside));
  }

  /** The same photograph with a blue logo in a corner that touches the retina. */
  public FramedPhotograph withLogo(int corner) {
    int width = image.width();
    int height = image.height();
    float[] samples = image.toArray();
    byte[] mask = fieldOfView.toArray();
    int columns = width / 8;
    int rows = height / 14;
    int x0 = corner % 2 == 0 ? 3 : width - 3 - columns;
    int y0 = corner < 2 ? 3 : height - 3 - rows;
    while (!touches(mask, width, x0, y0, columns, rows) && Math.abs(x0 - width / 2) > columns) {
      x0 += corner % 2 == 0 ? 1 : -1;
      y0 += corner < 2 ? 1 : -1;
    }
    for (int y = y0; y < y0 + rows; y++) {
      for (int x = x0; x < x0 + columns; x++) {
        int i = y * width + x;
        if (mask[i] == 0) {
          samples[3 * i] = 0.1f;
          samples[3 * i + 1] = 0.35f;
          samples[3 * i + 2] = 0.8f;
        }
      }
    }
    return new FramedPhotograph(RgbImage.wrap(width, height, samples), fieldOfView);
  }

  private static boolean touches(byte[] mask, int width, int x0, int y0, int columns, int rows) {
    for (int y = y0; y < y0 + rows; y++) {
      for (int x = x0; x < x0 + columns; x++) {
        if (mask[y * width + x] != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The same photograph with a retina that is brighter or darker, in an unchanged surround. */
  public FramedPhotograph exposed(double factor) {
    float[] samples = image.toArray();
    byte[] mask = fieldOfView.toArray();
    for (int i = 0; i < samples.length; i++) {
      if (mask[i / 3] != 0) {
        samples[i] = (float) Math.min(1, factor * samples[i]);
      }
    }
    return new FramedPhotograph(RgbImage.wrap(image.width(), image.height(), samples), fieldOfView);
  }

  private static synchronized RgbImage retina(int number) {
    if (RETINAS[number] == null) {
      FundusOptions options =
          FundusOptions.defaults().withSize(RETINA, RETINA).withSeed(number + 1L);
      RETINAS[number] = FundusGenerator.generate(options).image();
    }
    return RETINAS[number];
  }

  /** The intersection of a mask and the field of view over their union. */
  public double overlap(BinaryMask mask) {
    byte[] a = mask.toArray();
    byte[] b = fieldOfView.toArray();
    int both = 0;
    int any = 0;
    for (int i = 0; i < a.length; i++) {
      both += a[i] & b[i];
      any += a[i] | b[i];
    }
    return any == 0 ? 1 : (double) both / any;
  }
}

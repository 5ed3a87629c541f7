// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

/**
 * The Adam rule (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015,
 * arXiv:1412.6980) on one flat vector, with epsilon added as in Keras: {@code step = rate * sqrt(1
 * - b2^t) / (1 - b1^t) * m / (sqrt(v) + epsilon)}. The vectors belong to the caller.
 */
final class Adam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-7f;

  private Adam() {}

  /**
   * One step of the values from index {@code from} to {@code to}, exclusive.
   *
   * @param parameters read and written
   * @param mean the moving mean of the gradient, read and written
   * @param square the moving mean of the squared gradient, read and written
   * @param gradient read
   * @param scale what the gradient is multiplied with first
   * @param rate the learning rate
   * @param step the number of this step, from 1 on
   */
  static void update(
      float[] parameters,
      float[] mean,
      float[] square,
      float[] gradient,
      float scale,
      double rate,
      long step,
      int from,
      int to) {
    double corrected =
        rate * Math.sqrt(1 - Math.pow(BETA2, (double) step)) / (1 - Math.pow(BETA1, (double) step));
    float factor = (float) corrected;
    float b1 = (float) BETA1;
    float b2 = (float) BETA2;
    float rest1 = (float) (1 - BETA1);
    float rest2 = (float) (1 - BETA2);
    for (int i = from; i < to; i++) {
      float g = gradient[i] * scale;
      float m = b1 * mean[i] + rest1 * g;
      float v = b2 * square[i] + rest2 * g * g;
      mean[i] = m;
      square[i] = v;
      parameters[i] -= factor * m / ((float) Math.sqrt(v) + EPSILON);
    }
  }

  /** The sum of the squares of the values from index {@code from} to {@code to}, exclusive. */
  static double squares(float[] vector, int from, int to) {
    // Several sums at once: each addition waits for the one before it in the same sum.
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      double a = vector[i];
      double b = vector[i + 1];
      double c = vector[i + 2];
      double d = vector[i + 3];
      first += a * a;
      second += b * b;
      third += c * c;
      fourth += d * d;
    }
    for (; i < to; i++) {
      first += (double) vector[i] * vector[i];
    }
    return (first + second) + (third + fourth);
  }

  /**
   * {@code average = decay * average + (1 - decay) * parameters} from index {@code from} to {@code
   * to}, exclusive.
   */
  static void average(float[] average, float[] parameters, double decay, int from, int to) {
    float rest = (float) (1 - decay);
    for (int i = from; i < to; i++) {
      average[i] += rest * (parameters[i] - average[i]);
    }
  }
}

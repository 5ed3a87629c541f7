package io.github.seqnet.nn.inference;

/**
 * The eight ways to lay down a square: mirrored left to right (1), top to bottom (2), transposed
 * after that (4), and all sums of these.
 */
final class Orientation {
  /** How many there are. */
  static final int COUNT = 8;

  private Orientation() {}

  /** Lays a square of pixels down in an orientation: {@code side * side * channels} values. */
  static void turn(
      float[] square, int side, int channels, int orientation, float[] target, int offset) {
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int from = origin(x, y, side, orientation) * channels;
        int to = offset + (y * side + x) * channels;
        for (int c = 0; c < channels; c++) {
          target[to + c] = square[from + c];
        }
      }
    }
  }

  /** Undoes {@link #turn} for one channel. */
  static float[] back(float[] turned, int offset, int side, int orientation) {
    float[] square = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        square[origin(x, y, side, orientation)] = turned[offset + y * side + x];
      }
    }
    return square;
  }

  /** The index of the pixel that moves to (x, y). */
  private static int origin(int x, int y, int side, int orientation) {
    int column = (orientation & 4) == 0 ? x : y;
    int row = (orientation & 4) == 0 ? y : x;
    if ((orientation & 1) != 0) {
      column = side - 1 - column;
    }
    if ((orientation & 2) != 0) {
      row = side - 1 - row;
    }
    return row * side + column;
  }
}

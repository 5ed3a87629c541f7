// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.jhdf.HdfFile;

/** Data sets of HDF5 files as flat arrays. */
final class Flat {
  private Flat() {}

  static float[] floats(HdfFile file, String path) {
    double[] values = doubles(file, path);
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static double[] doubles(HdfFile file, String path) {
    Object flat = file.getDatasetByPath(path).getDataFlat();
    if (flat instanceof double[] doubles) {
      return doubles;
    }
    float[] floats = (float[]) flat;
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }
}

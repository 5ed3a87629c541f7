// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.thinning;

import io.github.seqnet.image.BinaryMask;
import java.util.Objects;

/**
 * Computes skeletons of vessel masks. Input and output are masks of the same size; the skeleton is
 * a subset of the mask. Pixels are 8-connected, the background is 4-connected, and everything
 * outside of the image is background. An empty mask has an empty skeleton.
 *
 * <p>Cost: linear in the number of pixels for vessels of bounded width. Memory: nine bytes a pixel
 * for {@link ThinningMethod#CENTER_LINE}, two for the others. All methods are thread-safe.
 */
public final class Thinning {
  private Thinning() {}

  /**
   * The skeleton exactly as the method gives it. It has as many 8-connected components and as many
   * holes as the mask, but Zhang-Suen and Guo-Hall do not make it one pixel wide everywhere.
   *
   * @param mask the vessels
   * @param method the algorithm
   */
  public static BinaryMask thin(BinaryMask mask, ThinningMethod method) {
    Objects.requireNonNull(method, "method");
    if (method == ThinningMethod.CENTER_LINE) {
      Orientation orientation = Orientation.of(mask);
      BinaryMask upright = orientation.apply(mask);
      return orientation.undo(
          BinaryMask.wrap(upright.width(), upright.height(), CenterLineKernel.thin(upright)));
    }
    byte[] pixels = mask.toArray();
    ThinningKernel.thin(pixels, mask.width(), mask.height(), ThinningKernel.table(method));
    return BinaryMask.wrap(mask.width(), mask.height(), pixels);
  }

  /**
   * A skeleton that is one pixel wide everywhere and has as many 8-connected components and holes
   * as the mask: {@link #thin} and then {@link #cleanUp}. Graphs are traced on it.
   *
   * @param mask the vessels
   * @param method the algorithm
   */
  public static BinaryMask skeleton(BinaryMask mask, ThinningMethod method) {
    BinaryMask thin = thin(mask, method);
    return method == ThinningMethod.CENTER_LINE ? thin : cleanUp(thin);
  }

  /**
   * Removes every pixel that a skeleton does not need: one whose removal changes neither the
   * components nor the holes and shortens no end. The rest is one pixel wide: stairs become
   * diagonals. Pixels are visited row by row, so that the choice between several equal ones depends
   * on the orientation of the image. Idempotent.
   *
   * @param skeleton any mask; meant for one that is thin already
   */
  public static BinaryMask cleanUp(BinaryMask skeleton) {
    byte[] pixels = skeleton.toArray();
    ThinningKernel.cleanUp(pixels, skeleton.width(), skeleton.height());
    return BinaryMask.wrap(skeleton.width(), skeleton.height(), pixels);
  }
}

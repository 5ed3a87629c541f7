package io.github.seqnet.graph.thinning;

import io.github.seqnet.image.BinaryMask;

/**
 * Skeletons of vessel masks. Input and output are masks of the same size; the skeleton is a subset
 * of the mask. Pixels are 8-connected, the background is 4-connected, and everything outside of the
 * image is background. An empty mask has an empty skeleton.
 *
 * <p>Cost: one scan of the image and then work proportional to the number of removed pixels, as
 * only pixels whose neighborhood has changed are looked at again; memory of two masks. All methods
 * are thread-safe.
 */
public final class Thinning {
  private Thinning() {}

  /**
   * The skeleton exactly as the method gives it. It has as many 8-connected components and as many
   * holes as the mask, but is not everywhere one pixel wide.
   *
   * @param mask the vessels
   * @param method how to thin
   */
  public static BinaryMask thin(BinaryMask mask, ThinningMethod method) {
    byte[] pixels = mask.toArray();
    ThinningKernel.thin(pixels, mask.width(), mask.height(), ThinningKernel.table(method));
    return BinaryMask.wrap(mask.width(), mask.height(), pixels);
  }

  /**
   * A skeleton that is one pixel wide everywhere and has as many 8-connected components and holes
   * as the mask: {@link #thin} and then {@link #cleanUp}. This is what graphs are traced on.
   *
   * @param mask the vessels
   * @param method how to thin
   */
  public static BinaryMask skeleton(BinaryMask mask, ThinningMethod method) {
    byte[] pixels = mask.toArray();
    ThinningKernel.thin(pixels, mask.width(), mask.height(), ThinningKernel.table(method));
    ThinningKernel.cleanUp(pixels, mask.width(), mask.height());
    return BinaryMask.wrap(mask.width(), mask.height(), pixels);
  }

  /**
   * Takes away every pixel that a skeleton does not need: one whose removal leaves the number of
   * components and of holes as they are and shortens no end. What is left is one pixel wide: stairs
   * become diagonals. Pixels are visited row by row, so that the choice between several equal ones
   * depends on the orientation of the image. Idempotent.
   *
   * @param skeleton any mask; meant for one that is thin already
   */
  public static BinaryMask cleanUp(BinaryMask skeleton) {
    byte[] pixels = skeleton.toArray();
    ThinningKernel.cleanUp(pixels, skeleton.width(), skeleton.height());
    return BinaryMask.wrap(skeleton.width(), skeleton.height(), pixels);
  }
}

/**
 * Files: {@link io.github.seqnet.image.io.ImageFiles} reads photographs, masks and labels and
 * writes PNG, {@link io.github.seqnet.image.io.NpyFile} reads and writes arrays of numbers. The
 * only package that touches ImageIO; of AWT, {@code evaluation} draws its curves with a part.
 */
package io.github.seqnet.image.io;

/**
 * Files: {@link io.github.seqnet.image.io.ImageFiles} reads photographs, masks and labels and
 * writes PNG, {@link io.github.seqnet.image.io.BufferedImages} exchanges them with AWT and Swing,
 * {@link io.github.seqnet.image.io.NpyFile} reads and writes arrays of numbers. The only package
 * that touches ImageIO; curves are drawn with AWT elsewhere too, and written here.
 */
package io.github.seqnet.image.io;

/**
 * Readers and writers of images. Start with {@link io.github.seqnet.image.io.ImageFiles}, which
 * reads photographs, masks and labels and writes PNG files. {@link
 * io.github.seqnet.image.io.ReaderLimits} bounds what a file may cost, {@link
 * io.github.seqnet.image.io.BufferedImages} converts from and to AWT and Swing, and {@link
 * io.github.seqnet.image.io.NpyFile} reads and writes NumPy arrays. No other package reads images
 * with ImageIO.
 */
@NullMarked
package io.github.seqnet.image.io;

import org.jspecify.annotations.NullMarked;

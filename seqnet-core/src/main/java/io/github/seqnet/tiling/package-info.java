/**
 * Cutting images into overlapping windows and stitching the results. Start with {@link
 * io.github.seqnet.tiling.Tiling}, which places the windows; {@link
 * io.github.seqnet.tiling.WindowAccumulator} averages the predictions of overlapping windows.
 */
@NullMarked
package io.github.seqnet.tiling;

import org.jspecify.annotations.NullMarked;

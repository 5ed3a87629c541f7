/**
 * The values that flow through the library: {@link io.github.seqnet.image.RgbImage} in, {@link
 * io.github.seqnet.image.ProbabilityMap}s from the network, {@link
 * io.github.seqnet.image.BinaryMask} and {@link io.github.seqnet.image.ArteryVeinMap} out. All are
 * immutable, row-major (index {@code y * width + x}, x right, y down, origin at the top left) and
 * safe to share between threads. Start at {@link io.github.seqnet.image.RgbImage}.
 */
@NullMarked
package io.github.seqnet.image;

import org.jspecify.annotations.NullMarked;

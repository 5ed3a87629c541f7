/**
 * Preparation of photographs for a network. Start with {@link
 * io.github.seqnet.preprocess.Preprocessing}. {@link io.github.seqnet.preprocess.Resampler} changes
 * sizes, {@link io.github.seqnet.preprocess.FieldOfViewFinder} locates the retina in the frame, and
 * {@link io.github.seqnet.preprocess.Illumination} corrects uneven illumination.
 */
@NullMarked
package io.github.seqnet.preprocess;

import org.jspecify.annotations.NullMarked;

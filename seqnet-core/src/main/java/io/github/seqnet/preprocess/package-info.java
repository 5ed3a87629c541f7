/**
 * What happens to a photograph before the network sees it, and to its maps afterwards: {@link
 * io.github.seqnet.preprocess.Resampler} changes sizes, {@link
 * io.github.seqnet.preprocess.FieldOfViewFinder} finds the retina in the frame, {@link
 * io.github.seqnet.preprocess.Illumination} takes uneven illumination and color out.
 */
package io.github.seqnet.preprocess;

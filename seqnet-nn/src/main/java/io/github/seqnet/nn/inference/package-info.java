/**
 * Running a network on images. Start with {@link io.github.seqnet.nn.inference.WindowStrategy},
 * which sets size, stride and orientations of the windows; {@link
 * io.github.seqnet.nn.inference.InferenceEngine} runs batches of windows on all cores.
 */
@NullMarked
package io.github.seqnet.nn.inference;

import org.jspecify.annotations.NullMarked;

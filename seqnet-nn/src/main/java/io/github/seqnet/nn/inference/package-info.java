/**
 * Running a network on images: {@link io.github.seqnet.nn.inference.InferenceEngine} runs batches
 * on all cores, {@link io.github.seqnet.nn.inference.WindowStrategy} says how an image is cut into
 * windows.
 */
package io.github.seqnet.nn.inference;

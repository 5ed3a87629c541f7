/**
 * The bridge to ND4J, shared by inference and training. Not API. Operations run only on contiguous
 * arrays in C order, channels last, because the accelerated convolutions silently return wrong
 * values for strided arrays. Start with {@code plan}:
 *
 * <ul>
 *   <li>{@code backend}: starting ND4J, native memory limits, copies between host and device
 *   <li>{@code operation}: single operations of ND4J and of our own
 *   <li>{@code plan}: compiles a network to operations on planned buffers, for inference
 *   <li>{@code training}: adds the backward pass, gradients and losses
 * </ul>
 */
@NullMarked
package io.github.seqnet.nn.internal;

import org.jspecify.annotations.NullMarked;

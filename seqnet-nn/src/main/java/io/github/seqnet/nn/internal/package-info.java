/**
 * The bridge to ND4J, shared by inference and training: not part of the API. Operations run only on
 * contiguous arrays in C order, channels last: the accelerated convolutions silently give wrong
 * numbers on strided arrays.
 *
 * <ul>
 *   <li>{@code backend}: starting ND4J, native memory limits, copies between host and device
 *   <li>{@code operation}: single operations of ND4J and of our own
 *   <li>{@code plan}: compiles a network to operations on planned buffers, for inference
 *   <li>{@code training}: adds the backward pass, gradients and losses
 * </ul>
 */
package io.github.seqnet.nn.internal;

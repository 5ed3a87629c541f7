/**
 * Compiles a network to operations on buffers that share one block of memory. Not API. Start with
 * {@link io.github.seqnet.nn.internal.plan.ForwardPlan}.
 *
 * <p>The packages of {@code nn.internal} are the bridge to ND4J, shared by inference and training.
 * Operations run only on contiguous arrays in C order, channels last, because the accelerated
 * convolutions silently return wrong values for strided arrays.
 */
@NullMarked
package io.github.seqnet.nn.internal.plan;

import org.jspecify.annotations.NullMarked;

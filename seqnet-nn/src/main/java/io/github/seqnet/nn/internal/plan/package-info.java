/**
 * Compiles a network to operations on buffers that share one block of memory. Not API. Start with
 * {@link io.github.seqnet.nn.internal.plan.ForwardPlan}.
 */
package io.github.seqnet.nn.internal.plan;

/** Compiles a network to operations on buffers that share one block of memory. Not API. */
package io.github.seqnet.nn.internal.plan;

/** Training plans: the forward pass with dropout, losses, the backward pass. Not API. */
package io.github.seqnet.nn.internal.training;

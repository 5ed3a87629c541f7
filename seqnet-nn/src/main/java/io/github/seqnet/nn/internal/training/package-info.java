/**
 * Training plans: the forward pass with dropout, losses and the backward pass. Not API. Start with
 * {@link io.github.seqnet.nn.internal.training.TrainingPlan}.
 */
package io.github.seqnet.nn.internal.training;

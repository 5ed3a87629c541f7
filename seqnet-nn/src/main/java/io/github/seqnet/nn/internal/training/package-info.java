/**
 * Training plans: the forward pass with dropout, losses and the backward pass. Not API. Start with
 * {@link io.github.seqnet.nn.internal.training.TrainingPlan}.
 */
@NullMarked
package io.github.seqnet.nn.internal.training;

import org.jspecify.annotations.NullMarked;

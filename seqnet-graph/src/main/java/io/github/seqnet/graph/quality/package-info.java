/**
 * Gradability of fundus photographs. Start with {@link
 * io.github.seqnet.graph.quality.GradabilityAssessor}, which rates field of view, sharpness,
 * exposure, color, vessels and optic disc; {@link io.github.seqnet.graph.quality.Gradability} holds
 * the score and the reasons.
 */
@NullMarked
package io.github.seqnet.graph.quality;

import org.jspecify.annotations.NullMarked;

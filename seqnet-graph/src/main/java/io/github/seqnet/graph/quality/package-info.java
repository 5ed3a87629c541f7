/**
 * Gradability of fundus photographs. Start with {@link
 * io.github.seqnet.graph.quality.GradabilityAssessor}, which rates field of view, sharpness,
 * exposure, color, vessels and optic disc; {@link io.github.seqnet.graph.quality.Gradability} holds
 * the score and the reasons.
 */
package io.github.seqnet.graph.quality;

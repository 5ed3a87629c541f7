/**
 * Gradability of fundus photographs: {@link io.github.seqnet.graph.quality.GradabilityAssessor}
 * rates field of view, sharpness, exposure, color, vessels, and optic disc, and {@link
 * io.github.seqnet.graph.quality.Gradability} holds the score and the reasons.
 */
package io.github.seqnet.graph.quality;

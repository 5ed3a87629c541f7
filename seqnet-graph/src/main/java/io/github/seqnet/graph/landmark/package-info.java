/**
 * Landmarks of fundus photographs: optic disc, fovea and laterality. Start with {@link
 * io.github.seqnet.graph.landmark.OpticDiscLocator}, whose result may be that no disc was found.
 * {@link io.github.seqnet.graph.landmark.FoveaLocator} and {@link
 * io.github.seqnet.graph.landmark.LateralityEstimate} build on it.
 */
@NullMarked
package io.github.seqnet.graph.landmark;

import org.jspecify.annotations.NullMarked;

/**
 * Exact Euclidean distances to the background. Start at {@link
 * io.github.seqnet.graph.distance.DistanceMap}.
 */
package io.github.seqnet.graph.distance;

/**
 * Exact Euclidean distances to the background. Start at {@link
 * io.github.seqnet.graph.distance.DistanceMap}.
 */
@org.jspecify.annotations.NullMarked
package io.github.seqnet.graph.distance;

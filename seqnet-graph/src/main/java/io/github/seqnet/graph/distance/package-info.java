/**
 * Exact Euclidean distances to the background. Start at {@link
 * io.github.seqnet.graph.distance.DistanceMap}.
 */
@NullMarked
package io.github.seqnet.graph.distance;

import org.jspecify.annotations.NullMarked;

/**
 * The vessel graph for JGraphT, whose algorithms then work on it as they are. Needs {@code
 * org.jgrapht:jgrapht-core}, an optional dependency. Start at {@link
 * io.github.seqnet.graph.jgrapht.VesselGraphView}.
 */
@NullMarked
package io.github.seqnet.graph.jgrapht;

import org.jspecify.annotations.NullMarked;

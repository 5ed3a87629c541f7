/**
 * The vessel graph for JGraphT, whose algorithms then work on it as they are. Needs {@code
 * org.jgrapht:jgrapht-core}, an optional dependency. Start at {@link
 * io.github.seqnet.graph.jgrapht.VesselGraphView}.
 */
package io.github.seqnet.graph.jgrapht;

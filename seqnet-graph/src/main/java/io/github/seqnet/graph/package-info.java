/**
 * Vessel graphs: {@link io.github.seqnet.graph.VesselGraph} with its {@link
 * io.github.seqnet.graph.Node}s and {@link io.github.seqnet.graph.Segment}s, and how a skeleton is
 * traced into one ({@link io.github.seqnet.graph.GraphTracer}). Start at {@link
 * io.github.seqnet.graph.VesselGraph#of}.
 */
@NullMarked
package io.github.seqnet.graph;

import org.jspecify.annotations.NullMarked;

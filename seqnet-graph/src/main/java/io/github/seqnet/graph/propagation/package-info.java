/**
 * One artery/vein label for each vessel. {@link io.github.seqnet.graph.propagation.GraphRefiner} is
 * the whole way from a network's maps to labels. Its parts: {@link
 * io.github.seqnet.graph.propagation.LabelUnification} sums the maps over segments, {@link
 * io.github.seqnet.graph.propagation.LabelPropagation} lets neighboring segments agree, {@link
 * io.github.seqnet.graph.propagation.LabelPainter} paints labels onto the vessels' full width.
 */
package io.github.seqnet.graph.propagation;

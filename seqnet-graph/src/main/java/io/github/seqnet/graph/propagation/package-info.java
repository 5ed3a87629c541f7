/**
 * One artery/vein label for each vessel: {@link
 * io.github.seqnet.graph.propagation.LabelUnification} sums a network's maps over segments, {@link
 * io.github.seqnet.graph.propagation.LabelPropagation} lets neighbouring segments agree.
 */
package io.github.seqnet.graph.propagation;

/**
 * One artery/vein label per vessel segment. Start with {@link
 * io.github.seqnet.graph.propagation.GraphRefiner}, which turns a network's maps into refined
 * labels. It combines {@link io.github.seqnet.graph.propagation.LabelUnification}, which sums the
 * maps along each segment, {@link io.github.seqnet.graph.propagation.LabelPropagation}, which makes
 * neighboring segments agree, and {@link io.github.seqnet.graph.propagation.LabelPainter}, which
 * paints labels onto the full width of the vessels.
 */
@NullMarked
package io.github.seqnet.graph.propagation;

import org.jspecify.annotations.NullMarked;

/**
 * Readers and writers of vessel graphs and biomarkers. Start with {@link
 * io.github.seqnet.graph.io.GraphFormat}, which writes and reads a graph as GraphML, GeoJSON or
 * JSON. {@link io.github.seqnet.graph.io.GraphCsv} uses two tables instead, and {@link
 * io.github.seqnet.graph.io.BiomarkerCsv} writes biomarkers.
 */
@NullMarked
package io.github.seqnet.graph.io;

import org.jspecify.annotations.NullMarked;

/**
 * Vessel graphs and measurements as files. {@link io.github.seqnet.graph.io.GraphFormat} writes and
 * reads a whole graph as GraphML, GeoJSON or JSON, {@link io.github.seqnet.graph.io.GraphCsv} as
 * two tables, and {@link io.github.seqnet.graph.io.BiomarkerCsv} writes biomarkers.
 */
package io.github.seqnet.graph.io;

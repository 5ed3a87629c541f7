/**
 * From a photograph to a report in one call: vessels, graph, landmarks and biomarkers. Start with
 * {@link io.github.seqnet.analysis.RetinaAnalyzer}; {@link
 * io.github.seqnet.analysis.VesselMapAnalyzer} does the same for vessel maps from another source.
 */
@NullMarked
package io.github.seqnet.analysis;

import org.jspecify.annotations.NullMarked;

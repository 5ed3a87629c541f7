/**
 * Measures of vessels: calibers, densities, tortuosity, branching, fractal dimension. Start at
 * {@link io.github.seqnet.graph.biomarker.VesselMeasurer}, which makes all of them; {@link
 * io.github.seqnet.graph.biomarker.Quantity} says what each one is. {@link
 * io.github.seqnet.graph.biomarker.BoxCounting} and {@link
 * io.github.seqnet.graph.biomarker.CentralEquivalent} are useful alone.
 */
package io.github.seqnet.graph.biomarker;

/**
 * Measures of vessels: calibres, densities, tortuosity, branching, fractal dimension. Start at
 * {@link io.github.seqnet.graph.measure.VesselMeasurer}, which makes all of them; {@link
 * io.github.seqnet.graph.measure.Quantity} says what each one is. {@link
 * io.github.seqnet.graph.measure.BoxCounting} and {@link
 * io.github.seqnet.graph.measure.CentralEquivalent} are useful alone.
 */
package io.github.seqnet.graph.measure;

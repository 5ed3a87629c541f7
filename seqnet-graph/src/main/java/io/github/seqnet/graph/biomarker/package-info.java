/**
 * Biomarkers of retinal vessels: calibers, density, tortuosity, branching, fractal dimension. Start
 * with {@link io.github.seqnet.graph.biomarker.BiomarkerMeasurer}, which measures a {@link
 * io.github.seqnet.graph.biomarker.BiomarkerSet}. The families of built-in biomarkers are enums
 * that document definition, unit, degenerate cases and source of each one; implement {@link
 * io.github.seqnet.graph.biomarker.Biomarker} to add your own.
 */
@NullMarked
package io.github.seqnet.graph.biomarker;

import org.jspecify.annotations.NullMarked;

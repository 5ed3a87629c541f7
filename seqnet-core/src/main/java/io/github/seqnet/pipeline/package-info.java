/**
 * From a photograph to labeled vessels: a {@link io.github.seqnet.pipeline.VesselPredictor} makes
 * maps of an image, a {@link io.github.seqnet.pipeline.VesselRefiner} makes labels of the maps, a
 * {@link io.github.seqnet.pipeline.VesselPipeline} puts them together.
 */
package io.github.seqnet.pipeline;

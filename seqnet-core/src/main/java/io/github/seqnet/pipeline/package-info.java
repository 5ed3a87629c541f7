/**
 * From a photograph to labeled vessels. Start with {@link
 * io.github.seqnet.pipeline.VesselPipeline}, which combines a {@link
 * io.github.seqnet.pipeline.VesselPredictor} (photograph to probability maps) with a {@link
 * io.github.seqnet.pipeline.VesselRefiner} (maps to labels). The result is a {@link
 * io.github.seqnet.pipeline.VesselAnalysis}.
 */
@NullMarked
package io.github.seqnet.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * Export of a network as a SameDiff graph, for use with other Deeplearning4j tools. Start with
 * {@link io.github.seqnet.nn.samediff.SameDiffExport}.
 */
@NullMarked
package io.github.seqnet.nn.samediff;

import org.jspecify.annotations.NullMarked;

/**
 * From a mask of vessels to lines one pixel wide. Start at {@link
 * io.github.seqnet.graph.thinning.Thinning}.
 */
package io.github.seqnet.graph.thinning;

/**
 * From a mask of vessels to lines one pixel wide. Start at {@link
 * io.github.seqnet.graph.thinning.Thinning}.
 */
@NullMarked
package io.github.seqnet.graph.thinning;

import org.jspecify.annotations.NullMarked;

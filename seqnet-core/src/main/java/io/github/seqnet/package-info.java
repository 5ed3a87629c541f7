/**
 * The base of the library: its exception and the descriptors that files store. Start with {@link
 * io.github.seqnet.image}, and for a complete analysis with {@code
 * io.github.seqnet.analysis.RetinaAnalyzer} of the module {@code seqnet-graph}.
 */
@NullMarked
package io.github.seqnet;

import org.jspecify.annotations.NullMarked;

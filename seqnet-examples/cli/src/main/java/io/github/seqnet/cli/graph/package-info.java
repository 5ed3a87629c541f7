/**
 * The command {@code seqnet graph}, and the graph options that {@code predict} shares. Start with
 * {@link io.github.seqnet.cli.graph.GraphCommand}.
 */
@NullMarked
package io.github.seqnet.cli.graph;

import org.jspecify.annotations.NullMarked;

/** The command {@code seqnet graph}, and the graph options that {@code predict} shares. */
package io.github.seqnet.cli.graph;

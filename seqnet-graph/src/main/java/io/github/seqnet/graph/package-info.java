/** Vessel graphs. */
package io.github.seqnet.graph;

/** Masks for tests. */
package io.github.seqnet.graph.testing;

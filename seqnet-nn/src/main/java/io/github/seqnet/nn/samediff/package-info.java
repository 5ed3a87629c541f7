/** The way to the rest of the Deeplearning4j world: a network as a SameDiff graph. */
package io.github.seqnet.nn.samediff;

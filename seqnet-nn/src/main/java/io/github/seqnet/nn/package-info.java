/** The network on ND4J. */
package io.github.seqnet.nn;

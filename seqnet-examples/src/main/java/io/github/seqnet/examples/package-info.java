/** Command line, examples and benchmarks. */
package io.github.seqnet.examples;

/** The command {@code seqnet train}. */
package io.github.seqnet.cli.train;

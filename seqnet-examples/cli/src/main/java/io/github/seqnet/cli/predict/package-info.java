/** The command {@code seqnet predict}. */
package io.github.seqnet.cli.predict;

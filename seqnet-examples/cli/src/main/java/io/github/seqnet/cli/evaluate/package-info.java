/** The command {@code seqnet evaluate}. */
package io.github.seqnet.cli.evaluate;

/** The command {@code seqnet bench} and its subcommands. */
package io.github.seqnet.cli.bench;

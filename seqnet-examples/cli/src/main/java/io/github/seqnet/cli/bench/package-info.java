/**
 * The command {@code seqnet bench} and its subcommands. Start with {@link
 * io.github.seqnet.cli.bench.BenchCommand}.
 */
package io.github.seqnet.cli.bench;

/**
 * The command {@code seqnet bench} and its subcommands. Start with {@link
 * io.github.seqnet.cli.bench.BenchCommand}.
 */
@NullMarked
package io.github.seqnet.cli.bench;

import org.jspecify.annotations.NullMarked;

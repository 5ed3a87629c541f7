/**
 * The base of every command: messages, errors and exit codes. Start with {@link
 * io.github.seqnet.cli.command.Subcommand}.
 */
@NullMarked
package io.github.seqnet.cli.command;

import org.jspecify.annotations.NullMarked;

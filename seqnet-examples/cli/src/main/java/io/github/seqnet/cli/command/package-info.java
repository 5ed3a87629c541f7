/**
 * The base of every command: messages, errors and exit codes. Start with {@link
 * io.github.seqnet.cli.command.Subcommand}.
 */
package io.github.seqnet.cli.command;

/**
 * The base of every command: {@link io.github.seqnet.cli.command.Subcommand}, its messages, errors
 * and exit codes.
 */
package io.github.seqnet.cli.command;

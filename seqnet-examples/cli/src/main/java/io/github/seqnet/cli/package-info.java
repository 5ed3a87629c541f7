/**
 * The command line, {@code seqnet.jar}: {@link io.github.seqnet.cli.Main} and one class for each
 * command. Exit codes: 0, 1 if some images failed, 2 if the command could not be run at all.
 */
package io.github.seqnet.cli;

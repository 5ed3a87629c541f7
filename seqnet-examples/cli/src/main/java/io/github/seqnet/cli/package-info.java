/**
 * The command line, {@code seqnet.jar}: {@link io.github.seqnet.cli.Main}. Each command has a
 * package of its own. Exit codes: 0, 1 if some images failed, 2 if the command could not be run at
 * all.
 */
package io.github.seqnet.cli;

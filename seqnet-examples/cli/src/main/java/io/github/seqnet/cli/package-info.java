/**
 * The command line, {@code seqnet.jar}. Start with {@link io.github.seqnet.cli.Main}; each command
 * has its own package. Exit codes: 0, 1 if some images failed, 2 if the command could not run.
 */
@NullMarked
package io.github.seqnet.cli;

import org.jspecify.annotations.NullMarked;

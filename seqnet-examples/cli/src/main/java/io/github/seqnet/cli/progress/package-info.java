/**
 * Progress on the terminal or as lines, selected by {@code --progress}. Start with {@link
 * io.github.seqnet.cli.progress.ProgressOption}.
 */
@NullMarked
package io.github.seqnet.cli.progress;

import org.jspecify.annotations.NullMarked;

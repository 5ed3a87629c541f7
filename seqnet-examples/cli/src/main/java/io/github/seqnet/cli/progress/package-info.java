/** Progress on the terminal or as lines: {@code --progress}. */
package io.github.seqnet.cli.progress;

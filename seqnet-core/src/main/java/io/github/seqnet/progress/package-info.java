/**
 * Progress and cancellation of long-running work. Start with {@link
 * io.github.seqnet.progress.ProgressListener}.
 */
@NullMarked
package io.github.seqnet.progress;

import org.jspecify.annotations.NullMarked;

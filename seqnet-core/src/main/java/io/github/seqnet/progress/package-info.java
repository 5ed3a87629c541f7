/**
 * Progress and cancellation of long-running work. Start with {@link
 * io.github.seqnet.progress.ProgressListener}.
 */
package io.github.seqnet.progress;

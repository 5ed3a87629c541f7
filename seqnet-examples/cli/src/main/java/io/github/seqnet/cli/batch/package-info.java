/**
 * Runs over many images: parallel jobs, records of finished images, skipped files. Start with
 * {@link io.github.seqnet.cli.batch.ImageRun}.
 */
@NullMarked
package io.github.seqnet.cli.batch;

import org.jspecify.annotations.NullMarked;

/**
 * Runs over many images: parallel jobs, records of finished images, skipped files. Start with
 * {@link io.github.seqnet.cli.batch.ImageRun}.
 */
package io.github.seqnet.cli.batch;

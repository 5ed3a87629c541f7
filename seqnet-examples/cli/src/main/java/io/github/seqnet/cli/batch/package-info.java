/** Runs over many images: parallel jobs, records of what is done, skipped files. */
package io.github.seqnet.cli.batch;

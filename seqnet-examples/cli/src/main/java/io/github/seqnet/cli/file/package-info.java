/**
 * Input images, output files and folders, and the lock of an output folder. Start with {@link
 * io.github.seqnet.cli.file.OutputFolder}.
 */
package io.github.seqnet.cli.file;

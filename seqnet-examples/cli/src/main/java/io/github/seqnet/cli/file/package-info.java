/**
 * Input images, output files and folders, and the lock of an output folder. Start with {@link
 * io.github.seqnet.cli.file.OutputFolder}.
 */
@NullMarked
package io.github.seqnet.cli.file;

import org.jspecify.annotations.NullMarked;

/** Input images, output files and folders, and the lock of an output folder. */
package io.github.seqnet.cli.file;

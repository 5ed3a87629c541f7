/** Tests of the command line, run in this process. */
package io.github.seqnet.cli;

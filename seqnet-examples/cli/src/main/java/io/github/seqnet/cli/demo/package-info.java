/** The command {@code seqnet demo}. */
package io.github.seqnet.cli.demo;

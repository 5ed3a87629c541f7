/** The command {@code seqnet agreement}. */
package io.github.seqnet.cli.agreement;

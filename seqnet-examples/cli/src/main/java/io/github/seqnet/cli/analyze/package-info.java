/** The command {@code seqnet analyze}, which is also what {@code seqnet photo.jpg} runs. */
package io.github.seqnet.cli.analyze;

/**
 * Example programs. Each is one class with a {@code main} method; none is published. Start with
 * {@link io.github.seqnet.examples.EmbedInApplication} and {@link
 * io.github.seqnet.examples.PhotographToCsv}, then {@link
 * io.github.seqnet.examples.BringYourOwnNetwork}.
 */
@NullMarked
package io.github.seqnet.examples;

import org.jspecify.annotations.NullMarked;

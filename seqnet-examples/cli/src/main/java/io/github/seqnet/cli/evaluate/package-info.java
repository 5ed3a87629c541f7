/**
 * The command {@code seqnet evaluate}, which measures and compares models. Start with {@link
 * io.github.seqnet.cli.evaluate.EvaluateCommand}.
 */
@NullMarked
package io.github.seqnet.cli.evaluate;

import org.jspecify.annotations.NullMarked;

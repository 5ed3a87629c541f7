/**
 * The command {@code seqnet predict}, which labels and measures many photographs. Start with {@link
 * io.github.seqnet.cli.predict.PredictCommand}.
 */
@NullMarked
package io.github.seqnet.cli.predict;

import org.jspecify.annotations.NullMarked;

/**
 * The command {@code seqnet predict}, which labels and measures many photographs. Start with {@link
 * io.github.seqnet.cli.predict.PredictCommand}.
 */
package io.github.seqnet.cli.predict;

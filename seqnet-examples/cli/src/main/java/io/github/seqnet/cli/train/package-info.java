/** The command {@code seqnet train}. Start with {@link io.github.seqnet.cli.train.TrainCommand}. */
package io.github.seqnet.cli.train;

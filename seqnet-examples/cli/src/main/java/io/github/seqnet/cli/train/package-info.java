/** The command {@code seqnet train}. Start with {@link io.github.seqnet.cli.train.TrainCommand}. */
@NullMarked
package io.github.seqnet.cli.train;

import org.jspecify.annotations.NullMarked;

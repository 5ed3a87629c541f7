/**
 * Options that several commands share: model, data set, windows, field of view. Start with {@link
 * io.github.seqnet.cli.option.ModelOption}.
 */
@NullMarked
package io.github.seqnet.cli.option;

import org.jspecify.annotations.NullMarked;

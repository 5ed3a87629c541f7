/**
 * The commands {@code seqnet import-weights}, {@code export-weights} and {@code info}. Start with
 * {@link io.github.seqnet.cli.model.InfoCommand}.
 */
@NullMarked
package io.github.seqnet.cli.model;

import org.jspecify.annotations.NullMarked;

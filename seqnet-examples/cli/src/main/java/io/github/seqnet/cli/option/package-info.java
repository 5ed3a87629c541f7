/** Options that several commands share: model, data set, windows, field of view. */
package io.github.seqnet.cli.option;

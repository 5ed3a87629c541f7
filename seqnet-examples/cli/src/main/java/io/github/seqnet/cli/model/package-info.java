/** The commands {@code seqnet import-weights}, {@code export-weights} and {@code info}. */
package io.github.seqnet.cli.model;

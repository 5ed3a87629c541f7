/** Quantiles and the agreement of two series of measurements. */
package io.github.seqnet.statistics;

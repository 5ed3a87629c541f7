/**
 * Statistics of measurements. Start with {@link io.github.seqnet.statistics.Agreement}, which
 * compares two series of measurements; {@link io.github.seqnet.statistics.Quantiles} computes
 * quantiles.
 */
@NullMarked
package io.github.seqnet.statistics;

import org.jspecify.annotations.NullMarked;

/**
 * Evaluation of segmentations and artery/vein classifications: metrics with confidence intervals
 * and paired comparisons. Start with {@link io.github.seqnet.evaluation.Evaluator}; implement
 * {@link io.github.seqnet.evaluation.Metric} to add a metric.
 */
@NullMarked
package io.github.seqnet.evaluation;

import org.jspecify.annotations.NullMarked;

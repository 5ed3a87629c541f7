/**
 * Evaluation of segmentations and artery/vein classifications: metrics with confidence intervals
 * and paired comparisons. Start with {@link io.github.seqnet.evaluation.Evaluator}; implement
 * {@link io.github.seqnet.evaluation.Metric} to add a metric.
 */
package io.github.seqnet.evaluation;

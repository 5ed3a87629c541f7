/**
 * How good a segmentation and an artery/vein classification are, by every protocol in use. Start at
 * {@link io.github.seqnet.evaluation.Evaluator}.
 */
package io.github.seqnet.evaluation;

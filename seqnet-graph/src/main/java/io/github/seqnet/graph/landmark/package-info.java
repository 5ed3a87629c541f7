/**
 * The optic disc: {@link io.github.seqnet.graph.landmark.OpticDiscLocator} looks for it in a
 * photograph and may say that there is none; {@link io.github.seqnet.graph.landmark.OpticDisc} is
 * where it is, found or given.
 */
package io.github.seqnet.graph.landmark;

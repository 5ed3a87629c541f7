/**
 * The optic disc: {@link io.github.seqnet.graph.opticdisc.OpticDiscLocator} looks for it in a
 * photograph and may say that there is none; {@link io.github.seqnet.graph.opticdisc.OpticDisc} is
 * where it is, found or given.
 */
package io.github.seqnet.graph.opticdisc;

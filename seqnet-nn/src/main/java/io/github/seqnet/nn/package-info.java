/**
 * Trained vessel networks on ND4J. Start with {@link io.github.seqnet.nn.SeqNet#pretrained()} and
 * {@link io.github.seqnet.nn.VesselModel}, then {@link io.github.seqnet.nn.ModelSpecification} for
 * networks of your own, {@link io.github.seqnet.nn.training} and {@link
 * io.github.seqnet.nn.weights}.
 */
@NullMarked
package io.github.seqnet.nn;

import org.jspecify.annotations.NullMarked;

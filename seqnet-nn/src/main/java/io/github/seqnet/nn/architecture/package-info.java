/**
 * Networks as data: {@link io.github.seqnet.nn.architecture.Network} is an immutable list of {@link
 * io.github.seqnet.nn.architecture.Layer}s over {@link io.github.seqnet.nn.architecture.Tensor}s
 * with weights named and shared by name. Nothing here computes anything. Start at {@link
 * io.github.seqnet.nn.architecture.SeqNetArchitecture}; a variant is another function over a {@link
 * io.github.seqnet.nn.architecture.NetworkBuilder}.
 */
@NullMarked
package io.github.seqnet.nn.architecture;

import org.jspecify.annotations.NullMarked;

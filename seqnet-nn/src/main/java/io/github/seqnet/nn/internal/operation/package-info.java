/**
 * Single operations on ND4J arrays, native ones and ones computed in Java. Not API. Start with
 * {@link io.github.seqnet.nn.internal.operation.Operation}.
 */
@NullMarked
package io.github.seqnet.nn.internal.operation;

import org.jspecify.annotations.NullMarked;

/**
 * Starts ND4J, limits its native memory and copies between the Java heap and the device. Not API.
 * Start with {@link io.github.seqnet.nn.internal.backend.ComputeBackend}.
 */
@NullMarked
package io.github.seqnet.nn.internal.backend;

import org.jspecify.annotations.NullMarked;

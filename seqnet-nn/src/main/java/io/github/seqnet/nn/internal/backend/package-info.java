/**
 * Starts ND4J, bounds its native memory and copies between the Java heap and the device. Not API.
 */
package io.github.seqnet.nn.internal.backend;

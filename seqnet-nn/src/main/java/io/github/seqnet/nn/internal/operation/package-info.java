/** Single operations on ND4J arrays: native ones and those computed in Java. Not API. */
package io.github.seqnet.nn.internal.operation;

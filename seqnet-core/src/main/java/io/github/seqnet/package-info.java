/** The root of the library's own exceptions. Start reading at {@code io.github.seqnet.image}. */
package io.github.seqnet;

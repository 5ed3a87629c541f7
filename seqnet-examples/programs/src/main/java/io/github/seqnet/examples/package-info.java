/** Programs that use the libraries: each is one class with a {@code main}. Not published. */
package io.github.seqnet.examples;

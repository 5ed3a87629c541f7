/** Rules that the code of all modules follows. Start at {@code ArchitectureTest}. */
package io.github.seqnet.house;

package io.github.seqnet.nn;

import java.io.Serializable;

/**
 * What networks run on: the ND4J backend that the application has put on the class path.
 *
 * @param name the backend's class name, such as {@code CpuBackend}
 * @param cpu whether it computes on the CPU
 * @param accelerated whether convolutions are those of a library made for the processor, oneDNN or
 *     the ARM Compute Library, or on a GPU; without, networks take about ten times as long
 */
public record Backend(String name, boolean cpu, boolean accelerated) implements Serializable {
  private static final long serialVersionUID = 1L;
}

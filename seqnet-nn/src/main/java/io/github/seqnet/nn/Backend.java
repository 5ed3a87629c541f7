// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import io.github.seqnet.nn.internal.backend.ComputeBackend;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/**
 * The ND4J backend that the application put on the class path. Immutable.
 *
 * @param name the backend's class name, such as {@code CpuBackend}
 * @param cpu whether it computes on the CPU
 * @param oneDnn whether it is a CPU backend with the convolutions of oneDNN
 * @param accelerated whether it has convolutions optimized for the processor (oneDNN or the ARM
 *     Compute Library) or runs on a GPU; networks are about ten times slower without
 */
public record Backend(String name, boolean cpu, boolean oneDnn, boolean accelerated)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null components are rejected with their name. */
  public Backend {
    Objects.requireNonNull(name, "name");
  }

  /** A warning for the user if networks run slowly on this backend; empty otherwise. */
  public Optional<String> warning() {
    return accelerated ? Optional.empty() : Optional.of(ComputeBackend.SLOW);
  }
}

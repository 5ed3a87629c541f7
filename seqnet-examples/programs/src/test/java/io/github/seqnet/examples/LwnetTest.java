// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.weights.Safetensors;
import io.github.seqnet.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LwnetTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "_64x96"})
  void matchesThePublishedProgram(String tag) throws IOException {
    Path weights = Shared.path("fixtures/pytorch/lwnet-wnet-drive.safetensors");
    Path io = Shared.path("fixtures/pytorch/lwnet-wnet-drive.io.h5");
    assertEquals(0, Lwnet.compare(weights, io, tag), 1e-4);
  }

  @Test
  void infersTheNetworkFromTheFile() throws IOException {
    Network network =
        Lwnet.network(
            Safetensors.read(Shared.path("fixtures/pytorch/lwnet-wnet-drive.safetensors")));
    // The published 68 482 parameters, statistics and biases that lwnet lacks beside them.
    long trained =
        network.parameters().values().stream()
            .filter(p -> !p.isStatistic() && !p.name().endsWith("shortcut.0.bias"))
            .mapToLong(p -> p.length())
            .sum();
    assertEquals(68_482, trained);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.graph.propagation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.testing.Shared;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InjectedErrorsTest {
  @Test
  void stableRepairsNineTenthsAndBreaksNextToNothing() {
    List<Path> drive = InjectedErrors.labelImages(Shared.path("data/DRIVE/training/av"));
    List<Path> les = InjectedErrors.labelImages(Shared.path("data/LES-AV/arteries-and-veins"));
    InjectedErrors errors = new InjectedErrors(0.02);
    LabelPropagation stable = LabelPropagation.stable(StableOptions.defaults());
    drive.forEach(image -> errors.add(image, stable, 1));
    les.forEach(image -> errors.add(image, stable, 1));
    assertTrue(errors.repairedPart() >= 0.9, errors::toString);
    assertTrue(errors.brokenPart() < 0.01, errors::toString);
  }
}

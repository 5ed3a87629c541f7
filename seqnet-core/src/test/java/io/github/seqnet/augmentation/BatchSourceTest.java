// SPDX-License-Identifier: MIT
package io.github.seqnet.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class BatchSourceTest {
  private static CropSampler sampler() {
    return new CropSampler(
        List.of(TrainingImage.of(TestImages.noise("n", 40, 40, 1))),
        CropOptions.reference().withSize(16),
        AugmentationOptions.reference(),
        1);
  }

  @Test
  void endsItsThreadsWhenClosed() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    BatchSource source = BatchSource.start(sampler(), 0, 2);
    source.next();
    Set<Thread> workers = new HashSet<>(Thread.getAllStackTraces().keySet());
    workers.removeAll(before);
    workers.removeIf(thread -> !thread.getName().equals("seqnet-crops"));
    assertEquals(2, workers.size());
    source.close();
    source.close();
    assertThrows(IllegalStateException.class, source::next);
    for (Thread worker : workers) {
      worker.join(60_000); // they end within one batch
      assertFalse(worker.isAlive(), "a thread goes on");
    }
  }

  @Test
  void interruptionCancels() {
    try (BatchSource source = BatchSource.start(sampler(), 0, 1)) {
      Thread.currentThread().interrupt();
      assertThrows(
          CancellationException.class,
          () -> {
            // A batch that is ready already is given all the same.
            for (int i = 0; i < 1000; i++) {
              source.next();
            }
          });
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void refusesImpossibleNumbers() {
    CropSampler sampler = sampler();
    assertEquals(
        "threads must be in 1..1024, got 0",
        assertThrows(IllegalArgumentException.class, () -> BatchSource.start(sampler, 0, 0))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> BatchSource.start(sampler, -1, 1));
  }
}

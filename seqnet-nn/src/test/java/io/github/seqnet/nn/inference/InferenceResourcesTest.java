// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InferenceResourcesTest {
  @Test
  void noMoreThreadsComputeThanAllowed() throws Exception {
    for (int threads = 1; threads <= 3; threads++) {
      AtomicInteger computing = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      CountDownLatch together = new CountDownLatch(threads);
      try (InferenceResources resources = new InferenceResources(threads, Long.MAX_VALUE)) {
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 4 * threads; i++) {
          results.add(
              resources.submit(
                  () -> {
                    most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                    together.countDown();
                    boolean all = together.await(1, TimeUnit.MINUTES);
                    Thread.sleep(1);
                    computing.decrementAndGet();
                    return all;
                  }));
        }
        for (Future<Boolean> result : results) {
          assertTrue(result.get(1, TimeUnit.MINUTES));
        }
      }
      assertEquals(threads, most.get());
    }
  }

  /** The first task would never end if the second had to wait for its end. */
  @Test
  void tasksTakeTurns() throws Exception {
    FairShare share = new FairShare(1, 2);
    AtomicBoolean secondRan = new AtomicBoolean();
    Thread second = new Thread(() -> share.run(turn -> secondRan.getAndSet(true)));
    boolean ended =
        share.run(
            turn -> {
              second.start();
              long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
              while (!secondRan.get() && System.nanoTime() < until) {
                turn.pass();
              }
              return secondRan.get();
            });
    second.join();
    assertTrue(ended);
  }

  @Test
  void onlyTheLastTaskBeginsBesideAsManyAsThereAreThreads() throws Exception {
    FairShare share = new FairShare(1, 2);
    AtomicBoolean nextBegan = new AtomicBoolean();
    Thread next =
        new Thread(
            () -> {
              try {
                share.begin(false, () -> nextBegan.getAndSet(true));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    boolean beganTogether =
        share.begin(
            false,
            () -> {
              next.start();
              while (next.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              return share.begin(true, nextBegan::get);
            });
    next.join();
    assertFalse(beganTogether);
    assertTrue(nextBegan.get());
  }

  /** The first task would never end if the second had to wait for its turn. */
  @Test
  void noTurnsAreNeededWhereAllProcessorsAreInUse() throws Exception {
    FairShare share = new FairShare(1, 1);
    CountDownLatch secondRan = new CountDownLatch(1);
    Thread second =
        new Thread(
            () ->
                share.run(
                    turn -> {
                      secondRan.countDown();
                      return turn;
                    }));
    boolean ended =
        share.run(
            turn -> {
              second.start();
              return secondRan.await(1, TimeUnit.MINUTES);
            });
    second.join();
    assertTrue(ended);
  }

  @Test
  void aTaskThatFailsEndsItsTurn() {
    FairShare share = new FairShare(1, 2);
    assertThrows(
        IllegalStateException.class,
        () ->
            share.run(
                turn -> {
                  throw new IllegalStateException("failed");
                }));
    assertEquals(1, share.<Integer, RuntimeException>run(turn -> 1));
  }

  @Test
  void needsAThread() {
    assertThrows(IllegalArgumentException.class, () -> new InferenceResources(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new InferenceResources(1, 0));
  }
}

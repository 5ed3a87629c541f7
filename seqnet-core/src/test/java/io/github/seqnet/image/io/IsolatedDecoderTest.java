// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IsolatedDecoderTest {
  private static ReadBudget budget(double seconds) {
    return new ReadBudget(ReaderLimits.defaults().withSeconds(seconds));
  }

  @Test
  void returnsTheResultOfAnotherThread() throws IOException {
    Thread caller = Thread.currentThread();
    Thread decoder = IsolatedDecoder.run(budget(30), Thread::currentThread);
    assertTrue(decoder != caller);
    assertTrue(decoder.isDaemon());
  }

  @Test
  void passesFailuresOn() {
    for (Throwable failure :
        new Throwable[] {
          new IOException("io"), new IllegalStateException("state"), new StackOverflowError("deep")
        }) {
      Throwable thrown =
          assertThrows(failure.getClass(), () -> IsolatedDecoder.run(budget(30), failing(failure)));
      assertSame(failure, thrown);
    }
    IOException wrapped =
        assertThrows(
            IOException.class,
            () -> IsolatedDecoder.run(budget(30), failing(new Exception("checked"))));
    assertTrue(wrapped.getMessage().startsWith("decoding failed"), wrapped.getMessage());
  }

  private static Callable<Object> failing(Throwable failure) {
    return () -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    };
  }

  /** A decoder that ignores interrupts: the caller goes on, and at most one such thread runs. */
  @Test
  void abandonsADecoderWhoseTimeIsOverAndStartsNoOtherBeside() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread[] stuck = new Thread[1];
    IOException stopped =
        assertThrows(
            IOException.class,
            () ->
                IsolatedDecoder.run(
                    budget(0.05),
                    () -> {
                      stuck[0] = Thread.currentThread();
                      return untilReleased(end);
                    }));
    assertTrue(stopped.getMessage().contains("was stopped after 0.05"), stopped.getMessage());
    try {
      boolean[] started = new boolean[1];
      IOException busy =
          assertThrows(
              IOException.class, () -> IsolatedDecoder.run(budget(30), () -> started[0] = true));
      assertTrue(busy.getMessage().contains("still busy"), busy.getMessage());
      assertTrue(!started[0]);
    } finally {
      end.countDown();
      stuck[0].join();
    }
    assertEquals("next", IsolatedDecoder.run(budget(30), () -> "next"));
  }

  /** Two at a time: each of them blocks what comes later. */
  @Test
  void remembersEveryAbandonedDecoder() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch bothRun = new CountDownLatch(2);
    Thread[] stuck = new Thread[2];
    Thread[] callers = new Thread[2];
    for (int k = 0; k < 2; k++) {
      int number = k;
      callers[k] =
          new Thread(
              () ->
                  assertThrows(
                      IOException.class,
                      () ->
                          IsolatedDecoder.run(
                              budget(60),
                              () -> {
                                stuck[number] = Thread.currentThread();
                                bothRun.countDown();
                                return untilReleased(number == 0 ? first : second);
                              })));
      callers[k].start();
    }
    bothRun.await();
    for (Thread caller : callers) {
      caller.interrupt();
      caller.join();
    }
    second.countDown();
    stuck[1].join();
    assertThrows(IOException.class, () -> IsolatedDecoder.run(budget(30), () -> "refused"));
    first.countDown();
    stuck[0].join();
    assertEquals("next", IsolatedDecoder.run(budget(30), () -> "next"));
  }

  private static Object untilReleased(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return "late";
      } catch (InterruptedException e) {
        // A native decoder does not notice either.
      }
    }
  }

  @Test
  void interruptionOfTheCallerEndsTheRead() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(1);
    Thread[] decoder = new Thread[1];
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          InterruptedIOException.class,
          () ->
              IsolatedDecoder.run(
                  budget(30),
                  () -> {
                    decoder[0] = Thread.currentThread();
                    started.countDown();
                    return untilReleased(end);
                  }));
      assertTrue(Thread.interrupted(), "the caller stays interrupted");
    } finally {
      Thread.interrupted();
      end.countDown();
    }
    started.await();
    decoder[0].join();
  }
}

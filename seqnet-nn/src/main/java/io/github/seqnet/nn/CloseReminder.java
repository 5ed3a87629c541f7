package io.github.seqnet.nn;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once in a process, of a network that was dropped and not closed. Thread-safe. */
final class CloseReminder {
  private static final Logger LOG = LoggerFactory.getLogger(CloseReminder.class);
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final AtomicBoolean closed;
  private final Cleaner.Cleanable cleanable;

  private CloseReminder(AtomicBoolean closed, Cleaner.Cleanable cleanable) {
    this.closed = closed;
    this.cleanable = cleanable;
  }

  /** Watches a network until it is closed or collected. */
  static CloseReminder watch(SeqNet network) {
    AtomicBoolean closed = new AtomicBoolean();
    // What is run must not refer to the network.
    return new CloseReminder(closed, CLEANER.register(network, () -> collected(closed)));
  }

  /** The network is closed: nothing to warn of. */
  void closed() {
    closed.set(true);
    cleanable.clean();
  }

  private static void collected(AtomicBoolean closed) {
    if (!closed.get() && WARNED.compareAndSet(false, true)) {
      LOG.warn(
          "a SeqNet was dropped without being closed, its threads stay, and memory outside of the"
              + " Java heap; use try-with-resources");
    }
  }
}

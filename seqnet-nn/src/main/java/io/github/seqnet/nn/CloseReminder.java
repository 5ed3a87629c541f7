// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once per process about a model that was dropped without being closed. Thread-safe. */
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

  /** Watches a model until it is closed or collected. */
  static CloseReminder watch(VesselModel model) {
    AtomicBoolean closed = new AtomicBoolean();
    // The action must not refer to the model.
    return new CloseReminder(closed, CLEANER.register(model, () -> collected(closed)));
  }

  /** Ends the watch: the model was closed. */
  void closed() {
    closed.set(true);
    cleanable.clean();
  }

  private static void collected(AtomicBoolean closed) {
    if (!closed.get() && WARNED.compareAndSet(false, true)) {
      LOG.warn(
          "a VesselModel was dropped without being closed: its threads and its native memory stay"
              + " in use; use try-with-resources");
    }
  }
}

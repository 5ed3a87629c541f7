// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The remaining budget of {@link ReaderLimits} while one file is read. Messages contain the reason
 * only.
 *
 * <p>The time that a file of its size may take is processor time of the thread that created the
 * budget, so that a photograph is not rejected on a busy machine. {@link ReaderLimits#seconds}
 * limits the wall-clock time.
 */
final class ReadBudget {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ReaderLimits limits;
  private final Thread thread = Thread.currentThread();
  private final long start = System.nanoTime();
  private final long processorStart = processorNanos(thread);
  private long bytes;
  private long pixels;

  ReadBudget(ReaderLimits limits) {
    this.limits = limits;
  }

  /** The largest file in bytes. */
  long mostBytes() {
    return limits.bytes();
  }

  /**
   * Declares the size of the file.
   *
   * @throws IOException if it is above the limit
   */
  void checkBytes(long size) throws IOException {
    if (size > limits.bytes()) {
      throw new IOException(
          "the file is too large: " + size + " bytes, the limit is " + limits.bytes());
    }
    bytes = Math.max(bytes, size);
  }

  /**
   * Declares the size of the image, before memory for it is allocated.
   *
   * @throws IOException if there are no pixels, or more than the limit
   */
  void checkPixels(long width, long height) throws IOException {
    if (width < 1 || height < 1) {
      throw new IOException("the image has no pixels (" + width + " x " + height + ")");
    }
    if (width > Integer.MAX_VALUE
        || height > Integer.MAX_VALUE
        || width * height > limits.pixels()) {
      String most =
          limits.pixels() % 1_000_000 == 0
              ? limits.pixels() / 1_000_000 + " million"
              : Long.toString(limits.pixels());
      throw new IOException(
          "the image is too large: "
              + width
              + " x "
              + height
              + " pixels, the limit is "
              + most
              + " pixels");
    }
    pixels = Math.max(pixels, width * height);
  }

  /** The number of pixels that the file declares, as far as they were checked. */
  long pixels() {
    return pixels;
  }

  /** Whether the time is over. */
  boolean isTimeOver() {
    return isTimeOver(thread, processorStart);
  }

  /** Whether the time is over for a thread that was started to decode this file. */
  boolean isTimeOverOf(Thread decoder) {
    return isTimeOver(decoder, 0);
  }

  private boolean isTimeOver(Thread decoder, long before) {
    long wall = System.nanoTime() - start;
    double limit = limits.secondsFor(bytes, pixels);
    if (wall * 1e-9 <= limit) {
      return false;
    }
    long processor = processorNanos(decoder);
    return wall * 1e-9 > limits.seconds() || processor < 0 || (processor - before) * 1e-9 > limit;
  }

  /** The processor time of a thread; negative if it is not measured. */
  private static long processorNanos(Thread decoder) {
    return THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(decoder.getId()) : -1;
  }

  /**
   * Called by decoders in regular intervals.
   *
   * @throws IOException if the time is over
   */
  void checkTime() throws IOException {
    if (isTimeOver()) {
      throw timeOver();
    }
  }

  /** The exception for a read that ran out of time. */
  IOException timeOver() {
    return new IOException(
        "decoding was stopped after %.3g s, the limit for this file"
            .formatted(limits.secondsFor(bytes, pixels)));
  }
}

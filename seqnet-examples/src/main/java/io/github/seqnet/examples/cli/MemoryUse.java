package io.github.seqnet.examples.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.bytedeco.javacpp.Pointer;

/**
 * The memory that the process uses.
 *
 * @param peakHeapBytes the most that the Java heap held since the last reset
 * @param offHeapBytes what ND4J's arrays hold now
 * @param processBytes the resident memory of the process now, all in all
 */
record MemoryUse(long peakHeapBytes, long offHeapBytes, long processBytes) {
  /** Begins to look for the peak anew. */
  static void resetPeak() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** The use now and the peak since the last reset. */
  static MemoryUse now() {
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    return new MemoryUse(heap, Pointer.totalBytes(), Pointer.physicalBytes());
  }

  @Override
  public String toString() {
    return "peak heap "
        + (peakHeapBytes >> 20)
        + " MiB, off-heap "
        + (offHeapBytes >> 20)
        + " MiB, process "
        + (processBytes >> 20)
        + " MiB";
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/**
 * The memory that the process uses.
 *
 * @param peakHeapBytes the peak of the Java heap since the last reset
 * @param peakProcessBytes the peak of the process since its start, off-heap memory included; the
 *     current value if the operating system does not report the peak
 */
public record MemoryUse(long peakHeapBytes, long peakProcessBytes) {
  private static final Path LINUX_STATUS = Path.of("/proc/self/status");

  /** Resets the peak of the heap. */
  public static void resetPeak() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** The peaks until now. */
  public static MemoryUse now() {
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    return new MemoryUse(heap, processPeak());
  }

  private static long processPeak() {
    try (Stream<String> lines = Files.lines(LINUX_STATUS)) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          << 10;
    } catch (IOException | RuntimeException e) {
      return Pointer.physicalBytes();
    }
  }

  @Override
  public String toString() {
    return "peak memory: heap "
        + (peakHeapBytes >> 20)
        + " MiB, process "
        + (peakProcessBytes >> 20)
        + " MiB";
  }
}

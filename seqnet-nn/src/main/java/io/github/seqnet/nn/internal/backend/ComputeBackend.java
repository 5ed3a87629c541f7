// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Properties of the ND4J backend that the application chose, queried at run time. Querying them
 * starts ND4J.
 */
public final class ComputeBackend {
  /** The warning about a backend that is not accelerated. */
  public static final String SLOW =
      "this ND4J backend has no oneDNN, its convolutions are about ten times slower;"
          + " use the build of nd4j-native with the classifier <platform>-onednn";

  private ComputeBackend() {}

  /**
   * Starts ND4J unless it runs. Whatever uses ND4J comes here first.
   *
   * @throws io.github.seqnet.SeqnetException if it cannot be started
   */
  public static void start() {
    BackendStart.require();
  }

  /** Whether computation is on the CPU. */
  public static boolean isCpu() {
    start();
    return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
  }

  /** Whether the CPU backend has the oneDNN convolutions, about ten times faster than its own. */
  public static boolean hasOneDnn() {
    return isCpu() && buildInformation().contains("HAVE_ONEDNN");
  }

  /** Whether convolutions are those of a library for the processor, or on a GPU. */
  public static boolean isAccelerated() {
    return !isCpu() || hasLibrary(buildInformation());
  }

  /** Whether the CPU backend was built with a library of convolutions. */
  static boolean hasLibrary(String buildInformation) {
    return buildInformation.contains("HAVE_ONEDNN") || buildInformation.contains("HAVE_ARMCOMPUTE");
  }

  /** The floats that the processor works on at once: 16 with AVX-512, else 8. */
  public static int vectorLength() {
    // Of x86: 1 is SSE, 2 is AVX2, 3 is AVX-512.
    return isCpu() && nativeOps().optimalLevel() >= 3 ? 16 : 8;
  }

  /** The native library's description of its own build. */
  public static String buildInformation() {
    String information = nativeOps().buildInfo();
    return information == null ? "" : information;
  }

  /** The backend's class name. */
  public static String name() {
    start();
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  /**
   * Lets native operations of the calling thread use that thread alone. The library runs one Java
   * thread per core instead: OpenMP's barriers spin, and make two threads several times slower than
   * one when anything else runs on the machine. Does nothing on other backends.
   */
  public static void useOneNativeThread() {
    if (isCpu()) {
      nativeOps().setOmpNumThreads(1);
    }
  }

  /**
   * The default number of Java threads that run operations concurrently: one per core, or one on a
   * GPU.
   */
  public static int defaultThreads() {
    return isCpu() ? Runtime.getRuntime().availableProcessors() : 1;
  }

  /** The memory of the machine or of the container that the process is in, in bytes. */
  public static long machineMemory() {
    try {
      if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
        return system.getTotalMemorySize();
      }
    } catch (NoClassDefFoundError e) {
      // A Java runtime without the module jdk.management.
    }
    return Runtime.getRuntime().maxMemory() * 4;
  }

  private static NativeOps nativeOps() {
    start();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }
}

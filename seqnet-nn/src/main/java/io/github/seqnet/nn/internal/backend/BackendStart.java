// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import io.github.seqnet.SeqnetException;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts ND4J, once per process. Its classes cannot be initialized twice, so a failure is final,
 * and every later call throws it again. Thread-safe.
 */
final class BackendStart {
  private static final Logger LOG = LoggerFactory.getLogger(BackendStart.class);

  /** JavaCPP reads one or the other, once. */
  private static final String LIMIT = "org.bytedeco.javacpp.maxphysicalbytes";

  private static final String OTHER_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  /**
   * The JDK packages that JavaCPP needs. Without the last one it fails only when memory is read.
   */
  private static final List<String> MODULES = List.of("java.logging", "jdk.unsupported");

  private static volatile boolean works;
  private static @Nullable String failure;

  private BackendStart() {}

  /**
   * Starts ND4J unless it runs.
   *
   * @throws SeqnetException if it cannot be started, or could not be before; the message has the
   *     reason and the remedy
   */
  static void require() {
    if (!works) {
      startOnce();
    }
  }

  private static synchronized void startOnce() {
    if (works) {
      return;
    }
    if (failure != null) {
      throw new SeqnetException(failure);
    }
    Throwable thrown = start();
    if (thrown != null) {
      failure = StartFailure.text(thrown);
      throw new SeqnetException(failure, thrown);
    }
    works = true;
    if (!ComputeBackend.isAccelerated()) {
      LOG.warn(ComputeBackend.SLOW);
    }
  }

  /** Starts ND4J. Returns the failure, or null. */
  private static Throwable start() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    // Initialized here it takes that one.
    ClassLoader chosen = ND4JClassLoading.getNd4jClassloader();
    return failureOf(
        () -> {
          requireModules();
          NativeLibraryCache.prepare();
          liftMemoryLimit();
          chooseClassLoader(chosen, chosen != context);
          Nd4j.getExecutioner();
          NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
          probeNativeMemory();
        });
  }

  /** Access to native memory, which a Java runtime may deny, begins with the first array. */
  private static void probeNativeMemory() {
    try {
      Nd4j.createFromArray(1f).close();
    } catch (OutOfMemoryError e) {
      LOG.debug("no native memory at the start; the first computation reports it", e);
    }
  }

  /**
   * Runs a task on a separate thread and waits for it, even if interrupted. An interruption, which
   * is preserved, would abort the unpacking of native libraries and make ND4J unusable for the rest
   * of the process.
   *
   * @return what it threw, or null
   */
  static Throwable failureOf(Runnable work) {
    Throwable[] thrown = {null};
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                thrown[0] = e;
              }
            },
            "seqnet-start",
            0,
            // Threads that ND4J starts and never ends keep no values of the caller's either.
            false);
    thread.setDaemon(true);
    // Threads that ND4J starts and never ends keep no class loader of a request.
    thread.setContextClassLoader(BackendStart.class.getClassLoader());
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return thrown[0];
  }

  private static void requireModules() {
    for (String module : MODULES) {
      if (ModuleLayer.boot().findModule(module).isEmpty()) {
        throw new SeqnetException(
            "ND4J needs a module of the JDK; run Java with --add-modules " + module);
      }
    }
  }

  /**
   * Lifts JavaCPP's limit, which refuses memory once the whole process holds more than four times
   * the Java heap. Networks have their own limit. A value that the application has set is kept, and
   * so is the limit if JavaCPP was used before.
   */
  private static void liftMemoryLimit() {
    if (System.getProperty(LIMIT) == null && System.getProperty(OTHER_LIMIT) == null) {
      System.setProperty(LIMIT, "0");
      try {
        Pointer.maxPhysicalBytes();
      } finally {
        System.clearProperty(LIMIT);
      }
    }
  }

  /**
   * ND4J looks for its backend with the context class loader of the thread that comes first, unless
   * the application has named a class loader. It gets ours instead of a context class loader, and
   * wherever it sees no backend with its own.
   */
  private static void chooseClassLoader(ClassLoader chosen, boolean named) {
    ClassLoader ours = BackendStart.class.getClassLoader();
    if (!seesBackend(chosen) || (!named && seesBackend(ours))) {
      ND4JClassLoading.setNd4jClassloader(ours);
    }
  }

  private static boolean seesBackend(ClassLoader loader) {
    try {
      return ServiceLoader.load(Nd4jBackend.class, loader).stream().findAny().isPresent();
    } catch (ServiceConfigurationError e) {
      // A backend of another ND4J than ours.
      return false;
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.internal.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.Backend;
import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.samediff.SameDiffExport;
import io.github.seqnet.nn.training.Trainer;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.common.config.ND4JClassLoading;

/** Starting ND4J, which a process can do once: most tests start their own process. */
@Tag("process")
class BackendStartIT {
  private static final String DONE = "done";

  @TempDir Path folder;

  /** Predicts on a thread whose context class loader knows the JDK alone. */
  static final class ForeignContext {
    private ForeignContext() {}

    public static void main(String[] arguments) {
      Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
      predict();
      report(ND4JClassLoading.getNd4jClassloader() == SeqNet.class.getClassLoader());
    }
  }

  @Test
  void findsTheBackendWhateverTheContextClassLoader() throws Exception {
    assertEquals("true", run(ForeignContext.class, List.of(), part -> true));
  }

  /** Names a class loader to ND4J before the first use. */
  static final class NamedLoader {
    private NamedLoader() {}

    public static void main(String[] arguments) throws IOException {
      try (URLClassLoader loader =
          new URLClassLoader(new URL[0], NamedLoader.class.getClassLoader())) {
        ND4JClassLoading.setNd4jClassloader(loader);
        predict();
        report(ND4JClassLoading.getNd4jClassloader() == loader);
      }
    }
  }

  @Test
  void classLoaderThatTheApplicationNamedStays() throws Exception {
    assertEquals("true", run(NamedLoader.class, List.of(), part -> true));
  }

  /** Predicts beside memory of the application's own. */
  static final class MuchMemory {
    private MuchMemory() {}

    public static void main(String[] arguments) {
      List<ByteBuffer> own = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        for (int at = 0; at < buffer.capacity(); at += 1024) {
          buffer.put(at, (byte) 1);
        }
        own.add(buffer);
      }
      report(failure(BackendStartIT::predict) + ", " + own.size());
      report(System.getProperty("org.bytedeco.javacpp.maxphysicalbytes"));
    }
  }

  /** JavaCPP would refuse memory above 4 * 96 MB. */
  @Test
  void memoryOfTheApplicationDoesNotCount() throws Exception {
    List<String> options = List.of("-Xmx128m", "-XX:MaxDirectMemorySize=1g");
    assertEquals("done, 400\nnull", run(MuchMemory.class, options, part -> true));
  }

  @Test
  void limitOfTheApplicationStaysAndIsNamed() throws Exception {
    for (String spelling : List.of("maxphysicalbytes", "maxPhysicalBytes")) {
      List<String> options =
          List.of("-XX:MaxDirectMemorySize=1g", "-Dorg.bytedeco.javacpp." + spelling + "=300m");
      String output = run(MuchMemory.class, options, part -> true);
      assertTrue(output.contains("raise -Dorg.bytedeco.javacpp.maxphysicalbytes"), output);
    }
  }

  /** Tries all that needs ND4J, twice. */
  static final class EveryEntrance {
    private EveryEntrance() {}

    public static void main(String[] arguments) {
      SeqNetConfig config = SeqNetConfig.seqNet(2, 1);
      NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 1);
      VesselModelOptions own = new VesselModelOptions(WindowStrategy.fast(), 1, 1 << 30);
      List<Runnable> entrances =
          List.of(
              SeqNet::pretrained,
              VesselModel::backend,
              VesselModelOptions::defaults,
              InferenceEngine::defaultThreads,
              () -> VesselModel.of(EmbeddedModel.DEFAULT.load(), own),
              () -> new InferenceEngine(SeqNetArchitecture.network(config), weights, 1),
              () -> SameDiffExport.export(SeqNetArchitecture.network(config), weights),
              () ->
                  new Trainer(
                      config, TrainingOptions.balanced(config, 1), batch -> null, List.of()));
      // Which one comes first matters.
      Runnable first = entrances.get(Integer.parseInt(arguments[0]));
      List<String> failures = new ArrayList<>(List.of(failure(first)));
      entrances.forEach(entrance -> failures.add(failure(entrance)));
      report(failures.stream().distinct().collect(Collectors.joining("\n")));
    }
  }

  @Test
  void missingBackendIsToldByEveryEntrance() throws Exception {
    for (int first = 0; first < 8; first++) {
      String output =
          run(
              EveryEntrance.class,
              List.of(),
              part -> !part.contains("nd4j-native" + File.separator),
              String.valueOf(first));
      assertEquals(
          "ND4J cannot be started in this process: no ND4J backend was found: add one to the class"
              + " path, such as org.nd4j:nd4j-native with its native library (see docs/install.md)",
          output);
    }
  }

  @Test
  void missingNativeLibraryIsTold() throws Exception {
    String output = run(EveryEntrance.class, List.of(), part -> !part.contains("onednn"), "0");
    assertEquals(1, output.lines().count(), output);
    assertTrue(output.contains("Could not find jnind4jcpu"), output);
    assertTrue(output.contains("add the native libraries of this platform"), output);
  }

  @Test
  void folderThatCannotBeWrittenIsTold() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    List<String> options =
        List.of(
            "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
            "-Duser.home=" + file.resolve("home"),
            "-Djava.io.tmpdir=" + file.resolve("temporary"));
    String output = run(EveryEntrance.class, options, part -> true, "0");
    assertEquals(1, output.lines().count(), output);
    assertTrue(output.contains("-Dorg.bytedeco.javacpp.cachedir=..."), output);
  }

  @Test
  void missingModuleOfTheJdkIsTold() throws Exception {
    for (String missing : List.of("java.logging", "jdk.unsupported")) {
      String others =
          Stream.of("java.desktop", "java.logging", "jdk.unsupported")
              .filter(module -> !module.equals(missing))
              .collect(Collectors.joining(","));
      List<String> options = List.of("--limit-modules", others);
      String output = run(EveryEntrance.class, options, part -> true, "0");
      assertEquals(
          "ND4J cannot be started in this process: ND4J needs a module of the JDK; run Java with"
              + " --add-modules "
              + missing,
          output);
    }
  }

  /** Predicts and tells what the memory of the machine is taken to be. */
  static final class ReducedRuntime {
    private ReducedRuntime() {}

    public static void main(String[] arguments) {
      predict();
      report(ComputeBackend.machineMemory() == 4 * Runtime.getRuntime().maxMemory());
    }
  }

  @Test
  void runsWithoutTheModuleOfManagement() throws Exception {
    List<String> options = List.of("--limit-modules", "java.desktop,java.logging,jdk.unsupported");
    assertEquals("true", run(ReducedRuntime.class, options, part -> true));
  }

  @Test
  void interruptionDoesNotReachTheWork() {
    Thread.currentThread().interrupt();
    boolean[] seen = {true};
    assertNull(BackendStart.failureOf(() -> seen[0] = Thread.currentThread().isInterrupted()));
    assertFalse(seen[0]);
    assertTrue(Thread.interrupted());
    SeqnetException thrown = new SeqnetException("thrown");
    assertSame(
        thrown,
        BackendStart.failureOf(
            () -> {
              throw thrown;
            }));
  }

  @Test
  void saysWhatItRunsOn() {
    Backend backend = VesselModel.backend();
    assertNotNull(backend.name());
    assertEquals(ComputeBackend.isCpu(), backend.cpu());
    assertEquals(!backend.cpu() || ComputeBackend.hasOneDnn(), backend.accelerated());
    assertTrue(ComputeBackend.hasLibrary("GCC: 7.5\nHAVE_ONEDNN\nHAVE_OPENBLAS"));
    assertTrue(ComputeBackend.hasLibrary("GCC: 7.5\nHAVE_ARMCOMPUTE"));
    assertFalse(ComputeBackend.hasLibrary("GCC: 7.5\nHAVE_OPENBLAS"));
  }

  private static void predict() {
    try (VesselModel network = SeqNet.pretrained()) {
      network.predict(RgbImage.wrap(8, 8, new float[3 * 8 * 8]));
    }
  }

  /** The message, with the type if it is not what is promised. */
  private static String failure(Runnable work) {
    try {
      work.run();
      return DONE;
    } catch (SeqnetException e) {
      return e.getMessage();
    } catch (RuntimeException | Error e) {
      return e.toString();
    }
  }

  private static void report(Object result) {
    System.out.println(result);
  }

  /** The standard output of a program with the parts of the class path that are wanted. */
  private String run(
      Class<?> program, List<String> options, Predicate<String> wanted, String... arguments)
      throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(wanted)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.nd4j.log.initialization=false");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("errors.txt").toFile())
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    assertEquals(0, exit, () -> "see " + folder.resolve("errors.txt"));
    return Files.readString(output).strip();
  }
}

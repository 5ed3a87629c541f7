// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that trains is killed without warning, wherever it happens to be. */
@Tag("process")
class KilledTrainingIT {
  private static final SeqNetConfig CONFIG = SeqNetConfig.iterNet(2, 1);
  private static final int STEPS = 40;

  @TempDir Path folder;

  static Trainer trainer() {
    TrainingOptions options =
        TrainingOptions.balanced(CONFIG, STEPS).withCheckpointInterval(1).withMicroBatches(2);
    return new Trainer(CONFIG, options, LineCrops::feed, List.of("generated"));
  }

  /** The process: trains with a checkpoint after every step. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      trainer().train(Path.of(arguments[0]));
    }
  }

  @Test
  void killedProcessIsResumedToTheSameBits() throws IOException, InterruptedException {
    Path killed = folder.resolve("killed");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                killed.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    Path log = killed.resolve(Trainer.STEPS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (process.isAlive() && System.nanoTime() < end && lines(log) < 6) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    // SIGKILL on Unix: no shutdown hook, no finally runs.
    process.destroyForcibly().waitFor();
    long reached = Checkpoint.read(killed.resolve(Trainer.CHECKPOINT)).step();
    assertTrue(
        reached > 0 && reached < STEPS,
        () -> "killed at step " + reached + ": " + folder.resolve("output.txt"));

    TrainingReport resumed = trainer().resume(killed);
    NetworkWeights whole = trainer().train(folder.resolve("whole")).last().weights();
    assertEquals(STEPS, resumed.steps());
    assertEquals(whole, resumed.last().weights());
    assertEquals(STEPS + 1, lines(log));
  }

  private static long lines(Path log) throws IOException {
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }
}

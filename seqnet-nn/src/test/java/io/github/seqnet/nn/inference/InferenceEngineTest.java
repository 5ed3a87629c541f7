// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class InferenceEngineTest {
  private static final List<String> OUTPUTS =
      SeqNetArchitecture.finalOutputs(SeqNetConfig.iterNet(2, 1));
  private static final Network NETWORK = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 1));

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    for (int width : new int[] {1, 4}) {
      Network other = SeqNetArchitecture.network(SeqNetConfig.iterNet(width, 1));
      NetworkWeights weights = NetworkWeights.initial(other, 1);
      Throwable e =
          assertThrows(
              IllegalArgumentException.class, () -> new InferenceEngine(NETWORK, weights, 1));
      assertTrue(e.getMessage().startsWith("weights of "), e.toString());
    }
  }

  @Test
  void networkWithoutIterationsGivesTheFirstOutputOfOneWithIterations() {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 3);
    Network base = SeqNetArchitecture.network(SeqNetConfig.iterNet(2, 0));
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String name : base.parameters().keySet()) {
      values.put(name, weights.values(name.replace("out_final", "out_0")));
    }
    float[] image = new float[32 * 48 * 3];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 251 / 251f;
    }
    try (InferenceEngine refined = new InferenceEngine(NETWORK, weights, 1);
        InferenceEngine engine = new InferenceEngine(base, NetworkWeights.of(base, values), 1)) {
      Map<String, float[]> outputs = engine.run(image, 1, 32, 48, OUTPUTS);
      assertEquals(OUTPUTS, List.copyOf(outputs.keySet()));
      float[] expected = refined.run(image, 1, 32, 48, List.of("out11")).get("out11");
      assertArrayEquals(expected, outputs.get(OUTPUTS.get(0)), 1e-6f);
    }
  }

  @Test
  void outputsAtReducedSizeHaveTheirOwnLength() {
    NetworkBuilder builder = new NetworkBuilder("pooled", 3);
    Tensor tensor = builder.input();
    for (int i = 0; i < 2; i++) {
      tensor = builder.maxPooling(tensor);
    }
    builder.output("coarse", builder.sigmoid(builder.convolution("p", tensor, 3, 2)));
    Network network = builder.build();
    try (InferenceEngine engine =
        new InferenceEngine(network, NetworkWeights.initial(network, 1), 1)) {
      float[] coarse =
          engine.run(new float[2 * 32 * 64 * 3], 2, 32, 64, List.of("coarse")).get("coarse");
      float[] expected = new float[2 * 8 * 16 * 2];
      // Of a black image, without biases.
      Arrays.fill(expected, 0.5f);
      assertArrayEquals(expected, coarse);
    }
  }

  /** Each thread has run three shapes before, whose plans together leave no room for a larger. */
  @Test
  void plansThatWaitMakeRoom() throws Exception {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 1);
    long one;
    long formed;
    try (InferenceEngine free = new InferenceEngine(NETWORK, weights, 1)) {
      runLarge(free);
      formed = free.memoryUsed();
      one =
          ForwardPlan.layout(NETWORK, new DeviceWeights(weights), 1, 128, 128, OUTPUTS)
              .bufferBytes();
    }
    try (InferenceEngine engine = new InferenceEngine(NETWORK, weights, 2, formed + one)) {
      for (int[] shape : new int[][] {{96, 112}, {112, 96}, {96, 96}}) {
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          running.add(engine.submit(1, shape[0], shape[1], OUTPUTS, input -> awaitAll(together)));
        }
        for (Future<?> batch : running) {
          batch.get();
        }
      }
      for (int i = 0; i < 50; i++) {
        runLarge(engine);
      }
    }
  }

  /** The limit has room for the buffers of one batch, and four threads start at once. */
  @Test
  void batchesWaitForMemory() throws Exception {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 1);
    long limit;
    try (InferenceEngine free = new InferenceEngine(NETWORK, weights, 1)) {
      runLarge(free);
      limit = free.memoryUsed();
    }
    try (InferenceEngine engine = new InferenceEngine(NETWORK, weights, 4, limit)) {
      for (int round = 0; round < 5; round++) {
        List<Future<?>> running = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(4);
        for (int i = 0; i < 4; i++) {
          // Two shapes, so that plans of one shape are closed for the other.
          running.add(engine.submit(1, 128, i < 2 ? 128 : 112, OUTPUTS, x -> awaitAll(together)));
        }
        for (Future<?> batch : running) {
          batch.get(1, TimeUnit.MINUTES);
          assertTrue(engine.memoryUsed() <= limit);
        }
      }
    }
    try (InferenceEngine engine = new InferenceEngine(NETWORK, weights, 4, limit - 1)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(engine.submit(1, 128, 128, OUTPUTS, x -> Arrays.fill(x, 0)));
      }
      for (Future<?> batch : running) {
        ExecutionException failed =
            assertThrows(ExecutionException.class, () -> batch.get(1, TimeUnit.MINUTES));
        assertTrue(failed.getCause().getMessage().contains("memory limit"), failed.toString());
      }
    }
  }

  private static void awaitAll(CyclicBarrier barrier) {
    try {
      barrier.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void runLarge(InferenceEngine engine) {
    engine.run(new float[128 * 128 * 3], 1, 128, 128, OUTPUTS);
  }

  @Test
  void memoryIsCountedAndDoesNotGrowWithTheWidthsSeen() {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 1);
    long limit;
    try (InferenceEngine free = new InferenceEngine(NETWORK, weights, 1)) {
      runWidth(free, 512);
      limit = free.memoryUsed();
    }
    InferenceEngine engine = new InferenceEngine(NETWORK, weights, 1, limit);
    try {
      for (int round = 0; round < 2; round++) {
        for (int width = 16; width <= 512; width += 16) {
          runWidth(engine, width);
          assertTrue(engine.memoryUsed() <= limit);
        }
      }
    } finally {
      engine.close();
    }
    assertEquals(0, engine.memoryUsed(), "all is given back");
  }

  /** Two networks take turns in one block of memory, which is as large as the larger plan. */
  @Test
  void networksShareBuffers() {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 1);
    long large;
    long small;
    try (InferenceEngine alone = new InferenceEngine(NETWORK, weights, 1)) {
      runWidth(alone, 16);
      small = alone.memoryUsed();
      runWidth(alone, 512);
      large = alone.memoryUsed();
    }
    try (InferenceResources shared = new InferenceResources(1, Long.MAX_VALUE)) {
      InferenceEngine first = new InferenceEngine(NETWORK, weights, shared);
      InferenceEngine second = new InferenceEngine(NETWORK, weights, shared);
      runWidth(first, 512);
      runWidth(second, 16);
      assertTrue(
          shared.memoryUsed() <= large + small - bufferBytes(16),
          () -> shared.memoryUsed() + " bytes in use, " + large + " for one network");
    }
  }

  private static long bufferBytes(int width) {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 1);
    try (DeviceWeights device = new DeviceWeights(weights)) {
      return ForwardPlan.layout(NETWORK, device, 1, 16, width, OUTPUTS).bufferBytes();
    }
  }

  /** The limit has room for one network at a time, with its weights. */
  @Test
  void networksTakeTurnsInOneLimitOfMemory() {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 1);
    long limit;
    float[] expected;
    float[] input = new float[128 * 128 * 3];
    Arrays.fill(input, 0.4f);
    try (InferenceEngine alone = new InferenceEngine(NETWORK, weights, 1)) {
      expected = alone.run(input, 1, 128, 128, OUTPUTS).get(OUTPUTS.get(0));
      limit = alone.memoryUsed();
    }
    try (InferenceResources shared = new InferenceResources(2, limit)) {
      InferenceEngine first = new InferenceEngine(NETWORK, weights, shared);
      InferenceEngine second = new InferenceEngine(NETWORK, weights, shared);
      for (int round = 0; round < 4; round++) {
        for (InferenceEngine engine : List.of(first, second)) {
          assertArrayEquals(expected, engine.run(input, 1, 128, 128, OUTPUTS).get(OUTPUTS.get(0)));
          assertTrue(shared.memoryUsed() <= limit);
        }
      }
    }
  }

  @Test
  void enginesOfSharedResourcesStayOpenUntilTheseAreClosed() {
    NetworkWeights weights = NetworkWeights.initial(NETWORK, 1);
    InferenceResources shared = new InferenceResources(1, Long.MAX_VALUE);
    InferenceEngine engine = new InferenceEngine(NETWORK, weights, shared);
    engine.close();
    runWidth(engine, 16);
    shared.close();
    assertEquals(0, shared.memoryUsed());
    assertThrows(IllegalStateException.class, () -> runWidth(engine, 16));
  }

  private static void runWidth(InferenceEngine engine, int width) {
    engine.run(new float[16 * width * 3], 1, 16, width, OUTPUTS);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.SeqnetException;
import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.architecture.FoldedNetwork;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.internal.backend.MemoryBudget;
import io.github.seqnet.nn.internal.plan.DeviceWeights;
import io.github.seqnet.nn.internal.plan.FoldedWeights;
import io.github.seqnet.nn.internal.plan.ForwardPlan;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Illumination;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.preprocess.Resampler;
import io.github.seqnet.progress.ProgressListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class VesselModelTest {
  private static final WindowStrategy SMALL = new WindowStrategy(96, 48, 32, 8);

  @Test
  void optionsNeedAStrategy() {
    VesselModelOptions options = VesselModelOptions.defaults();
    assertEquals(
        "strategy",
        assertThrows(NullPointerException.class, () -> options.withStrategy(null)).getMessage());
  }

  @Test
  void predictsTheSameOnAnyNumberOfThreads() {
    RgbImage image = image(70, 50, 1);
    try (VesselModel one = network(SeqNetConfig.seqNet(2, 1), 1);
        VesselModel three = network(SeqNetConfig.seqNet(2, 1), 3)) {
      assertSame(one.predict(image), three.predict(image));
    }
  }

  @Test
  void givesTheForwardPassWhereOneWindowCoversTheImage() {
    RgbImage image = image(32, 32, 2);
    SeqNetConfig config = SeqNetConfig.seqNet(2, 2);
    try (VesselModel network = network(config, 1)) {
      VesselMaps maps =
          network.predict(image, new WindowStrategy(32, 32, 32, 0), ProgressListener.NONE);
      float[] direct =
          network
              .forward(image.toArray(), 1, 32, 32, List.of(SeqNetArchitecture.VEIN))
              .get(SeqNetArchitecture.VEIN);
      assertArrayEquals(direct, maps.vein().toArray());
      assertArrayEquals(
          maps.vessel().toArray(),
          network
              .segment(image, new WindowStrategy(32, 32, 32, 0), ProgressListener.NONE)
              .toArray());
    }
  }

  @Test
  void preparesPhotographsAsTheNetworkWantsThem() {
    RgbImage image = image(70, 50, 4);
    SeqNetConfig config = SeqNetConfig.seqNet(2, 1);
    try (VesselModel plain = network(config, 1);
        VesselModel even =
            network(config.withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION), 1)) {
      RgbImage prepared = even.prepare(image, SMALL);
      assertArrayEquals(
          Illumination.even(Resampler.resize(image, 96, 96)).toArray(), prepared.toArray());
      assertSame(plain.predict(prepared), even.predict(image));
      assertArrayEquals(
          even.predict(image).vessel().toArray(),
          even.segment(image, SMALL, ProgressListener.NONE).toArray());
    }
  }

  /** The mean over the orientations of the image, each predicted by itself and turned back. */
  @Test
  void averagesTheViewsOfEachWindow() {
    int side = 32;
    RgbImage image = image(side, side, 5);
    WindowStrategy one = new WindowStrategy(side, side, side, 0);
    try (VesselModel network = network(SeqNetConfig.seqNet(2, 1), 2)) {
      double[] expected = new double[side * side];
      for (int view = 0; view < 8; view++) {
        float[] turned = new float[3 * side * side];
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            int from = seenAt(x, y, side, view);
            for (int c = 0; c < 3; c++) {
              turned[3 * (y * side + x) + c] = image.sample(from % side, from / side, c);
            }
          }
        }
        RgbImage other = RgbImage.wrap(side, side, turned);
        float[] artery = network.predict(other, one, ProgressListener.NONE).artery().toArray();
        for (int i = 0; i < artery.length; i++) {
          expected[seenAt(i % side, i / side, side, view)] += artery[i] / 8;
        }
        if (view == 1 || view == 7) {
          WindowStrategy several = one.withAugmentations(view + 1);
          float[] mean = network.predict(image, several, ProgressListener.NONE).artery().toArray();
          for (int i = 0; i < mean.length; i++) {
            assertEquals(expected[i] * 8 / (view + 1), mean[i], 1e-5);
          }
        }
      }
    }
    assertThrows(IllegalArgumentException.class, () -> one.withAugmentations(0));
    assertThrows(IllegalArgumentException.class, () -> one.withAugmentations(9));
  }

  /** Which pixel lies at (x, y): 1 mirrors left to right, 2 top to bottom, 4 swaps the axes. */
  private static int seenAt(int x, int y, int side, int view) {
    int column = (view & 4) == 0 ? x : y;
    int row = (view & 4) == 0 ? y : x;
    column = (view & 1) == 0 ? column : side - 1 - column;
    row = (view & 2) == 0 ? row : side - 1 - row;
    return row * side + column;
  }

  @Test
  void servesManyCallersAtOnce() throws Exception {
    int callers = 16;
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try (VesselModel network = network(SeqNetConfig.seqNet(2, 1), 2)) {
      List<RgbImage> images = new ArrayList<>();
      List<VesselMaps> expected = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        images.add(image(40 + i, 60 - i, i));
        expected.add(network.predict(images.get(i)));
      }
      List<Future<VesselMaps>> results = new ArrayList<>();
      for (RgbImage image : images) {
        results.add(pool.submit(() -> network.predict(image)));
      }
      for (int i = 0; i < callers; i++) {
        assertSame(expected.get(i), results.get(i).get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void doesNotGrowOutsideOfTheHeap() {
    RgbImage image = image(64, 64, 3);
    try (VesselModel network = network(SeqNetConfig.seqNet(2, 1), 2)) {
      for (int i = 0; i < 20; i++) {
        network.predict(image);
      }
      // All memory of the process: JavaCPP does not count what ND4J takes.
      long before = Pointer.physicalBytes();
      for (int i = 0; i < 500; i++) {
        network.predict(image);
      }
      long grown = Pointer.physicalBytes() - before;
      assertTrue(grown < 500 * (128L << 10), "grew by " + grown);
    }
  }

  @Test
  void keepsToItsMemoryLimit() {
    SeqNetConfig config = SeqNetConfig.seqNet(2, 1);
    RgbImage image = image(64, 64, 3);
    WindowStrategy large = new WindowStrategy(128, 128, 128, 0);
    WindowStrategy small = new WindowStrategy(64, 32, 32, 0);
    VesselMaps expected;
    try (VesselModel free = network(config, 1)) {
      expected = free.predict(image, small, ProgressListener.NONE);
    }
    List<String> outputs = SeqNetArchitecture.finalOutputs(config);
    Network architecture = SeqNetArchitecture.network(config);
    NetworkWeights initial = NetworkWeights.initial(architecture, 1);
    MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
    long buffers;
    long formed;
    try (DeviceWeights device =
            new DeviceWeights(new FoldedWeights(FoldedNetwork.of(architecture), initial), budget);
        ForwardPlan plan = ForwardPlan.layout(architecture, device, 4, 32, 32, outputs).plan()) {
      buffers = plan.bufferBytes();
      formed = budget.used();
    }
    long weights = 4L * architecture.parameterCount();
    VesselModelOptions options = VesselModelOptions.defaults().withThreads(1);
    try (VesselModel network =
        VesselModel.of(model(config), options.withMemoryLimit(formed + buffers))) {
      for (int i = 0; i < 2; i++) {
        SeqnetException refused =
            assertThrows(
                SeqnetException.class, () -> network.predict(image, large, ProgressListener.NONE));
        assertTrue(refused.getMessage().contains("128 x 128 pixels"), refused.getMessage());
        assertTrue(refused.getMessage().contains("memory limit"), refused.getMessage());
        assertSame(expected, network.predict(image, small, ProgressListener.NONE));
      }
    }
    VesselModelOptions tiny = options.withMemoryLimit(weights - 1);
    assertThrows(SeqnetException.class, () -> VesselModel.of(model(config), tiny));
  }

  @Test
  void stopsWhenCancelled() {
    ProgressListener cancelling =
        new ProgressListener() {
          private long done;

          @Override
          public void progress(String stage, long newlyDone, long total) {
            done = newlyDone;
          }

          @Override
          public boolean cancelled() {
            return done > 0;
          }
        };
    try (VesselModel network = network(SeqNetConfig.seqNet(2, 1), 1)) {
      WindowStrategy many = new WindowStrategy(160, 32, 4, 0);
      RgbImage image = image(32, 32, 1);
      assertThrows(CancellationException.class, () -> network.predict(image, many, cancelling));
      network.predict(image);
    }
  }

  @Test
  void predictsVesselsOnlyWithAnIterNet() {
    try (VesselModel network = network(SeqNetConfig.iterNet(2, 1), 1)) {
      RgbImage image = image(32, 32, 1);
      assertEquals(96, network.segment(image, SMALL, ProgressListener.NONE).width());
      VesselMaps maps = network.predict(image);
      assertArrayEquals(
          network.segment(image, SMALL, ProgressListener.NONE).toArray(), maps.vessel().toArray());
      assertEquals(false, maps.separatesArteriesAndVeins());
      assertEquals(ArteryVeinMap.unknown(maps.labels(0.3).vessels()), maps.labels(0.3));
    }
  }

  @Test
  void refusesWorkWhenClosed() {
    VesselModel network = network(SeqNetConfig.seqNet(2, 1), 1);
    network.close();
    RgbImage image = image(32, 32, 1);
    assertThrows(IllegalStateException.class, () -> network.predict(image));
  }

  @Test
  void closingWaitsForRunningPredictions() throws InterruptedException {
    RgbImage image = image(32, 32, 1);
    VesselModel network = network(SeqNetConfig.seqNet(2, 1), 1);
    VesselMaps expected = network.predict(image);
    Thread closer = new Thread(network::close);
    ProgressListener closing =
        new ProgressListener() {
          @Override
          public void progress(String stage, long done, long total) {
            if (done == 0) {
              assertThrows(IllegalStateException.class, network::close);
              closer.start();
              while (closer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
            }
          }
        };
    assertSame(expected, network.predict(image, closing));
    closer.join();
    assertThrows(IllegalStateException.class, () -> network.predict(image));
  }

  @Test
  void comesWithAModel() {
    try (VesselModel network = SeqNet.pretrained()) {
      assertTrue(network.network().parameterCount() > 1_000_000);
      float[] dark = new float[32 * 32 * 3];
      float[] vessels =
          network
              .forward(dark, 1, 32, 32, List.of(SeqNetArchitecture.VESSEL))
              .get(SeqNetArchitecture.VESSEL);
      for (float v : vessels) {
        assertTrue(v < 0.5f, "a black image has no vessels");
      }
    }
  }

  private static VesselModel network(SeqNetConfig config, int threads) {
    return VesselModel.of(
        model(config), VesselModelOptions.defaults().withStrategy(SMALL).withThreads(threads));
  }

  private static TrainedModel model(SeqNetConfig config) {
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 7);
    Provenance provenance = Provenance.now(List.of(), "none", OptionalLong.of(7), "");
    return new TrainedModel(config, weights, provenance, "");
  }

  private static RgbImage image(int width, int height, long seed) {
    float[] samples = new float[width * height * 3];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return RgbImage.wrap(width, height, samples);
  }

  private static void assertSame(VesselMaps expected, VesselMaps actual) {
    assertTrue(Arrays.equals(expected.vessel().toArray(), actual.vessel().toArray()));
    assertTrue(Arrays.equals(expected.artery().toArray(), actual.artery().toArray()));
    assertTrue(Arrays.equals(expected.vein().toArray(), actual.vein().toArray()));
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WindowedPredictionTest {
  @Test
  void outputsThatAreNoMapsAreRefused() {
    NetworkBuilder builder = new NetworkBuilder("maps", 3);
    builder.output("two", builder.sigmoid(builder.convolution("two", builder.input(), 3, 2)));
    builder.output(
        "half",
        builder.sigmoid(builder.convolution("half", builder.maxPooling(builder.input()), 3, 1)));
    Network network = builder.build();
    assertEquals(
        "output two has channels 0..1, but the map reads channel 2",
        refusal(network, OutputMap.channel("two", 2)));
    assertEquals(
        "output half must have the size of the input to be a map, but is smaller by a factor of 2",
        refusal(network, OutputMap.of("half")));
  }

  @Test
  void networksOfOtherImagesAreRefused() {
    NetworkBuilder builder = new NetworkBuilder("gray", 1);
    builder.output("map", builder.sigmoid(builder.convolution("c", builder.input(), 3, 1)));
    assertEquals(
        "the network must have an input of 3 channels (RGB), got 1",
        refusal(builder.build(), OutputMap.of("map")));
  }

  @Test
  void stopsBetweenWindowsThatAreAllHandedIn() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(1, 1));
    List<OutputMap> outputs = SeqNetConfig.seqNet(1, 1).specification().maps();
    RgbImage image = RgbImage.wrap(32, 32, new float[32 * 32 * 3]);
    for (int last = 1; last < 4; last++) {
      CancelledAfter listener = new CancelledAfter(last);
      try (InferenceEngine engine =
          new InferenceEngine(network, NetworkWeights.initial(network, 1), 4)) {
        assertThrows(
            CancellationException.class,
            () ->
                WindowedPrediction.predict(
                    engine, image, new WindowStrategy(576, 320, 256, 32), outputs, listener));
      }
      assertEquals(last, listener.done);
    }
  }

  /** All threads are busy, so that no window ends before the cancellation does. */
  @Test
  void aTurnedJobSeesTheImageInAnotherOrientation() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(1, 1));
    List<OutputMap> outputs = SeqNetConfig.seqNet(1, 1).specification().maps();
    int side = 32;
    float[] samples = new float[side * side * 3];
    float[] mirrored = new float[samples.length];
    Random random = new Random(3);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        for (int channel = 0; channel < 3; channel++) {
          float sample = random.nextFloat();
          samples[(y * side + x) * 3 + channel] = sample;
          mirrored[(y * side + side - 1 - x) * 3 + channel] = sample;
        }
      }
    }
    WindowStrategy whole = new WindowStrategy(side, side, side, 0);
    try (InferenceResources resources = new InferenceResources(2, Long.MAX_VALUE)) {
      InferenceEngine engine =
          new InferenceEngine(network, NetworkWeights.initial(network, 1), resources);
      WindowedPrediction.Job job =
          new WindowedPrediction.Job(engine, RgbImage.wrap(side, side, samples), whole, outputs);
      WindowedPrediction.Job mirror =
          new WindowedPrediction.Job(engine, RgbImage.wrap(side, side, mirrored), whole, outputs);
      List<List<ProbabilityMap>> maps =
          WindowedPrediction.predict(
              List.of(job, job.turned(1), mirror, job.turned(8)), ProgressListener.NONE);
      for (int i = 0; i < outputs.size(); i++) {
        ProbabilityMap plain = maps.get(0).get(i);
        ProbabilityMap turned = maps.get(1).get(i);
        ProbabilityMap ofMirror = maps.get(2).get(i);
        assertNotEquals(plain, turned);
        assertEquals(plain, maps.get(3).get(i));
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            assertEquals(ofMirror.get(side - 1 - x, y), turned.get(x, y));
          }
        }
      }
      assertThrows(IllegalArgumentException.class, () -> job.turned(-1));
    }
  }

  @Test
  void cancellationDoesNotWaitForWindows() throws Exception {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(1, 1));
    List<OutputMap> outputs = SeqNetConfig.seqNet(1, 1).specification().maps();
    RgbImage image = RgbImage.wrap(32, 32, new float[32 * 32 * 3]);
    CountDownLatch free = new CountDownLatch(1);
    try (InferenceResources resources = new InferenceResources(2, Long.MAX_VALUE)) {
      InferenceEngine engine =
          new InferenceEngine(network, NetworkWeights.initial(network, 1), resources);
      CountDownLatch begun = new CountDownLatch(resources.threads());
      List<Future<Boolean>> busy = new ArrayList<>();
      for (int i = 0; i < resources.threads(); i++) {
        busy.add(
            resources.submit(
                () -> {
                  begun.countDown();
                  return free.await(1, TimeUnit.MINUTES);
                }));
      }
      assertTrue(begun.await(1, TimeUnit.MINUTES));
      WindowedPrediction.Job job =
          new WindowedPrediction.Job(engine, image, new WindowStrategy(64, 32, 32, 0), outputs);
      AtomicInteger polls = new AtomicInteger();
      ProgressListener later =
          new ProgressListener() {
            @Override
            public boolean cancelled() {
              return polls.incrementAndGet() > 20;
            }
          };
      try {
        assertThrows(
            CancellationException.class,
            () -> WindowedPrediction.predict(List.of(job, job), later));
        polls.set(0);
        assertThrows(
            CancellationException.class,
            () ->
                WindowedPrediction.predictSquare(
                    engine, new float[32 * 32 * 3], 32, 8, outputs, later));
      } finally {
        free.countDown();
      }
      for (Future<Boolean> thread : busy) {
        assertTrue(thread.get());
      }
    }
  }

  @Test
  void severalJobsGiveWhatEachGivesAlone() {
    SeqNetConfig config = SeqNetConfig.seqNet(1, 1);
    Network network = config.specification().network();
    List<OutputMap> outputs = config.specification().maps();
    RgbImage image = FundusGenerator.generate(FundusOptions.defaults()).image();
    // Several windows, a single one with padding, and a single one in two orientations.
    List<WindowStrategy> strategies =
        List.of(
            new WindowStrategy(96, 48, 32, 8),
            new WindowStrategy(72, 80, 80, 8),
            new WindowStrategy(72, 80, 80, 8, 2));
    List<List<ProbabilityMap>> alone = new ArrayList<>();
    try (InferenceEngine engine =
        new InferenceEngine(network, NetworkWeights.initial(network, 1), 1)) {
      for (WindowStrategy strategy : strategies) {
        alone.add(
            WindowedPrediction.predict(engine, image, strategy, outputs, ProgressListener.NONE));
      }
    }
    for (int threads = 1; threads < 4; threads++) {
      try (InferenceResources resources = new InferenceResources(threads, Long.MAX_VALUE)) {
        InferenceEngine engine =
            new InferenceEngine(network, NetworkWeights.initial(network, 1), resources);
        List<Long> done = new ArrayList<>();
        ProgressListener listener =
            new ProgressListener() {
              @Override
              public void progress(String stage, long count, long total) {
                assertEquals(12, total);
                done.add(count);
              }
            };
        List<List<ProbabilityMap>> together =
            WindowedPrediction.predict(
                strategies.stream()
                    .map(strategy -> new WindowedPrediction.Job(engine, image, strategy, outputs))
                    .toList(),
                listener);
        assertEquals(alone, together);
        assertEquals(0L, done.get(0));
        assertEquals(12L, done.get(done.size() - 1));
      }
    }
  }

  private static final class CancelledAfter implements ProgressListener {
    private final long last;
    private long done;

    CancelledAfter(long last) {
      this.last = last;
    }

    @Override
    public void progress(String stage, long count, long total) {
      done = count;
    }

    @Override
    public boolean cancelled() {
      return done >= last;
    }
  }

  private static String refusal(Network network, OutputMap map) {
    RgbImage image = RgbImage.wrap(32, 32, new float[32 * 32 * 3]);
    WindowStrategy strategy = new WindowStrategy(32, 32, 32, 0);
    try (InferenceEngine engine =
        new InferenceEngine(network, NetworkWeights.initial(network, 1), 1)) {
      return assertThrows(
              IllegalArgumentException.class,
              () ->
                  WindowedPrediction.predict(
                      engine, image, strategy, List.of(map), ProgressListener.NONE))
          .getMessage();
    }
  }
}

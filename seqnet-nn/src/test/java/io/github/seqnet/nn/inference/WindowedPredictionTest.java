// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.progress.ProgressListener;
import java.util.List;
import java.util.concurrent.CancellationException;
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

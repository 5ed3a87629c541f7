package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.RgbImage;
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
        "output two must have one channel at full size, has 2 at 1/1", refusal(network, "two"));
    assertEquals(
        "output half must have one channel at full size, has 1 at 1/2", refusal(network, "half"));
  }

  @Test
  void networksOfOtherImagesAreRefused() {
    NetworkBuilder builder = new NetworkBuilder("gray", 1);
    builder.output("map", builder.sigmoid(builder.convolution("c", builder.input(), 3, 1)));
    assertEquals(
        "the network must take images of 3 channels, not 1", refusal(builder.build(), "map"));
  }

  @Test
  void stopsBetweenWindowsThatAreAllHandedIn() {
    Network network = SeqNetArchitecture.network(SeqNetConfig.seqNet(1, 1));
    List<String> outputs = SeqNetArchitecture.finalOutputs(SeqNetConfig.seqNet(1, 1));
    RgbImage image = RgbImage.wrap(32, 32, new float[32 * 32 * 3]);
    for (int last = 1; last < 4; last++) {
      CancelledAfter monitor = new CancelledAfter(last);
      try (InferenceEngine engine =
          new InferenceEngine(network, NetworkWeights.initial(network, 1), 4)) {
        assertThrows(
            CancellationException.class,
            () ->
                WindowedPrediction.predict(engine, image, WindowStrategy.fast(), outputs, monitor));
      }
      assertEquals(last, monitor.done);
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

  private static String refusal(Network network, String output) {
    RgbImage image = RgbImage.wrap(32, 32, new float[32 * 32 * 3]);
    WindowStrategy strategy = new WindowStrategy(32, 32, 32, 0);
    try (InferenceEngine engine =
        new InferenceEngine(network, NetworkWeights.initial(network, 1), 1)) {
      return assertThrows(
              IllegalArgumentException.class,
              () ->
                  WindowedPrediction.predict(
                      engine, image, strategy, List.of(output), ProgressListener.NONE))
          .getMessage();
    }
  }
}

package io.github.seqnet.nn.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.progress.Monitor;
import java.util.List;
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
    NetworkBuilder builder = new NetworkBuilder("grey", 1);
    builder.output("map", builder.sigmoid(builder.convolution("c", builder.input(), 3, 1)));
    assertEquals(
        "the network must take images of 3 channels, not 1", refusal(builder.build(), "map"));
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
                      engine, image, strategy, List.of(output), Monitor.NONE))
          .getMessage();
    }
  }
}

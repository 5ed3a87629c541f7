// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ArteryVeinCorrectorTest {
  private static final int SIZE = 64;

  /**
   * A network without layers between input and output but a 1 x 1 convolution: it calls everything
   * an artery, or agrees with the maps.
   */
  private static TrainedModel correction(boolean allArteries) {
    Network network = convolution("maps", 3);
    Map<String, float[]> values = zeros(network);
    if (allArteries) {
      values.get("head.bias")[1] = 4;
      values.get("head.bias")[2] = -4;
    } else {
      // [input channel, output channel]: the artery's logit is 8 times artery minus vein.
      float[] kernel = values.get("head.kernel");
      kernel[3 + 1] = 8;
      kernel[6 + 1] = -8;
      kernel[3 + 2] = -8;
      kernel[6 + 2] = 8;
    }
    return model(network, values);
  }

  private static TrainedModel model(Network network, Map<String, float[]> values) {
    ModelSpecification specification =
        ModelSpecification.of(network, OutputMap.channel("maps", 0))
            .withArteryVein(OutputMap.channel("maps", 1), OutputMap.channel("maps", 2))
            .withFraming(Framing.FIELD_OF_VIEW)
            .withWorkingSize(SIZE);
    return new TrainedModel(
        specification,
        NetworkWeights.of(network, values),
        Provenance.now(List.of(), "made by hand", OptionalLong.empty(), ""),
        "");
  }

  /** A network of one 1 x 1 convolution to three maps. */
  private static Network convolution(String input, int channels) {
    NetworkBuilder builder = new NetworkBuilder(input, channels);
    Tensor logits = builder.convolution("head", builder.input(), 1, 3);
    builder.output("maps", builder.sigmoid(logits));
    return builder.build();
  }

  private static Map<String, float[]> zeros(Network network) {
    Map<String, float[]> values = new LinkedHashMap<>();
    network
        .parameters()
        .forEach((name, parameter) -> values.put(name, new float[parameter.length()]));
    return values;
  }

  private static VesselMaps maps(int width, int height) {
    float[] vessel = new float[width * height];
    float[] artery = new float[width * height];
    float[] vein = new float[width * height];
    for (int i = 0; i < vessel.length; i++) {
      boolean left = i % width < width / 2;
      vessel[i] = 0.9f;
      artery[i] = left ? 0.8f : 0.3f;
      vein[i] = left ? 0.3f : 0.8f;
    }
    return new VesselMaps(
        ProbabilityMap.wrap(width, height, vessel),
        ProbabilityMap.wrap(width, height, artery),
        ProbabilityMap.wrap(width, height, vein));
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  @Test
  void theNetworkDecidesWhichClassIsMoreLikelyAndTheMeanLogitStays() {
    for (int[] size : new int[][] {{96, 80}, {64, 64}, {33, 120}, {400, 300}}) {
      VesselMaps maps = maps(size[0], size[1]);
      FieldOfView view = FieldOfView.wholeImage(size[0], size[1]);
      try (ArteryVeinCorrector keep = open(false);
          ArteryVeinCorrector all = open(true)) {
        VesselMaps kept = keep.correct(maps, view);
        VesselMaps arteries = all.correct(maps, view);
        int y = size[1] / 2;
        for (int x : new int[] {2, size[0] - 3}) {
          boolean left = x < size[0] / 2;
          assertEquals(left, kept.artery().get(x, y) > kept.vein().get(x, y));
          assertTrue(arteries.artery().get(x, y) > arteries.vein().get(x, y));
          assertEquals(
              logit(0.8) + logit(0.3),
              logit(arteries.artery().get(x, y)) + logit(arteries.vein().get(x, y)),
              1e-3);
        }
        assertSame(maps.vessel(), arteries.vessel());
      }
    }
  }

  @Test
  void augmentationsDoNotMoveMaps() {
    VesselMaps maps = maps(80, 60);
    FieldOfView view = FieldOfView.wholeImage(80, 60);
    try (ArteryVeinCorrector keep = open(false)) {
      float[] one = keep.correct(maps, view).artery().toArray();
      float[] eight = keep.correct(maps, view, 8).artery().toArray();
      assertArrayEquals(one, eight, 1e-4f);
      assertThrows(IllegalArgumentException.class, () -> keep.correct(maps, view, 0));
      assertThrows(IllegalArgumentException.class, () -> keep.correct(maps, view, 9));
    }
  }

  @Test
  void mapsOutsideOfTheFieldOfViewStay() {
    VesselMaps maps = maps(80, 80);
    byte[] inside = new byte[80 * 80];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (byte) (i % 80 >= 20 ? 1 : 0);
    }
    FieldOfView view = FieldOfView.given(BinaryMask.wrap(80, 80, inside));
    try (ArteryVeinCorrector all = open(true)) {
      VesselMaps arteries = all.correct(maps, view);
      assertEquals(maps.artery().get(5, 40), arteries.artery().get(5, 40));
      assertTrue(arteries.artery().get(70, 40) > arteries.vein().get(70, 40));
    }
  }

  @Test
  void networkAndMapsWeighTheSame() {
    VesselMaps maps = maps(64, 64);
    try (ArteryVeinCorrector all = open(true)) {
      VesselMaps arteries = all.correct(maps, FieldOfView.wholeImage(64, 64));
      double said = (4 - -4) / 2.0;
      double old = (logit(0.3) - logit(0.8)) / 2;
      double expected = (old + said) / 2;
      double got = (logit(arteries.artery().get(50, 30)) - logit(arteries.vein().get(50, 30))) / 2;
      assertEquals(expected, got, 1e-2);
    }
  }

  @Test
  void mapsOfVesselsAloneStay() {
    VesselMaps maps = VesselMaps.vesselsOnly(maps(64, 64).vessel());
    try (ArteryVeinCorrector all = open(true)) {
      assertSame(maps, all.correct(maps, FieldOfView.wholeImage(64, 64)));
    }
  }

  @Test
  void aModelAppliesItsCorrectionToFramedPhotographsOnly() {
    SeqNetConfig config = SeqNetConfig.seqNet(1, 1);
    TrainedModel plain =
        new TrainedModel(
            config,
            NetworkWeights.initial(config.specification().network(), 4),
            Provenance.now(List.of(), "", OptionalLong.empty(), ""),
            "");
    RgbImage photograph = FundusGenerator.generate(FundusOptions.defaults()).image();
    WindowStrategy framed = new WindowStrategy(Framing.FIELD_OF_VIEW, List.of(96), 0, 64, 48, 8, 1);
    WindowStrategy whole = new WindowStrategy(96, 64, 32, 0);
    try (VesselModel model = VesselModel.of(plain);
        VesselModel corrected = VesselModel.of(plain.withCorrection(correction(true)))) {
      VesselMaps before = model.predict(photograph, framed, ProgressListener.NONE);
      VesselMaps after = corrected.predict(photograph, framed, ProgressListener.NONE);
      assertEquals(before.vessel(), after.vessel());
      assertNotEquals(before.artery(), after.artery());
      assertEquals(
          model.predict(photograph, whole, ProgressListener.NONE),
          corrected.predict(photograph, whole, ProgressListener.NONE));
    }
  }

  /** A network that calls vessels with more red than blue arteries, whatever the maps say. */
  private static TrainedModel byColor() {
    Network network = convolution("input", 6);
    Map<String, float[]> values = zeros(network);
    float[] kernel = values.get("head.kernel");
    // [input channel, output channel]
    kernel[3 * 3 + 1] = 20;
    kernel[3 * 5 + 1] = -20;
    kernel[3 * 3 + 2] = -20;
    kernel[3 * 5 + 2] = 20;
    return model(network, values);
  }

  /** Red above and blue below. */
  private static RgbImage redAboveBlue(int width, int height) {
    float[] samples = new float[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      boolean above = i / width < height / 2;
      samples[3 * i] = above ? 0.8f : 0.2f;
      samples[3 * i + 2] = above ? 0.2f : 0.8f;
    }
    return RgbImage.wrap(width, height, samples);
  }

  @Test
  void aNetworkOfSixChannelsSeesThePhotographInPlace() {
    // The maps have another resolution than the photograph, and the field of view leaves out a
    // margin of 15 % on the left.
    VesselMaps maps = maps(90, 60);
    RgbImage photograph = redAboveBlue(300, 200);
    byte[] inside = new byte[300 * 200];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (byte) (i % 300 >= 45 ? 1 : 0);
    }
    FieldOfView view = FieldOfView.given(BinaryMask.wrap(300, 200, inside));
    try (ArteryVeinCorrector corrector =
        ArteryVeinCorrector.of(byColor(), VesselModelOptions.defaults())) {
      assertTrue(corrector.seesPhotograph());
      for (int augmentations : new int[] {1, 8}) {
        VesselMaps corrected = corrector.correct(maps, photograph, view, augmentations);
        for (int x : new int[] {16, 45, 86}) {
          for (int y = 2; y < 58; y++) {
            if (Math.abs(y - 30) > 2) {
              assertEquals(
                  y < 30,
                  corrected.artery().get(x, y) > corrected.vein().get(x, y),
                  "artery at " + x + ", " + y);
            }
          }
        }
        assertEquals(maps.artery().get(5, 10), corrected.artery().get(5, 10));
        assertSame(maps.vessel(), corrected.vessel());
      }
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> corrector.correct(maps, view));
      assertTrue(refused.getMessage().contains("photograph"));
    }
  }

  @Test
  void rejectsANetworkOfSixChannelsAsAVesselModel() {
    IllegalArgumentException rejected =
        assertThrows(IllegalArgumentException.class, () -> VesselModel.of(byColor()));
    assertTrue(rejected.getMessage().contains("RGB"));
  }

  @Test
  void aNetworkOfMapsIgnoresThePhotograph() {
    VesselMaps maps = maps(80, 60);
    FieldOfView view = FieldOfView.wholeImage(80, 60);
    try (ArteryVeinCorrector all = open(true)) {
      assertFalse(all.seesPhotograph());
      assertEquals(all.correct(maps, view), all.correct(maps, redAboveBlue(160, 120), view));
    }
  }

  @Test
  void rejectsModelsThatCannotCorrect() {
    NetworkBuilder four = new NetworkBuilder("input", 4);
    four.output("maps", four.sigmoid(four.convolution("head", four.input(), 1, 3)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ArteryVeinCorrector.requireCorrection(
                ModelSpecification.of(four.build(), OutputMap.channel("maps", 0))
                    .withArteryVein(OutputMap.channel("maps", 1), OutputMap.channel("maps", 2))));
    SeqNetConfig vessels = SeqNetConfig.iterNet(1, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> ArteryVeinCorrector.requireCorrection(vessels.specification()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ArteryVeinCorrector.requireCorrection(
                SeqNetConfig.seqNet(1, 1).specification().withWorkingSize(100)));
  }

  private static ArteryVeinCorrector open(boolean allArteries) {
    return ArteryVeinCorrector.of(correction(allArteries), VesselModelOptions.defaults());
  }
}

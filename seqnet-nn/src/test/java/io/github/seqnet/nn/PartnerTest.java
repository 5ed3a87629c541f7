// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartnerTest {
  private static final WindowStrategy FRAMED =
      new WindowStrategy(Framing.FIELD_OF_VIEW, List.of(96), 0, 64, 48, 8, 1);

  @TempDir private Path folder;

  private static TrainedModel trained(ModelSpecification specification, NetworkWeights weights) {
    return new TrainedModel(
        specification,
        weights,
        Provenance.now(List.of(), "made by hand", OptionalLong.empty(), ""),
        "");
  }

  private static TrainedModel seqNet() {
    ModelSpecification specification = SeqNetConfig.seqNet(1, 1).specification();
    return trained(specification, NetworkWeights.initial(specification.network(), 4));
  }

  /** A network without layers but a 1 x 1 convolution: a vessel is what has little green. */
  private static TrainedModel dark(int channels) {
    NetworkBuilder builder = new NetworkBuilder("photograph", channels);
    builder.output("vessel", builder.sigmoid(builder.convolution("head", builder.input(), 1, 1)));
    Network network = builder.build();
    Map<String, float[]> values = new LinkedHashMap<>();
    network
        .parameters()
        .forEach((name, parameter) -> values.put(name, new float[parameter.length()]));
    values.get("head.kernel")[1] = -6;
    values.get("head.bias")[0] = 2;
    return trained(
        ModelSpecification.of(network, OutputMap.channel("vessel", 0)),
        NetworkWeights.of(network, values));
  }

  private static RgbImage photograph() {
    return FundusGenerator.generate(FundusOptions.defaults()).image();
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  @Test
  void theVesselMapIsTheMeanOfBothNetworksAsLogits() {
    RgbImage photograph = photograph();
    try (VesselModel first = VesselModel.of(seqNet());
        VesselModel second = VesselModel.of(dark(3));
        VesselModel both = VesselModel.of(seqNet().withPartner(dark(3)))) {
      VesselMaps alone = first.predict(photograph, FRAMED, ProgressListener.NONE);
      ProbabilityMap other = second.predict(photograph, FRAMED, ProgressListener.NONE).vessel();
      VesselMaps mixed = both.predict(photograph, FRAMED, ProgressListener.NONE);
      assertMean(alone.vessel(), other, mixed.vessel());
      assertEquals(alone.artery(), mixed.artery());
      assertEquals(alone.vein(), mixed.vein());
      assertEquals(mixed.vessel(), both.segment(photograph, FRAMED, ProgressListener.NONE));
    }
  }

  @Test
  void arteriesAndVeinsAreMeansIfThePartnerHasThem() {
    RgbImage photograph = photograph();
    ModelSpecification specification = SeqNetConfig.seqNet(1, 1).specification();
    TrainedModel other = trained(specification, NetworkWeights.initial(specification.network(), 5));
    try (VesselModel first = VesselModel.of(seqNet());
        VesselModel second = VesselModel.of(other);
        VesselModel both = VesselModel.of(seqNet().withPartner(other))) {
      VesselMaps alone = first.predict(photograph, FRAMED, ProgressListener.NONE);
      VesselMaps others =
          second.predict(photograph, FRAMED.withLargeWindows(), ProgressListener.NONE);
      VesselMaps mixed = both.predict(photograph, FRAMED, ProgressListener.NONE);
      assertMean(alone.vessel(), others.vessel(), mixed.vessel());
      assertMean(alone.artery(), others.artery(), mixed.artery());
      assertMean(alone.vein(), others.vein(), mixed.vein());
    }
  }

  @Test
  void aPartnerPredictsAtEachOfItsSizes() {
    RgbImage photograph = photograph();
    TrainedModel single = dark(3);
    int size = single.specification().workingSize();
    TrainedModel several =
        trained(single.specification().withWorkingSizes(List.of(size / 2, size)), single.weights());
    TrainedModel half = trained(single.specification().withWorkingSize(size / 2), single.weights());
    try (VesselModel one = VesselModel.of(dark(3).withPartner(single));
        VesselModel other = VesselModel.of(dark(3).withPartner(half));
        VesselModel both = VesselModel.of(dark(3).withPartner(several))) {
      ProbabilityMap fine = one.segment(photograph, FRAMED, ProgressListener.NONE);
      ProbabilityMap coarse = other.segment(photograph, FRAMED, ProgressListener.NONE);
      ProbabilityMap mixed = both.segment(photograph, FRAMED, ProgressListener.NONE);
      assertNotEquals(fine, coarse);
      assertMean(fine, coarse, mixed);
    }
  }

  private static void assertMean(ProbabilityMap first, ProbabilityMap second, ProbabilityMap mean) {
    int compared = 0;
    for (int y = 0; y < mean.height(); y++) {
      for (int x = 0; x < mean.width(); x++) {
        double a = first.get(x, y);
        double b = second.get(x, y);
        if (a > 0 && b > 0) {
          assertEquals((logit(a) + logit(b)) / 2, logit(mean.get(x, y)), 1e-3);
          compared++;
        }
      }
    }
    assertTrue(compared > 1000, "compared " + compared);
  }

  @Test
  void aPartnerMayWorkAtAnotherResolution() {
    RgbImage photograph = photograph();
    TrainedModel coarse = dark(3);
    TrainedModel half =
        trained(
            coarse
                .specification()
                .withWorkingSize(SeqNetConfig.seqNet(1, 1).specification().workingSize() / 2),
            coarse.weights());
    try (VesselModel second = VesselModel.of(dark(3));
        VesselModel both = VesselModel.of(dark(3).withPartner(half))) {
      ProbabilityMap fine = second.predict(photograph, FRAMED, ProgressListener.NONE).vessel();
      ProbabilityMap mixed = both.predict(photograph, FRAMED, ProgressListener.NONE).vessel();
      assertEquals(fine.width(), mixed.width());
      assertEquals(fine.height(), mixed.height());
      double difference = 0;
      for (int y = 0; y < fine.height(); y++) {
        for (int x = 0; x < fine.width(); x++) {
          difference += Math.abs(fine.get(x, y) - mixed.get(x, y));
        }
      }
      difference /= fine.width() * fine.height();
      assertTrue(difference > 1e-5 && difference < 0.02, "mean difference " + difference);
    }
  }

  @Test
  void theListenerCancelsThePartner() {
    ProgressListener afterTheFirst =
        new ProgressListener() {
          private boolean first;

          @Override
          public void progress(String stage, long done, long total) {
            first |= done == total;
          }

          @Override
          public boolean cancelled() {
            return first;
          }
        };
    RgbImage photograph = photograph();
    try (VesselModel both = VesselModel.of(dark(3).withPartner(dark(3)))) {
      assertThrows(
          CancellationException.class, () -> both.predict(photograph, FRAMED, afterTheFirst));
    }
  }

  /** Partner, correction and preparation use the threads of the model and no others. */
  @Test
  void oneThreadComputesForAllNetworks() {
    TrainedModel model = seqNet().withPartner(dark(3)).withCorrection(seqNet());
    RgbImage photograph = photograph();
    VesselMaps expected;
    try (VesselModel several = VesselModel.of(model)) {
      expected = several.predict(photograph, FRAMED, ProgressListener.NONE);
    }
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Set<String> began = new HashSet<>();
    ProgressListener looking =
        new ProgressListener() {
          @Override
          public void progress(String stage, long done, long total) {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
              if (!before.contains(thread) && thread.getName().startsWith("seqnet-")) {
                began.add(thread.getName());
              }
            }
          }
        };
    VesselModelOptions one = VesselModelOptions.defaults().withThreads(1);
    try (VesselModel single = VesselModel.of(model, one)) {
      assertEquals(expected, single.predict(photograph, FRAMED, looking));
      looking.progress("end", 1, 1);
    }
    assertEquals(1, began.size(), began.toString());
  }

  /** Photographs with narrow vessels need the largest single window, of 608 pixels. */
  @Test
  void theDefaultModelRunsIn160MebibytesOutsideOfTheHeap() {
    VesselModelOptions options = VesselModelOptions.defaults().withMemoryLimit(160L << 20);
    RgbImage photograph = photograph();
    try (VesselModel model = VesselModel.of(EmbeddedModel.DEFAULT.load(), options)) {
      for (int size : new int[] {544, 608}) {
        WindowStrategy strategy = model.strategy().withCaliber(0).withWorkingSize(size);
        VesselMaps maps = model.predict(photograph, strategy, ProgressListener.NONE);
        assertEquals(size, Math.max(maps.width(), maps.height()), 0.2 * size);
      }
    }
  }

  @Test
  void onWholeFramesTheModelIsAlone() {
    RgbImage photograph = photograph();
    WindowStrategy whole = new WindowStrategy(96, 64, 32, 0);
    try (VesselModel first = VesselModel.of(seqNet());
        VesselModel both = VesselModel.of(seqNet().withPartner(dark(3)))) {
      assertEquals(
          first.predict(photograph, whole, ProgressListener.NONE),
          both.predict(photograph, whole, ProgressListener.NONE));
    }
  }

  @Test
  void aModelOfVesselsAloneMayHaveAPartner() {
    RgbImage photograph = photograph();
    try (VesselModel first = VesselModel.of(dark(3));
        VesselModel twice = VesselModel.of(dark(3).withPartner(dark(3)))) {
      ProbabilityMap alone = first.predict(photograph, FRAMED, ProgressListener.NONE).vessel();
      ProbabilityMap mean = twice.predict(photograph, FRAMED, ProgressListener.NONE).vessel();
      for (int y = 0; y < alone.height(); y++) {
        for (int x = 0; x < alone.width(); x++) {
          assertEquals(alone.get(x, y), mean.get(x, y), 1e-5f);
        }
      }
    }
  }

  @Test
  void filesHoldPartnerAndCorrection() throws IOException {
    TrainedModel model = seqNet().withPartner(dark(3)).withCorrection(seqNet());
    Path file = folder.resolve("model.seqnet");
    WeightFile.write(file, model);
    TrainedModel read = WeightFile.read(file);
    assertEquals(model, read);
    assertEquals(dark(3).weights(), read.partner().orElseThrow().weights());
    assertNotEquals(model, read.withoutPartner());
    assertTrue(read.withoutPartner().correction().isPresent());
    assertTrue(read.withoutCorrection().partner().isPresent());
    WeightFile.write(file, model.withoutCorrection());
    assertEquals(model.withoutCorrection(), WeightFile.read(file));
  }

  @Test
  void rejectsPartnersThatDoNotFit() {
    TrainedModel model = seqNet();
    assertThrows(IllegalArgumentException.class, () -> model.withPartner(dark(4)));
    assertThrows(
        IllegalArgumentException.class, () -> model.withPartner(dark(3).withPartner(dark(3))));
    ModelSpecification other =
        dark(3).specification().withPreprocessing(Preprocessing.ILLUMINATION_CORRECTION);
    IllegalArgumentException rejected =
        assertThrows(
            IllegalArgumentException.class,
            () -> model.withPartner(trained(other, dark(3).weights())));
    assertTrue(rejected.getMessage().contains("preprocessing"), rejected.getMessage());
  }
}

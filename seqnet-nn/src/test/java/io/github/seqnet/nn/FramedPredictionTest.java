// SPDX-License-Identifier: MIT
package io.github.seqnet.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.inference.LogitMean;
import io.github.seqnet.nn.inference.VesselCaliber;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.preprocess.FieldOfViewFinder;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.WorkingFrame;
import io.github.seqnet.progress.ProgressListener;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Predictions of what the field of view shows, at one and at several working sizes. */
class FramedPredictionTest {
  private static final WindowStrategy SMALL =
      new WindowStrategy(Framing.FIELD_OF_VIEW, List.of(96), 0, 64, 48, 8, 1);
  private static final RgbImage PHOTOGRAPH =
      FundusGenerator.generate(FundusOptions.defaults()).image();

  @Test
  void moreSurroundChangesLittle() {
    RgbImage wide = withBorder(PHOTOGRAPH, 60, 110);
    try (VesselModel model = model()) {
      for (WindowStrategy strategy : List.of(SMALL, SMALL.withWorkingSizes(List.of(64, 96)))) {
        VesselMaps maps = model.predict(PHOTOGRAPH, strategy, ProgressListener.NONE);
        VesselMaps more = model.predict(wide, strategy, ProgressListener.NONE);
        double factor = (double) maps.width() / PHOTOGRAPH.width();
        assertEquals(wide.width() * factor, more.width(), 1.5);
        double differences = 0;
        int count = 0;
        for (int y = 20; y < maps.height() - 20; y++) {
          for (int x = 20; x < maps.width() - 20; x++) {
            int otherX = (int) Math.round((x + 0.5) + 60 * factor - 0.5);
            int otherY = (int) Math.round((y + 0.5) + 110 * factor - 0.5);
            differences += Math.abs(maps.artery().get(x, y) - more.artery().get(otherX, otherY));
            count++;
          }
        }
        assertTrue(differences / count < 0.02, "mean difference " + differences / count);
      }
    }
  }

  @Test
  void aKnownFieldOfViewIsTaken() {
    FieldOfView found = FieldOfViewFinder.find(PHOTOGRAPH);
    try (VesselModel model = model()) {
      VesselMaps searched = model.with(SMALL).predict(PHOTOGRAPH, ProgressListener.NONE);
      VesselMaps known = model.with(SMALL).predict(PHOTOGRAPH, found, ProgressListener.NONE);
      assertEquals(searched.artery(), known.artery());
      VesselMaps whole =
          model
              .with(SMALL)
              .predict(
                  PHOTOGRAPH,
                  FieldOfView.wholeImage(PHOTOGRAPH.width(), PHOTOGRAPH.height()),
                  ProgressListener.NONE);
      assertEquals(96, Math.max(whole.width(), whole.height()));
    }
  }

  @Test
  void pixelsAreSquareInFramesOfAnyShape() {
    try (VesselModel model = model()) {
      for (int[] size : new int[][] {{300, 80}, {70, 260}, {1, 1}, {3, 500}, {16, 16}}) {
        RgbImage image = RgbImage.wrap(size[0], size[1], noise(size[0] * size[1]));
        VesselMaps maps = model.predict(image, SMALL, ProgressListener.NONE);
        double longer = Math.max(maps.width(), maps.height());
        assertEquals(96, longer, 1);
        double scale = longer / Math.max(size[0], size[1]);
        assertEquals(Math.max(1, size[0] * scale), maps.width(), 1);
        assertEquals(Math.max(1, size[1] * scale), maps.height(), 1);
      }
    }
  }

  @Test
  void vesselsAreThoseOfTheLargestSize() {
    WindowStrategy several = SMALL.withWorkingSizes(List.of(48, 96));
    try (VesselModel model = model()) {
      VesselMaps fine = model.predict(PHOTOGRAPH, SMALL, ProgressListener.NONE);
      assertEquals(
          fine.vessel(), model.predict(PHOTOGRAPH, several, ProgressListener.NONE).vessel());
      assertEquals(fine.vessel(), model.segment(PHOTOGRAPH, several, ProgressListener.NONE));
    }
  }

  @Test
  void logitsOfArteriesAndVeinsAreAveragedOverSizes() {
    try (VesselModel model = model()) {
      VesselMaps both =
          model.predict(PHOTOGRAPH, SMALL.withWorkingSizes(List.of(48, 96)), ProgressListener.NONE);
      VesselMaps fine = model.predict(PHOTOGRAPH, SMALL, ProgressListener.NONE);
      VesselMaps coarse =
          model.predict(PHOTOGRAPH, SMALL.withWorkingSize(48), ProgressListener.NONE);
      for (Function<VesselMaps, ProbabilityMap> map :
          List.<Function<VesselMaps, ProbabilityMap>>of(VesselMaps::artery, VesselMaps::vein)) {
        ProbabilityMap mean = map.apply(both);
        assertEquals(map.apply(fine).width(), mean.width());
        // Far from edges of the coarse map, where resampling matters.
        int x = mean.width() / 2;
        int y = mean.height() / 2;
        double a = map.apply(fine).get(x, y);
        double b = map.apply(coarse).get(x / 2, y / 2);
        assertTrue(mean.get(x, y) > Math.min(a, b) - 0.05);
        assertTrue(mean.get(x, y) < Math.max(a, b) + 0.05);
      }
    }
  }

  @Test
  void resultsDoNotDependOnThreads() {
    WindowStrategy several = SMALL.withWorkingSizes(List.of(48, 64, 96)).withCaliber(3);
    try (VesselModel one = model(1);
        VesselModel three = model(3)) {
      VesselMaps a = one.predict(PHOTOGRAPH, several, ProgressListener.NONE);
      VesselMaps b = three.predict(PHOTOGRAPH, several, ProgressListener.NONE);
      assertEquals(a.vessel(), b.vessel());
      assertEquals(a.vein(), b.vein());
    }
  }

  @Test
  void theAdaptedSizeFollowsTheCaliber() {
    for (List<Integer> sizes : List.of(List.of(160), List.of(96, 160))) {
      WindowStrategy strategy = SMALL.withWorkingSizes(sizes).withCaliber(3);
      assertEquals(OptionalInt.empty(), strategy.adaptedSize(3));
      assertEquals(OptionalInt.empty(), strategy.adaptedSize(3.4));
      assertEquals(OptionalInt.empty(), strategy.adaptedSize(0));
      assertEquals(OptionalInt.of(128), strategy.adaptedSize(3.8));
      assertEquals(OptionalInt.of(96), strategy.adaptedSize(6));
      assertEquals(OptionalInt.of(96), strategy.adaptedSize(60));
      assertEquals(OptionalInt.of(256), strategy.adaptedSize(1));
      assertEquals(OptionalInt.of(256), strategy.adaptedSize(0.1));
      assertEquals(OptionalInt.empty(), strategy.withCaliber(0).adaptedSize(1));
      int before = 256;
      for (double measured = 1; measured < 3; measured += 0.1) {
        int size = strategy.adaptedSize(measured).orElse(160);
        assertTrue(size <= before && size % 16 == 0, measured + ": " + size);
        before = size;
      }
    }
  }

  @Test
  void vesselsThatAreNotTypicalAreAlsoSeenAtAnotherSize() {
    WindowStrategy one = SMALL.withWorkingSize(96);
    try (VesselModel model = model()) {
      VesselMaps plain = model.predict(PHOTOGRAPH, one, ProgressListener.NONE);
      VesselMaps wide = model.predict(PHOTOGRAPH, one.withCaliber(1e-9), ProgressListener.NONE);
      assertNotEquals(plain.vessel(), wide.vessel());
      assertNotEquals(plain.artery(), wide.artery());
      WindowStrategy small = one.withWorkingSize(64);
      VesselMaps coarse = model.predict(PHOTOGRAPH, small, ProgressListener.NONE);
      ProbabilityMap mean = LogitMean.of(List.of(coarse.vessel(), plain.vessel()));
      // Far from edges of the coarse map, where resampling matters.
      int x = mean.width() / 2;
      int y = mean.height() / 2;
      double single = plain.vessel().get(x, y);
      double apart = Math.abs(single - mean.get(x, y));
      assertEquals(mean.get(x, y), wide.vessel().get(x, y), apart / 2, "not " + single);
      assertEquals(
          wide.vessel(), model.segment(PHOTOGRAPH, one.withCaliber(1e-9), ProgressListener.NONE));
      VesselMaps narrow = model.predict(PHOTOGRAPH, one.withCaliber(1e9), ProgressListener.NONE);
      VesselMaps large = model.predict(PHOTOGRAPH, one.withWorkingSize(160), ProgressListener.NONE);
      assertEquals(large.vessel(), narrow.vessel());
      VesselMaps both =
          model.predict(PHOTOGRAPH, one.withWorkingSizes(List.of(96, 160)), ProgressListener.NONE);
      double largest = 0;
      for (int i = 0; i < both.artery().toArray().length; i++) {
        double difference = both.artery().toArray()[i] - narrow.artery().toArray()[i];
        largest = Math.max(largest, Math.abs(difference));
      }
      assertTrue(largest < 0.05, "largest difference " + largest);
    }
  }

  @Test
  void theBorderOfACropTakesTheValuesInside() {
    FieldOfView view = FieldOfViewFinder.find(PHOTOGRAPH);
    try (VesselModel model = model()) {
      WorkingFrame frame = WorkingFrame.of(view, 96);
      ProbabilityMap map = model.predict(PHOTOGRAPH, SMALL, ProgressListener.NONE).vessel();
      int right = frame.left() + frame.cropWidth() - 1;
      int bottom = frame.top() + frame.cropHeight() - 1;
      for (int y = 0; y < map.height(); y++) {
        for (int x = 0; x < map.width(); x++) {
          boolean cropped = x >= frame.left() && x <= right && y >= frame.top() && y <= bottom;
          if (!cropped) {
            assertEquals(0, map.get(x, y), x + ", " + y);
            continue;
          }
          int insideX = Math.max(frame.left() + 3, Math.min(right - 3, x));
          int insideY = Math.max(frame.top() + 3, Math.min(bottom - 3, y));
          assertTrue(map.get(x, y) > 0);
          assertEquals(map.get(insideX, insideY), map.get(x, y), x + ", " + y);
        }
      }
    }
  }

  @Test
  void adaptedSizesKeepTheRatiosOfSizesThatShowVessels() {
    assertEquals(
        List.of(720, 847),
        SMALL.withWorkingSizes(List.of(400, 544, 640)).adaptedTo(847).workingSizes());
    assertEquals(
        List.of(608), SMALL.withWorkingSizes(List.of(408, 544)).adaptedTo(608).workingSizes());
    assertEquals(List.of(16), SMALL.withWorkingSizes(List.of(17, 20)).adaptedTo(16).workingSizes());
  }

  /** The smaller size counts for the vessel map only if it is above 0.8 times the largest. */
  @Test
  void vesselsAreAveragedOverSizesThatShowThem() {
    try (VesselModel model = model()) {
      ProbabilityMap one = model.predict(PHOTOGRAPH, SMALL, ProgressListener.NONE).vessel();
      for (int size : new int[] {64, 76, 80}) {
        WindowStrategy two = SMALL.withWorkingSizes(List.of(size, 96));
        ProbabilityMap both = model.predict(PHOTOGRAPH, two, ProgressListener.NONE).vessel();
        assertEquals(both, model.segment(PHOTOGRAPH, two, ProgressListener.NONE));
        assertEquals(size < 77, one.equals(both), "size " + size);
      }
    }
  }

  @Test
  void theCaliberOfARibbonIsItsWidth() {
    float[] values = new float[100 * 100];
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 100; x++) {
        values[y * 100 + x] = x % 25 >= 10 && x % 25 < 16 ? 1 : 0;
      }
    }
    assertEquals(6, VesselCaliber.of(ProbabilityMap.wrap(100, 100, values)), 1e-9);
    assertEquals(0, VesselCaliber.of(ProbabilityMap.wrap(100, 100, new float[10000])));
  }

  @Test
  void stopsWhenCancelledAtAnySize() {
    WindowStrategy several = SMALL.withWorkingSizes(List.of(48, 96)).withCaliber(1e9);
    try (VesselModel model = model()) {
      for (int last = 0; last < 3; last++) {
        int most = last;
        ProgressListener cancelling =
            new ProgressListener() {
              private int heard;

              @Override
              public void progress(String stage, long done, long total) {
                heard++;
              }

              @Override
              public boolean cancelled() {
                return heard > most;
              }
            };
        assertThrows(
            CancellationException.class, () -> model.predict(PHOTOGRAPH, several, cancelling));
      }
    }
  }

  @Test
  void aModelOfVersionOneSeesWholeFramesAsBefore() {
    ModelSpecification specification = SeqNetConfig.seqNet(2, 1).specification();
    assertEquals(Framing.WHOLE_FRAME, specification.framing());
    assertEquals(new WindowStrategy(576, 320, 256, 32), WindowStrategy.fast(specification));
  }

  @Test
  void theModelThatComesWithTheLibraryFramesPhotographs() {
    try (VesselModel model = SeqNet.pretrained()) {
      ModelSpecification specification = model.model().specification();
      assertEquals(Framing.FIELD_OF_VIEW, specification.framing());
      assertEquals(ModelSpecification.DEFAULT_WORKING_SIZES, specification.workingSizes());
      assertEquals(WindowStrategy.fast(), model.strategy());
    }
  }

  @Test
  void modelsAreOpenedByName() {
    assertEquals(List.of(SeqNet.RESEARCH, SeqNet.OPEN), SeqNet.names());
    for (String name : SeqNet.names()) {
      try (VesselModel model = SeqNet.pretrained(name)) {
        assertEquals(name.equals(SeqNet.RESEARCH), model.model().license().contains("DRIVE"), name);
        assertTrue(model.model().specification().separatesArteriesAndVeins(), name);
      }
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> SeqNet.pretrained("clinical"))
            .getMessage();
    assertTrue(message.contains("clinical") && message.contains("research, open"), message);
  }

  private static VesselModel model() {
    return model(2);
  }

  private static VesselModel model(int threads) {
    SeqNetConfig config = SeqNetConfig.seqNet(2, 1);
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(config), 7);
    Provenance provenance = Provenance.now(List.of(), "none", OptionalLong.of(7), "");
    return VesselModel.of(
        new TrainedModel(config, weights, provenance, ""),
        VesselModelOptions.defaults().withThreads(threads));
  }

  private static RgbImage withBorder(RgbImage image, int x, int y) {
    int width = image.width() + 2 * x;
    int height = image.height() + 2 * y;
    float[] samples = new float[3 * width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = image.sample(0, 0, i % 3);
    }
    image.copyTo(0, 0, image.width(), image.height(), samples, 3 * (y * width + x), 3 * width);
    return RgbImage.wrap(width, height, samples);
  }

  private static float[] noise(int pixels) {
    float[] samples = new float[3 * pixels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (i * 7919 % 1009) / 1009f;
    }
    return samples;
  }
}

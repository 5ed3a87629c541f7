// SPDX-License-Identifier: MIT
package io.github.seqnet.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.BinaryMask;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.VesselMaps;
import io.github.seqnet.progress.ProgressListener;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VesselPipelineTest {
  private static final RgbImage IMAGE = RgbImage.of(6, 4, new float[6 * 4 * 3]);

  /** Working resolution 3 x 2: an artery in the left column, a vein in the middle one. */
  private static final VesselMaps MAPS =
      new VesselMaps(
          map(0.9f, 0.9f, 0f, 0.9f, 0.9f, 0f),
          map(0.8f, 0.1f, 0f, 0.8f, 0.1f, 0f),
          map(0.2f, 0.7f, 0f, 0.2f, 0.7f, 0f));

  private static final VesselPipeline PIPELINE =
      VesselPipeline.of((image, listener) -> MAPS)
          .withOptions(
              PipelineOptions.defaults()
                  .withFieldOfView(PipelineOptions.FieldOfViewMode.WHOLE_IMAGE));

  @Test
  void labelsWithoutARefinerAreThePredictorsOwn() {
    VesselAnalysis analysis = PIPELINE.analyze(IMAGE);
    assertEquals(6, analysis.width());
    assertEquals(Optional.empty(), analysis.refinedLabels());
    assertSame(MAPS, analysis.prediction());
    assertArrayEquals(new byte[] {1, 1, 2, 2, 0, 0}, Arrays.copyOf(analysis.labels().toArray(), 6));
  }

  @Test
  void refinesAtTheWorkingResolution() {
    VesselAnalysis analysis =
        PIPELINE
            .withRefiner(
                (maps, photograph) -> {
                  assertEquals(3, photograph.get().width());
                  assertEquals(2, photograph.get().height());
                  return ArteryVeinMap.of(3, 2, new byte[] {2, 0, 0, 2, 0, 0});
                })
            .analyze(IMAGE);
    // The middle column takes the label of its labeled neighbor.
    assertArrayEquals(new byte[] {2, 2, 2, 2, 0, 0}, Arrays.copyOf(analysis.labels().toArray(), 6));
  }

  @Test
  void keepsThePredictorsChoiceWhereTheRefinerHasNone() {
    VesselAnalysis analysis =
        PIPELINE
            .withRefiner((maps, photograph) -> ArteryVeinMap.of(3, 2, new byte[6]))
            .analyze(IMAGE);
    assertArrayEquals(new byte[] {1, 1, 2, 2, 0, 0}, Arrays.copyOf(analysis.labels().toArray(), 6));
  }

  @Test
  void nothingIsFoundOutsideOfTheGivenFieldOfView() {
    byte[] mask = new byte[24];
    for (int i = 0; i < 24; i++) {
      mask[i] = (byte) (i % 6 < 2 ? 1 : 0);
    }
    VesselAnalysis analysis =
        PIPELINE.analyze(IMAGE, BinaryMask.of(6, 4, mask), ProgressListener.NONE);
    assertEquals(FieldOfView.Source.GIVEN, analysis.fieldOfView().source());
    assertEquals(0.9f, analysis.workingMaps().vessel().get(0, 0));
    assertEquals(0f, analysis.workingMaps().vessel().get(1, 0));
    assertEquals(0.9f, analysis.prediction().vessel().get(1, 0));
    assertEquals(0f, analysis.maps().vessel().get(2, 0));
    assertEquals(8, analysis.labels().vessels().count());
  }

  @Test
  void rejectsAnEmptyFieldOfView() {
    BinaryMask empty = BinaryMask.of(6, 4, new byte[24]);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PIPELINE.analyze(IMAGE, empty, ProgressListener.NONE));
    assertTrue(e.getMessage().contains("empty"), e.getMessage());
  }

  @Test
  void theRefinerSeesNothingOutsideOfTheFieldOfView() {
    byte[] mask = new byte[24];
    for (int i = 0; i < 24; i++) {
      mask[i] = (byte) (i % 6 < 2 ? 1 : 0);
    }
    VesselAnalysis analysis =
        PIPELINE
            .withRefiner((maps, photograph) -> maps.labels(0.5))
            .analyze(IMAGE, BinaryMask.of(6, 4, mask), ProgressListener.NONE);
    assertArrayEquals(
        new byte[] {1, 0, 0, 1, 0, 0}, analysis.refinedLabels().orElseThrow().toArray());
  }

  @ParameterizedTest
  @CsvSource({"0.05, 24", "0.5, 16", "0.85, 12", "0.95, 0"})
  void theThresholdDecidesWhatIsAVessel(double threshold, int vessels) {
    VesselMaps maps =
        new VesselMaps(map(0.9f, 0.9f, 0.1f, 0.9f, 0.9f, 0.1f), MAPS.artery(), MAPS.vein());
    VesselAnalysis analysis =
        VesselPipeline.of((image, listener) -> maps)
            .withOptions(PipelineOptions.defaults().withVesselThreshold(threshold))
            .analyze(IMAGE);
    assertEquals(vessels, analysis.labels().vessels().count());
  }

  @Test
  void saysThatTheWholeImageCounts() {
    VesselAnalysis analysis = VesselPipeline.of((image, listener) -> MAPS).analyze(IMAGE);
    assertEquals(FieldOfView.wholeImage(6, 4), analysis.fieldOfView());
  }

  @Test
  void refusesAMaskOfAnotherSize() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PIPELINE.analyze(IMAGE, BinaryMask.full(4, 6), ProgressListener.NONE));
    assertEquals("field of view must be 6 x 4 pixels as the image, got 4 x 6", e.getMessage());
  }

  @Test
  void refusesRefinedLabelsOfAnotherSize() {
    VesselPipeline pipeline =
        PIPELINE.withRefiner((maps, photograph) -> ArteryVeinMap.of(1, 1, new byte[1]));
    assertThrows(IllegalStateException.class, () -> pipeline.analyze(IMAGE));
  }

  @Test
  void endsWhenCancelled() {
    ProgressListener cancelled =
        new ProgressListener() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThrows(CancellationException.class, () -> PIPELINE.analyze(IMAGE, cancelled));
  }

  @Test
  void refusesAThresholdOutOfRange() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PipelineOptions.defaults().withVesselThreshold(1));
    assertEquals("vesselThreshold must be at least 0 and below 1, got 1.0", e.getMessage());
  }

  private static ProbabilityMap map(float... values) {
    return ProbabilityMap.of(3, 2, values);
  }
}

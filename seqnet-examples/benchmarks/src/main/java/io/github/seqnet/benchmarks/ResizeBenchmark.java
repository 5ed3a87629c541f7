// SPDX-License-Identifier: MIT
package io.github.seqnet.benchmarks;

import io.github.seqnet.image.ProbabilityMap;
import io.github.seqnet.image.RgbImage;
import io.github.seqnet.preprocess.Resampler;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Resampling: an 8-megapixel photograph to the network's size, and a map back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResizeBenchmark {
  private static final int WIDTH = 3504;
  private static final int HEIGHT = 2336;
  private static final int WORKING = 576;

  private RgbImage photograph;
  private ProbabilityMap map;

  /** Noise, which no resampler can skip. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    float[] samples = new float[WIDTH * HEIGHT * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    photograph = RgbImage.wrap(WIDTH, HEIGHT, samples);
    float[] values = new float[WORKING * WORKING];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    map = ProbabilityMap.wrap(WORKING, WORKING, values);
  }

  /** 3504 x 2336 to 576 x 576, three channels. */
  @Benchmark
  public RgbImage shrinkPhotograph() {
    return Resampler.resize(photograph, WORKING, WORKING);
  }

  /** 576 x 576 to 3504 x 2336, one channel. */
  @Benchmark
  public ProbabilityMap enlargeMap() {
    return Resampler.resize(map, WIDTH, HEIGHT);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import io.github.seqnet.image.RgbImage;
import io.github.seqnet.image.io.ImageFiles;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.nn.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Untrained networks and noise, so that the tests of the command line are quick. */
public final class SmallModel {
  public static final SeqNetConfig SEQNET = SeqNetConfig.seqNet(1, 1);
  public static final SeqNetConfig ITERNET = SeqNetConfig.iterNet(1, 1);

  private SmallModel() {}

  public static Path write(Path file, SeqNetConfig config) throws IOException {
    WeightFile.write(
        file,
        new TrainedModel(
            config,
            weights(config),
            Provenance.now(List.of(), "untrained", OptionalLong.of(1), ""),
            ""));
    return file;
  }

  public static Path writeKeras(Path file, SeqNetConfig config) throws IOException {
    KerasFile.write(file, config, weights(config));
    return file;
  }

  public static NetworkWeights weights(SeqNetConfig config) {
    return NetworkWeights.initial(SeqNetArchitecture.network(config), 1);
  }

  public static Path writeImage(Path file, int width, int height) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    float[] samples = new float[width * height * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    ImageFiles.writePng(file, RgbImage.wrap(width, height, samples));
    return file;
  }
}

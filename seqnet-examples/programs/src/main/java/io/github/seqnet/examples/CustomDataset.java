// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.DatasetProvider;
import io.github.seqnet.dataset.LabelKind;
import io.github.seqnet.dataset.LabeledImage;
import io.github.seqnet.dataset.Sample;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.synthetic.FundusGenerator;
import io.github.seqnet.synthetic.FundusOptions;
import io.github.seqnet.synthetic.SyntheticFundus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds a data set as code: generated fundus photographs, made when they are loaded. A data set in
 * an archive or a database looks the same. If a jar names this class in {@code
 * META-INF/services/io.github.seqnet.dataset.DatasetProvider}, the command line accepts {@code
 * --data generated:<folder>}.
 *
 * <p>Prints the name and the number of vessel pixels of each image.
 */
public final class CustomDataset implements DatasetProvider {
  private static final int TRAINING_IMAGES = 4;
  private static final int IMAGES = 6;

  @Override
  public String id() {
    return "generated";
  }

  @Override
  public boolean hasSplit() {
    return true;
  }

  @Override
  public Dataset open(Path root, Split split) {
    int from = split == Split.TEST ? TRAINING_IMAGES : 0;
    int to = split == Split.TRAINING ? TRAINING_IMAGES : IMAGES;
    List<Sample> samples =
        IntStream.range(from, to).<Sample>mapToObj(GeneratedSample::new).toList();
    return new Dataset("generated", samples);
  }

  /** A photograph that is generated when it is loaded. */
  private record GeneratedSample(int seed) implements Sample {
    @Override
    public String name() {
      return "eye" + seed;
    }

    @Override
    public LabelKind kind() {
      return LabelKind.ARTERY_VEIN;
    }

    @Override
    public LabeledImage load() {
      SyntheticFundus fundus =
          FundusGenerator.generate(FundusOptions.defaults().withSize(300, 280).withSeed(seed));
      FieldOfView view = new FieldOfView(fundus.fieldOfView(), FieldOfView.Source.GIVEN);
      return new LabeledImage(name(), fundus.image(), fundus.labels(), view, kind());
    }
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    for (Sample sample : new CustomDataset().open(Path.of("."), Split.ALL).samples()) {
      System.out.println(sample.name() + ": " + sample.load().labels().vessels().count());
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.analysis.RetinaAnalyzer;
import io.github.seqnet.analysis.RetinaReport;
import io.github.seqnet.dataset.Dataset;
import io.github.seqnet.dataset.Split;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.training.CrossEntropyLoss;
import io.github.seqnet.nn.training.DiceLoss;
import io.github.seqnet.nn.training.LearningRate;
import io.github.seqnet.nn.training.LossOptions;
import io.github.seqnet.nn.training.TrainingOptions;
import io.github.seqnet.nn.training.TrainingReport;
import io.github.seqnet.nn.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Trains, saves, loads and runs a network that this library does not know: an attention U-Net
 * (Oktay et al. 2018, arXiv:1804.03999) with residual blocks (He et al. 2016,
 * doi:10.1109/CVPR.2016.90) and batch normalization. The training images are generated.
 *
 * <p>Arguments: the folder of the training, the number of steps, and optionally a photograph to
 * analyze with the trained network.
 */
public final class BringYourOwnNetwork {
  private final NetworkBuilder builder = new NetworkBuilder("image", 3);

  private BringYourOwnNetwork() {}

  /** The network: {@code levels} poolings, {@code width} channels at full resolution. */
  static Network network(int width, int levels) {
    return new BringYourOwnNetwork().attentionUnet(width, levels);
  }

  private Network attentionUnet(int width, int levels) {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor x = residual("encoder0", builder.input(), width);
    for (int level = 1; level <= levels; level++) {
      skips.push(x);
      x = residual("encoder" + level, builder.maxPooling(x), width << level);
    }
    for (int level = levels - 1; level >= 0; level--) {
      Tensor up =
          builder.convolution("up" + level, builder.bilinearUpsampling(x), 3, width << level);
      Tensor skip = attention("attention" + level, skips.pop(), up);
      x = residual("decoder" + level, builder.concatenation(List.of(up, skip)), width << level);
    }
    builder.output("maps", builder.sigmoid(builder.convolution("head", x, 1, 3)));
    return builder.build();
  }

  /** Two normalized convolutions, added to a 1 x 1 convolution of the input. */
  private Tensor residual(String name, Tensor x, int filters) {
    Tensor y =
        normalized(
            name + ".second", builder.relu(normalized(name + ".first", x, filters)), filters);
    return builder.relu(
        builder.addition(List.of(y, builder.convolution(name + ".shortcut", x, 1, filters))));
  }

  private Tensor normalized(String name, Tensor x, int filters) {
    return builder.batchNormalization(name + ".norm", builder.convolution(name, x, 3, filters));
  }

  /** Weights the pixels of a skip connection by a map that depends on the coarser level. */
  private Tensor attention(String name, Tensor skip, Tensor gate) {
    int filters = Math.max(1, skip.channels() / 2);
    Tensor both =
        builder.addition(
            List.of(
                builder.convolution(name + ".skip", skip, 1, filters),
                builder.convolution(name + ".gate", gate, 1, filters)));
    Tensor weight =
        builder.sigmoid(builder.convolution(name + ".weight", builder.relu(both), 1, 1));
    return builder.multiplication(weight, skip);
  }

  /** The network and which of its channels are the vessel, artery and vein maps. */
  static ModelSpecification specification(Network network, int workingSize) {
    return ModelSpecification.of(network, OutputMap.channel("maps", 0))
        .withArteryVein(OutputMap.channel("maps", 1), OutputMap.channel("maps", 2))
        .withWorkingSize(workingSize);
  }

  /** Trains on generated photographs. */
  static TrainingReport train(ModelSpecification model, long steps, Path folder)
      throws IOException {
    LossOptions loss = LossOptions.of(CrossEntropyLoss.defaults()).plus(0.5, DiceLoss.defaults());
    TrainingOptions options =
        TrainingOptions.of(loss, steps).withMicroBatches(2).withRate(LearningRate.oneCycle(1e-2));
    Dataset data = new CustomDataset().open(folder, Split.TRAINING);
    return SmallTraining.run(model, options, data, List.of(), folder);
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Arguments.require(2, arguments, "BringYourOwnNetwork <training folder> <steps> [<photograph>]");
    Path folder = Path.of(arguments[0]);
    ModelSpecification model = specification(network(8, 3), 256);
    TrainingReport training = train(model, Long.parseLong(arguments[1]), folder);
    Path file = folder.resolve("attention-unet.seqnet");
    WeightFile.write(file, training.last());
    if (arguments.length > 2) {
      try (VesselModel predictor = VesselModel.load(file)) {
        RetinaAnalyzer analyzer = RetinaAnalyzer.of(predictor);
        RetinaReport report = analyzer.analyze(Path.of(arguments[2]));
        analyzer.table().writeCsv(List.of(report.toRow()), folder.resolve("measures.csv"));
      }
    }
  }
}

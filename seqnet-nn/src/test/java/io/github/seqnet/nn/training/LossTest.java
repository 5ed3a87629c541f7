// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.Descriptor;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.weights.NetworkWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossTest {
  private static final SeqNetConfig SINGLE = SeqNetConfig.iterNet(2, 1).withDropout(0);

  @TempDir Path folder;

  /** A loss of a user. */
  record SquaredError() implements Loss {
    private static final long serialVersionUID = 1L;

    @Override
    public Descriptor descriptor() {
      return Descriptor.of("squared-error");
    }

    @Override
    public double evaluate(LossInput input, LossGradients gradients) {
      double sum = 0;
      for (Target map : input.maps()) {
        float[] p = input.probabilities(map);
        float[] t = input.groundTruth(map);
        float[] w = input.weights(map);
        for (int i = 0; i < p.length; i++) {
          sum += w[i] * (p[i] - t[i]) * (p[i] - t[i]) / p.length;
          gradients.of(map)[i] += 2 * w[i] * (p[i] - t[i]) / p.length;
        }
      }
      return sum;
    }
  }

  @Nested
  class CrossEntropy extends LossContract {
    @Override
    protected Loss loss() {
      return new CrossEntropyLoss(5);
    }
  }

  @Nested
  class Contrast extends LossContract {
    @Override
    protected Loss loss() {
      return new ContrastLoss();
    }
  }

  @Nested
  class Dice extends LossContract {
    @Override
    protected Loss loss() {
      return DiceLoss.defaults();
    }
  }

  @Nested
  class Focal extends LossContract {
    @Override
    protected Loss loss() {
      return new FocalLoss(2, 0.7);
    }
  }

  @Nested
  class CenterlineDice extends LossContract {
    @Override
    protected Loss loss() {
      return new CenterlineDiceLoss(3);
    }
  }

  @Nested
  class Sum extends LossContract {
    @Override
    protected Loss loss() {
      return Loss.sum(
          List.of(
              new WeightedLoss(0.5, DiceLoss.defaults()),
              new WeightedLoss(2, FocalLoss.defaults())));
    }
  }

  @Nested
  class OfAUser extends LossContract {
    @Override
    protected Loss loss() {
      return new SquaredError();
    }
  }

  private List<Double> losses(ModelSpecification model, LossOptions loss, long steps)
      throws IOException {
    List<Double> losses = new ArrayList<>();
    TrainingOptions options =
        TrainingOptions.balanced(SINGLE, steps)
            .withLoss(loss)
            .withMicroBatches(1)
            .withAverageDecay(TrainingOptions.NO_AVERAGE)
            .withRate(LearningRate.constant(5e-3));
    new Trainer(model, options, LineCrops::feed, List.of("generated"))
        .listener(
            new TrainingListener() {
              @Override
              public void stepDone(StepDone event) {
                losses.add(event.loss());
              }
            })
        .train(folder.resolve(Integer.toString(loss.hashCode())));
    return losses;
  }

  @Test
  void crossEntropyInJavaTrainsLikeTheNativeOne() throws IOException {
    String output = SINGLE.specification().vessel().output();
    LossOptions inNative =
        new LossOptions(
            List.of(new LossOptions.OutputTerm(output, Loss.Target.VESSEL, 1)), List.of(), 1, 1);
    List<Double> expected = losses(SINGLE.specification(), inNative, 4);
    List<Double> found =
        losses(SINGLE.specification(), LossOptions.of(CrossEntropyLoss.defaults()), 4);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), found.get(i), 1e-4 * expected.get(i));
    }
  }

  @Test
  void aNetworkOfOneOutputWithThreeChannelsTrains() {
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    Tensor hidden = builder.relu(builder.convolution("hidden", builder.input(), 3, 4));
    builder.output("maps", builder.sigmoid(builder.convolution("maps", hidden, 1, 3)));
    ModelSpecification model =
        ModelSpecification.of(builder.build(), OutputMap.channel("maps", 0))
            .withArteryVein(OutputMap.channel("maps", 1), OutputMap.channel("maps", 2));
    LossOptions loss =
        LossOptions.of(DiceLoss.defaults())
            .plus(0.2, new ContrastLoss())
            .plus(0.1, CenterlineDiceLoss.defaults());
    float[] parameters =
        FlatParameters.of(model.network(), NetworkWeights.initial(model.network(), 1));
    float[] gradient = new float[parameters.length];
    float[] mean = new float[parameters.length];
    float[] square = new float[parameters.length];
    double first = 0;
    double last = 0;
    try (TrainingEngine engine = new TrainingEngine(model, loss, parameter -> true, 2, 2)) {
      for (int step = 1; step <= 200; step++) {
        double[] terms = engine.run(parameters, LineCrops.batch(step), step, gradient);
        last = terms[0];
        first = step == 1 ? last : first;
        Adam.update(parameters, mean, square, gradient, 1, 0.05, step, 0, parameters.length);
      }
    }
    assertTrue(last < 0.7 * first, first + " to " + last);
  }

  @Test
  void aTrainingIsResumedOnlyWithItsLoss() throws IOException {
    LossOptions loss = LossOptions.balanced(SINGLE).plus(0.5, DiceLoss.defaults());
    TrainingOptions options =
        TrainingOptions.balanced(SINGLE, 2).withMicroBatches(2).withLoss(loss);
    Path run = folder.resolve("run");
    new Trainer(SINGLE, options, LineCrops::feed, List.of()).train(run);
    TrainingOptions other =
        options.withLoss(LossOptions.balanced(SINGLE).plus(0.5, new DiceLoss(2)));
    Trainer trainer = new Trainer(SINGLE, other, LineCrops::feed, List.of());
    String message =
        assertThrows(IllegalArgumentException.class, () -> trainer.resume(run)).getMessage();
    assertTrue(message.contains("loss.losses"), message);
    assertTrue(message.contains("smoothing=1.0"), message);
    assertTrue(message.contains("smoothing=2.0"), message);
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.seqnet.nn.Backend;
import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.architecture.FoldedNetwork;
import io.github.seqnet.nn.architecture.IterNetStream;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.inference.WindowStrategy;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Provenance;
import io.github.seqnet.nn.weights.TrainedModel;
import io.github.seqnet.testing.SerializationChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every option and result type of this module survives serialization. */
class SerializationTest {
  /** Types that refer to files, and arrays that are filled again for each micro-batch. */
  private static final Set<Class<?>> NOT_VALUES =
      Set.of(LossInput.class, TrainingListener.Saved.class);

  @TempDir private static Path folder;

  /** A network with every kind of layer. */
  private static ModelSpecification everyLayer() {
    NetworkBuilder b = new NetworkBuilder("image", 3);
    Tensor a = b.relu(b.convolution("a", b.input(), 3, 4));
    Tensor half = b.leakyRelu(b.convolution("b", a, 3, 4, 2, 1), 0.1);
    half = b.batchNormalization("norm", b.depthwiseConvolution("c", half, 3, 1, 2));
    Tensor pooled = b.addition(List.of(b.maxPooling(a), b.averagePooling(a), half));
    Tensor attention =
        b.addition(List.of(b.globalAveragePooling(pooled), b.globalMaxPooling(pooled)));
    Tensor gated = b.dropout(b.multiplication(b.sigmoid(attention), pooled), 0.1);
    Tensor up =
        b.concatenation(
            List.of(
                b.nearestUpsampling(gated),
                b.bilinearUpsampling(gated),
                b.upConvolution("up", b.stopGradient(gated), 2)));
    b.output("classes", b.softmax(b.convolution("classes", up, 1, 3)));
    b.output("vessel", b.sigmoid(b.convolution("head", up, 1, 1)));
    return ModelSpecification.of(b.build(), OutputMap.channel("vessel", 0)).withWorkingSize(32);
  }

  private static List<Object> samples() throws IOException {
    SeqNetConfig config = SeqNetConfig.seqNet(1, 1);
    ModelSpecification specification = config.specification();
    List<Object> samples = new ArrayList<>();
    samples.add(config);
    samples.add(everyLayer());
    samples.add(VesselModelOptions.defaults());
    samples.add(WindowStrategy.balanced());
    NetworkWeights weights = NetworkWeights.initial(specification.network(), 1);
    TrainedModel model =
        new TrainedModel(
            specification,
            weights,
            Provenance.now(List.of("DRIVE"), "test", OptionalLong.of(3), "notes"),
            "none");
    samples.add(model);
    samples.add(
        new TrainingReport(
            TrainingReport.Reason.STEPS_DONE,
            9,
            Duration.ofSeconds(3),
            model,
            model,
            OptionalDouble.of(0.5)));
    Validation.Result result = new Validation.Result(0.5, Map.of("dice", 0.5));
    samples.add(new TrainingListener.Validated(9, result, true, Duration.ofSeconds(1)));
    samples.add(
        new TrainingListener.StepDone(
            1, 9, 0.5, Map.of("vessel", 0.5), 1e-3, 2, Duration.ZERO, Duration.ofSeconds(8)));
    samples.add(LossOptions.balanced(config));
    samples.add(new Backend("CpuBackend", true, true, true));
    samples.add(FoldedNetwork.of(everyLayer().network()));
    NetworkBuilder builder = new NetworkBuilder("image", 3);
    samples.add(IterNetStream.add(builder, "s", builder.input(), Optional.empty(), config));
    Path file = folder.resolve("weights.h5");
    KerasFile.write(file, config, weights);
    samples.add(KerasFile.read(file));
    samples.add(
        TrainingOptions.of(LossOptions.of(DiceLoss.defaults()), 9)
            .withRate(LearningRate.cosine(1e-3, 2)));
    samples.add(LossOptions.of(CrossEntropyLoss.defaults()));
    samples.add(LossOptions.of(Loss.sum(List.of(new WeightedLoss(0.2, new ContrastLoss())))));
    samples.add(LossOptions.of(FocalLoss.defaults()));
    samples.add(LossOptions.of(CenterlineDiceLoss.defaults()));
    samples.add(LearningRate.constant(1e-3));
    samples.add(LearningRate.step(1e-3, 5, 0.5));
    samples.add(LearningRate.oneCycle(1e-3));
    return samples;
  }

  @TestFactory
  Stream<DynamicTest> everyValueSurvivesJavaSerializationAndKryo() throws IOException {
    return SerializationChecks.reachable(samples()).entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().getName(),
                    () -> SerializationChecks.assertRoundTrips(entry.getValue())));
  }

  @Test
  void everyValueTypeOfThePublicApiHasASample() throws IOException {
    Map<Class<?>, Object> reachable = SerializationChecks.reachable(samples());
    List<String> missing = new ArrayList<>();
    for (Class<?> type :
        SerializationChecks.valueTypes(
            VesselModel.class,
            name -> name.startsWith("io.github.seqnet.nn") && !name.contains(".internal"))) {
      if (!reachable.containsKey(type) && !NOT_VALUES.contains(type)) {
        missing.add(type.getName());
      }
    }
    assertEquals(List.of(), missing, "types without a sample in samples()");
  }
}

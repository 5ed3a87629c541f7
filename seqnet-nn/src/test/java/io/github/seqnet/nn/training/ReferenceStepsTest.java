package io.github.seqnet.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.internal.ParameterBlock;
import io.github.seqnet.nn.internal.TrainingPlan;
import io.github.seqnet.nn.weights.ImportedWeights;
import io.github.seqnet.nn.weights.KerasFile;
import io.github.seqnet.nn.weights.LayerMapping;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.testing.Shared;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Ten training steps of a k = 4, T = 3 network beside those of the reference under Keras. */
class ReferenceStepsTest {
  private static final double RATE = 1e-3;

  @Test
  void stepsMatchTheReference() throws IOException {
    Path folder = Shared.path("fixtures/trainstep");
    ImportedWeights start = KerasFile.read(folder.resolve("step0.hdf5"));
    Network network = SeqNetArchitecture.network(start.config().withDropout(0));
    float[] parameters = flat(network, start.weights());
    List<String> rows = new ArrayList<>(network.outputs().keySet());

    try (HdfFile batch = new HdfFile(folder.resolve("batch.hdf5"));
        ParameterBlock block = new ParameterBlock(network, DataType.FLOAT);
        TrainingPlan plan =
            new TrainingPlan(
                network, block, 4, 64, 64, DataType.FLOAT, rows, List.of(), parameter -> true)) {
      float[] image = Flat.floats(batch, "x");
      int pixels = plan.pixels();
      float[] target = new float[12 * pixels];
      float[] weight = new float[12 * pixels];
      String[] names = {"seg", "art", "vei"};
      for (int row = 0; row < 12; row++) {
        System.arraycopy(Flat.floats(batch, names[row / 4]), 0, target, row * pixels, pixels);
      }
      java.util.Arrays.fill(weight, 1f / pixels);
      double[] reference = Flat.doubles(batch, "losses");

      float[] mean = new float[parameters.length];
      float[] square = new float[parameters.length];
      for (int step = 1; step <= 10; step++) {
        block.put(parameters);
        double[] losses = plan.run(image, target, weight, 0);
        for (int row = 0; row < 12; row++) {
          double expected = reference[(step - 1) * 12 + row];
          // The tolerance of the issue: 1e-3 relative.
          assertEquals(expected, losses[row], 1e-3 * expected, rows.get(row) + ", step " + step);
        }
        float[] gradient = new float[parameters.length];
        plan.gradients().addTo(gradient);
        if (step == 1) {
          checkGradients(folder.resolve("gradients-step1.hdf5"), start, network, gradient);
        }
        Adam.update(parameters, mean, square, gradient, 1f, RATE, step);
        if (step == 1) {
          checkWeights(network, folder.resolve("step1.hdf5"), parameters);
        }
      }
      checkWeights(network, folder.resolve("step10.hdf5"), parameters);
    }
  }

  /** Every gradient within 1e-4 of the largest of its tensor, as the issue asks. */
  private static void checkGradients(
      Path file, ImportedWeights start, Network network, float[] gradient) {
    Map<String, float[]> expected = new HashMap<>();
    try (HdfFile hdf = new HdfFile(file)) {
      for (LayerMapping mapping : start.mapping()) {
        expected.put(mapping.kernel().name(), Flat.floats(hdf, mapping.layer() + "/kernel:0"));
        expected.put(mapping.bias().name(), Flat.floats(hdf, mapping.layer() + "/bias:0"));
      }
    }
    int offset = 0;
    for (Parameter parameter : network.parameters().values()) {
      float[] wanted = expected.get(parameter.name());
      assertEquals(parameter.length(), wanted.length, parameter.name());
      float largest = 0;
      for (float value : wanted) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < wanted.length; i++) {
        assertEquals(wanted[i], gradient[offset + i], 1e-4 * largest, parameter.name());
      }
      offset += parameter.length();
    }
  }

  private static void checkWeights(Network network, Path file, float[] parameters)
      throws IOException {
    float[] expected = flat(network, KerasFile.read(file).weights());
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - parameters[i]));
    }
    assertTrue(largest < 1e-3, "weights differ from " + file.getFileName() + " by " + largest);
  }

  private static float[] flat(Network network, NetworkWeights weights) {
    float[] flat = new float[(int) network.parameterCount()];
    int offset = 0;
    for (String name : network.parameters().keySet()) {
      float[] values = weights.values(name);
      System.arraycopy(values, 0, flat, offset, values.length);
      offset += values.length;
    }
    return flat;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.examples;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.nn.inference.InferenceEngine;
import io.github.seqnet.nn.weights.NetworkWeights;
import io.github.seqnet.nn.weights.Safetensors;
import io.github.seqnet.nn.weights.WeightMapping;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs a network that is not ours: lwnet (Galdran et al., "State-of-the-art retinal vessel
 * segmentation with minimalistic models", Scientific Reports 2022, doi:10.1038/s41598-022-09675-y),
 * two U-Nets in a row; the second receives the image and the logits of the first.
 *
 * <p>{@code Lwnet <weights.safetensors> <io.h5> [<tag>]} infers the widths and the number of
 * classes from the file, runs the input {@code x<tag>} and compares the logits with {@code
 * first_logits<tag>} and {@code final_logits<tag>}. The exit code is 1 if a difference exceeds
 * 1e-4.
 */
public final class Lwnet {
  private static final double TOLERANCE = 1e-4;

  private final Safetensors file;
  private final NetworkBuilder builder;

  private Lwnet(Safetensors file) {
    this.file = file;
    builder = new NetworkBuilder("x", file.shape("unet1.first.block.0.weight").get(1));
  }

  /** Describes the network whose weights a file holds. */
  static Network network(Safetensors file) {
    return new Lwnet(file).network();
  }

  private Network network() {
    Tensor first = unet("unet1.", builder.input());
    Tensor both = builder.concatenation(List.of(builder.input(), first));
    builder.output("first_logits", first);
    builder.output("final_logits", unet("unet2.", both));
    return builder.build();
  }

  private Tensor unet(String name, Tensor x) {
    List<Tensor> skips = new ArrayList<>();
    Tensor h = block(name + "first.", x);
    for (int i = 0; file.contains(name + "down_path." + i + ".block.0.weight"); i++) {
      skips.add(h);
      h = block(name + "down_path." + i + ".", builder.maxPooling(h));
    }
    for (int i = 0; i < skips.size(); i++) {
      String level = name + "up_path." + i + ".";
      Tensor skip = skips.get(skips.size() - 1 - i);
      Tensor up = upsampling(level + "up_layer.block.", h, skip.channels());
      if (file.contains(level + "conv_bridge_layer.block.0.weight")) {
        skip = convolution(level + "conv_bridge_layer.block.", 0, skip);
      }
      h = block(level + "conv_layer.", builder.concatenation(List.of(up, skip)));
    }
    return builder.convolution(name + "final", h, 1, filters(name + "final"));
  }

  /** A transposed convolution, or bilinear interpolation and a 1 x 1 convolution. */
  private Tensor upsampling(String name, Tensor x, int filters) {
    return file.contains(name + "0.weight")
        ? builder.upConvolution(name + "0", x, filters)
        : builder.convolution(name + "1", builder.bilinearUpsampling(x), 1, filters);
  }

  /** Two convolutions, plus a convolution of the input if the network has shortcuts. */
  private Tensor block(String name, Tensor x) {
    Tensor y = convolution(name + "block.", 3, convolution(name + "block.", 0, x));
    String shortcut = name + "shortcut.";
    if (!file.contains(shortcut + "0.weight")) {
      return y;
    }
    Tensor straight = builder.convolution(shortcut + "0", x, 1, filters(shortcut + "0"));
    return builder.addition(List.of(y, builder.batchNormalization(shortcut + "1", straight)));
  }

  /** A convolution, ReLU and batch normalization. */
  private Tensor convolution(String name, int number, Tensor x) {
    int size = file.shape(name + number + ".weight").get(2);
    Tensor y = builder.convolution(name + number, x, size, filters(name + number));
    return builder.batchNormalization(name + (number + 2), builder.relu(y));
  }

  private int filters(String layer) {
    return file.shape(layer + ".weight").get(0);
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2 || arguments.length > 3) {
      System.err.println("usage: Lwnet <weights.safetensors> <io.h5> [<tag>]");
      System.exit(2);
    }
    String tag = arguments.length == 3 ? arguments[2] : "";
    double largest = compare(Path.of(arguments[0]), Path.of(arguments[1]), tag);
    System.exit(largest <= TOLERANCE ? 0 : 1);
  }

  /**
   * Prints the largest difference of each output.
   *
   * @return the largest of all
   */
  static double compare(Path weightFile, Path io, String tag) throws IOException {
    Safetensors file = Safetensors.read(weightFile);
    Network network = network(file);
    NetworkWeights weights = WeightMapping.pyTorch().withOptionalBiases().read(file, network);
    double largest = 0;
    try (HdfFile hdf = new HdfFile(io);
        InferenceEngine engine =
            new InferenceEngine(network, weights, InferenceEngine.defaultThreads())) {
      int[] shape = hdf.getDatasetByPath("x" + tag).getDimensions();
      float[] x = floats(hdf, "x" + tag);
      Map<String, float[]> outputs =
          engine.run(x, shape[0], shape[1], shape[2], network.outputs().keySet());
      for (Map.Entry<String, float[]> output : outputs.entrySet()) {
        float[] expected = floats(hdf, output.getKey() + tag);
        double difference = difference(expected, output.getValue());
        System.out.printf(Locale.ROOT, "%s max abs difference %.1e%n", output.getKey(), difference);
        largest = Math.max(largest, difference);
      }
    }
    return largest;
  }

  private static float[] floats(HdfFile hdf, String name) {
    Object values = hdf.getDatasetByPath(name).getDataFlat();
    if (values instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    return (float[]) values;
  }

  /** Infinity if lengths differ or a value is not a number. */
  private static double difference(float[] expected, float[] actual) {
    double most = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      double difference = Math.abs((double) expected[i] - actual[i]);
      most = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(most, difference);
    }
    return most;
  }
}

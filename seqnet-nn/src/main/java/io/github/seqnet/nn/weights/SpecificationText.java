// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.OutputMap;
import io.github.seqnet.nn.architecture.Layer;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.NetworkBuilder;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.Tensor;
import io.github.seqnet.preprocess.Framing;
import io.github.seqnet.preprocess.Preprocessing;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a {@link ModelSpecification} as texts by key, and reads it back. A layer is one line, such
 * as
 *
 * <pre>
 * layer.1=Convolution weights=segmentation.e1.conv1 inputs=0 kernelSize=3 filters=8
 * layer.2=Relu inputs=1
 * </pre>
 *
 * <p>The working sizes are one number or several with commas. A file without a framing sees whole
 * frames, as every model did before there was a choice.
 *
 * <p>Tensors have the number of the layer that computes them. Names are percent-encoded. Reading
 * goes through {@link NetworkBuilder}, which checks all shapes.
 */
public final class SpecificationText {
  private static final String LAYER = "layer.";
  private static final String OUTPUT = "output.";
  private static final String MAP = "map.";
  private static final String PREPROCESSING = "preprocessing";
  private static final String WORKING_SIZE = "workingSize";
  private static final String FRAMING = "framing";
  private static final String CALIBER = "caliber";
  private static final int MOST_LAYERS = 10_000;
  private static final int MOST_OUTPUTS = 1_000;
  private static final int MOST_CHANNELS = 1 << 16;

  private SpecificationText() {}

  /** The texts of a specification, by key. */
  public static Map<String, String> toTexts(ModelSpecification specification) {
    Map<String, String> texts = new LinkedHashMap<>();
    putView(specification, texts);
    texts.put(PREPROCESSING, specification.preprocessing().descriptor().toString());
    texts.put(MAP + "vessel", text(specification.vessel()));
    specification.artery().ifPresent(map -> texts.put(MAP + "artery", text(map)));
    specification.vein().ifPresent(map -> texts.put(MAP + "vein", text(map)));
    Network network = specification.network();
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      texts.put(LAYER + i, layers.get(i).accept(new LayerText()));
    }
    network
        .outputs()
        .forEach((name, tensor) -> texts.put(OUTPUT + name, Integer.toString(tensor.id())));
    return texts;
  }

  /** Adds how a model sees a photograph: framing, working sizes and caliber. */
  static void putView(ModelSpecification specification, Map<String, String> texts) {
    texts.put(
        WORKING_SIZE,
        specification.workingSizes().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(",")));
    if (specification.framing() != Framing.WHOLE_FRAME) {
      texts.put(FRAMING, specification.framing().id());
    }
    if (specification.caliber() != 0) {
      texts.put(CALIBER, Double.toString(specification.caliber()));
    }
  }

  /**
   * Takes what {@link #putView} adds; a specification keeps what the texts do not state.
   *
   * @throws IllegalArgumentException if a text is not valid; the message names it
   */
  static ModelSpecification takeView(MetadataEntries texts, ModelSpecification of) {
    ModelSpecification specification = of;
    if (texts.has(WORKING_SIZE)) {
      specification = specification.withWorkingSizes(sizes(texts.take(WORKING_SIZE)));
    }
    if (texts.has(FRAMING)) {
      specification = specification.withFraming(Framing.ofId(texts.take(FRAMING)));
    }
    if (texts.has(CALIBER)) {
      specification = specification.withCaliber(texts.takeNumber(CALIBER));
    }
    return specification;
  }

  /**
   * Reads a specification from texts.
   *
   * @throws IllegalArgumentException if a text is missing or not valid; the message names it
   */
  public static ModelSpecification parse(Map<String, String> texts) {
    return parse(new MetadataEntries("header entry ", texts));
  }

  /** Takes a specification from texts. */
  static ModelSpecification parse(MetadataEntries texts) {
    Network network = network(texts);
    texts.require(WORKING_SIZE);
    ModelSpecification specification =
        takeView(texts, ModelSpecification.of(network, map(texts.take(MAP + "vessel"))));
    if (texts.has(MAP + "artery") || texts.has(MAP + "vein")) {
      specification =
          specification.withArteryVein(
              map(texts.take(MAP + "artery")), map(texts.take(MAP + "vein")));
    }
    Preprocessing preprocessing = texts.takePreparation(PREPROCESSING);
    return specification.withPreprocessing(preprocessing);
  }

  private static List<Integer> sizes(String text) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : text.split(",", -1)) {
      sizes.add(number(WORKING_SIZE, size, 16, 1 << 14));
    }
    return sizes;
  }

  private static Network network(MetadataEntries texts) {
    LayerReader reader = new LayerReader(texts.take(LAYER + 0));
    for (int i = 1; texts.has(LAYER + i); i++) {
      if (i > MOST_LAYERS) {
        throw new IllegalArgumentException("the network has more than " + MOST_LAYERS + " layers");
      }
      reader.add(LAYER + i, texts.take(LAYER + i));
    }
    List<String> outputs = texts.namesWith(OUTPUT);
    if (outputs.size() > MOST_OUTPUTS) {
      throw new IllegalArgumentException("the network has more than " + MOST_OUTPUTS + " outputs");
    }
    for (String name : outputs) {
      reader.output(name.substring(OUTPUT.length()), texts.take(name));
    }
    return reader.builder.build();
  }

  private static String text(OutputMap map) {
    return encoded(map.output())
        + " "
        + map.channels().stream().map(String::valueOf).collect(Collectors.joining(","))
        + (map.complemented() ? " complement" : "");
  }

  private static OutputMap map(String text) {
    String[] words = text.split(" ", -1);
    if (words.length < 2
        || words.length > 3
        || (words.length == 3 && !words[2].equals("complement"))) {
      throw new IllegalArgumentException("not a valid map: " + text);
    }
    List<Integer> channels = new ArrayList<>();
    for (String channel : words[1].split(",", -1)) {
      channels.add(number("channel", channel, 0, MOST_CHANNELS));
    }
    return new OutputMap(decoded(words[0]), channels, words.length == 3);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static String decoded(String name) {
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }

  private static int number(String key, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        key + " must be a whole number in " + least + ".." + most + ", got " + text);
  }

  /** Builds layers from lines. */
  private static final class LayerReader {
    final NetworkBuilder builder;
    private final List<Tensor> tensors = new ArrayList<>();
    private String key = LAYER + 0;
    private Map<String, String> values;

    LayerReader(String inputLine) {
      String kind = split(inputLine);
      if (!kind.equals("Input")) {
        throw new IllegalArgumentException(key + " must be the Input, got " + kind);
      }
      builder = new NetworkBuilder(decoded(take("name")), channels("channels"));
      requireNoneLeft();
      tensors.add(builder.input());
    }

    void add(String newKey, String line) {
      key = newKey;
      String kind = split(line);
      try {
        tensors.add(layer(kind));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(key + ": too large: " + line, e);
      }
      requireNoneLeft();
      Tensor added = tensors.get(tensors.size() - 1);
      if (added.id() != tensors.size() - 1 || added.channels() > 16 * MOST_CHANNELS) {
        throw new IllegalArgumentException(key + ": not a valid layer: " + line);
      }
    }

    void output(String name, String tensor) {
      builder.output(name, tensors.get(number(OUTPUT + name, tensor, 0, tensors.size() - 1)));
    }

    private Tensor layer(String kind) {
      return switch (kind) {
        case "Convolution" -> builder.convolution(weights(), input(), size(), channels("filters"));
        case "StridedConvolution" ->
            builder.convolution(
                weights(), input(), size(), channels("filters"), step("stride"), step("dilation"));
        case "DepthwiseConvolution" ->
            builder.depthwiseConvolution(
                weights(), input(), size(), step("stride"), step("dilation"));
        case "UpConvolution" -> builder.upConvolution(weights(), input(), channels("filters"));
        case "BatchNormalization" ->
            builder.batchNormalization(weights(), input(), decimal("epsilon"));
        case "MaxPooling" -> builder.maxPooling(input());
        case "AveragePooling" -> builder.averagePooling(input());
        case "GlobalAveragePooling" -> builder.globalAveragePooling(input());
        case "GlobalMaxPooling" -> builder.globalMaxPooling(input());
        case "NearestUpsampling" -> builder.nearestUpsampling(input());
        case "BilinearUpsampling" -> builder.bilinearUpsampling(input());
        case "Concatenation" -> builder.concatenation(inputs(1, MOST_LAYERS));
        case "Addition" -> builder.addition(inputs(2, MOST_LAYERS));
        case "Multiplication" -> {
          List<Tensor> both = inputs(2, 2);
          yield builder.multiplication(both.get(0), both.get(1));
        }
        case "Relu" -> builder.relu(input());
        case "LeakyRelu" -> builder.leakyRelu(input(), decimal("alpha"));
        case "Sigmoid" -> builder.sigmoid(input());
        case "Softmax" -> builder.softmax(input());
        case "Dropout" -> builder.dropout(input(), decimal("rate"));
        case "StopGradient" -> builder.stopGradient(input());
        default -> throw new IllegalArgumentException(key + ": unknown kind of layer " + kind);
      };
    }

    private String split(String line) {
      String[] words = line.split(" ", -1);
      values = new LinkedHashMap<>();
      for (int i = 1; i < words.length; i++) {
        int equals = words[i].indexOf('=');
        if (equals < 1
            || values.put(words[i].substring(0, equals), words[i].substring(equals + 1)) != null) {
          throw new IllegalArgumentException(key + ": not a valid layer: " + line);
        }
      }
      return words[0];
    }

    private String take(String name) {
      String value = values.remove(name);
      if (value == null) {
        throw new IllegalArgumentException(key + ": " + name + " is missing");
      }
      return value;
    }

    private void requireNoneLeft() {
      if (!values.isEmpty()) {
        throw new IllegalArgumentException(key + ": unknown entries " + values.keySet());
      }
    }

    private String weights() {
      return decoded(take("weights"));
    }

    private int channels(String name) {
      return number(key + ": " + name, take(name), 1, MOST_CHANNELS);
    }

    private int size() {
      return number(key + ": kernelSize", take("kernelSize"), 1, 255);
    }

    private int step(String name) {
      return number(key + ": " + name, take(name), 1, 1024);
    }

    private double decimal(String name) {
      String text = take(name);
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(key + ": " + name + " is not a number: " + text, e);
      }
    }

    private Tensor input() {
      return inputs(1, 1).get(0);
    }

    private List<Tensor> inputs(int least, int most) {
      String[] numbers = take("inputs").split(",", -1);
      if (numbers.length < least || numbers.length > most) {
        throw new IllegalArgumentException(key + ": has " + numbers.length + " inputs");
      }
      List<Tensor> inputs = new ArrayList<>();
      for (String tensor : numbers) {
        inputs.add(tensors.get(number(key + ": inputs", tensor, 0, tensors.size() - 1)));
      }
      return inputs;
    }
  }

  /** Writes layers as lines. */
  private static final class LayerText implements Layer.Visitor<String> {
    private static String line(Layer layer, Object... entries) {
      StringBuilder line = new StringBuilder(layer.getClass().getSimpleName());
      for (int i = 0; i < entries.length; i += 2) {
        line.append(' ').append(entries[i]).append('=').append(entries[i + 1]);
      }
      return line.toString();
    }

    private static String inputs(Layer layer) {
      return layer.inputs().stream()
          .map(tensor -> Integer.toString(tensor.id()))
          .collect(Collectors.joining(","));
    }

    private static String plain(Layer layer) {
      return line(layer, "inputs", inputs(layer));
    }

    private static String weights(Parameter first) {
      return encoded(first.name().substring(0, first.name().lastIndexOf('.')));
    }

    @Override
    public String visit(Layer.Input input) {
      return line(input, "name", encoded(input.name()), "channels", input.output().channels());
    }

    @Override
    public String visit(Layer.Convolution c) {
      return line(
          c,
          "weights",
          weights(c.kernel()),
          "inputs",
          inputs(c),
          "kernelSize",
          c.kernelSize(),
          "filters",
          c.output().channels());
    }

    @Override
    public String visit(Layer.StridedConvolution c) {
      return line(
          c,
          "weights",
          weights(c.kernel()),
          "inputs",
          inputs(c),
          "kernelSize",
          c.kernelSize(),
          "filters",
          c.output().channels(),
          "stride",
          c.stride(),
          "dilation",
          c.dilation());
    }

    @Override
    public String visit(Layer.DepthwiseConvolution c) {
      return line(
          c,
          "weights",
          weights(c.kernel()),
          "inputs",
          inputs(c),
          "kernelSize",
          c.kernelSize(),
          "stride",
          c.stride(),
          "dilation",
          c.dilation());
    }

    @Override
    public String visit(Layer.UpConvolution up) {
      return line(
          up,
          "weights",
          weights(up.kernel()),
          "inputs",
          inputs(up),
          "filters",
          up.output().channels());
    }

    @Override
    public String visit(Layer.BatchNormalization n) {
      return line(n, "weights", weights(n.scale()), "inputs", inputs(n), "epsilon", n.epsilon());
    }

    @Override
    public String visit(Layer.MaxPooling pooling) {
      return plain(pooling);
    }

    @Override
    public String visit(Layer.AveragePooling pooling) {
      return plain(pooling);
    }

    @Override
    public String visit(Layer.GlobalAveragePooling pooling) {
      return plain(pooling);
    }

    @Override
    public String visit(Layer.GlobalMaxPooling pooling) {
      return plain(pooling);
    }

    @Override
    public String visit(Layer.NearestUpsampling up) {
      return plain(up);
    }

    @Override
    public String visit(Layer.BilinearUpsampling up) {
      return plain(up);
    }

    @Override
    public String visit(Layer.Concatenation concatenation) {
      return plain(concatenation);
    }

    @Override
    public String visit(Layer.Addition addition) {
      return plain(addition);
    }

    @Override
    public String visit(Layer.Multiplication product) {
      return plain(product);
    }

    @Override
    public String visit(Layer.Relu relu) {
      return plain(relu);
    }

    @Override
    public String visit(Layer.LeakyRelu relu) {
      return line(relu, "inputs", inputs(relu), "alpha", relu.alpha());
    }

    @Override
    public String visit(Layer.Sigmoid sigmoid) {
      return plain(sigmoid);
    }

    @Override
    public String visit(Layer.Softmax softmax) {
      return plain(softmax);
    }

    @Override
    public String visit(Layer.Dropout dropout) {
      return line(dropout, "inputs", inputs(dropout), "rate", dropout.rate());
    }

    @Override
    public String visit(Layer.StopGradient stop) {
      return plain(stop);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds out which network a Keras file is of and which of its layers is which. Outputs are known by
 * their explicit names, all others by the rank of the number in their automatic names: numbers may
 * start anywhere, and files list layers in another order.
 */
final class KerasImport {
  private static final Pattern AUTOMATIC =
      Pattern.compile("(?<prefix>model\\d+_)?conv2d(?<up>_transpose)?(?:_(?<number>\\d{1,9}))?");
  private static final Pattern INTERMEDIATE =
      Pattern.compile("out1(?<stream>_cls_art|_cls_vei)?(?<number>\\d{1,9})");
  private static final Pattern RENAMED_FINAL = Pattern.compile("model\\d+_final_\\d{1,9}");
  private static final List<String> FINALS =
      List.of(
          SeqNetArchitecture.ITERNET_VESSEL,
          SeqNetArchitecture.VESSEL,
          SeqNetArchitecture.ARTERY,
          SeqNetArchitecture.VEIN);
  private static final int NAMES_IN_MESSAGE = 5;

  /** Layers by the number in their names, under a renaming prefix or none. */
  private static final class Ranked {
    final SortedMap<Long, KerasLayer> layers = new TreeMap<>();
    final String kind;

    Ranked(String kind) {
      this.kind = kind;
    }
  }

  private final String file;
  private final KerasLayers source;
  private final Map<String, KerasLayer> layers;
  private final Ranked convolutions = new Ranked("conv2d");
  private final Ranked upConvolutions = new Ranked("conv2d_transpose");
  private final Map<String, KerasLayer> named = new LinkedHashMap<>();
  private boolean renamed;

  KerasImport(String file, KerasLayers source) {
    this.file = file;
    this.source = source;
    this.layers = source.read();
  }

  ImportedWeights run() {
    if (layers.isEmpty()) {
      throw bad("holds no Keras layers with weights");
    }
    sort();
    return source.layout() == KerasLayout.POSITIONAL ? byPosition() : byName();
  }

  private void sort() {
    boolean plain = false;
    for (KerasLayer layer : layers.values()) {
      Matcher automatic = AUTOMATIC.matcher(layer.name());
      if (automatic.matches()) {
        renamed |= automatic.group("prefix") != null;
        plain |= automatic.group("prefix") == null;
        String number = automatic.group("number");
        Ranked kind = automatic.group("up") == null ? convolutions : upConvolutions;
        KerasLayer twin = kind.layers.put(number == null ? 0 : Long.parseLong(number), layer);
        if (twin != null) {
          throw bad("layers " + twin.name() + " and " + layer.name() + " have the same number");
        }
      } else {
        named.put(layer.name(), layer);
      }
    }
    if (renamed && plain) {
      throw bad("some conv2d layers are renamed to model.._conv2d and some are not");
    }
  }

  private ImportedWeights byName() {
    renameFinal();
    SeqNetConfig sizeless = new SeqNetConfig(1, iterations(), 0.1, streams());
    List<String> convolutionOrder = KerasNames.convolutionsByCreation(sizeless);
    List<String> upOrder = KerasNames.upConvolutionsByCreation(sizeless);
    if (renamed) {
      List<String> inner = new ArrayList<>(KerasNames.allByDepth(sizeless));
      inner.removeIf(KerasNames::isOutput);
      convolutionOrder = inner.stream().filter(name -> !KerasNames.isUpConvolution(name)).toList();
      upOrder = inner.stream().filter(KerasNames::isUpConvolution).toList();
    }
    Map<String, KerasLayer> found = new LinkedHashMap<>();
    Map<String, String> outputs = KerasNames.outputs(sizeless);
    outputs.forEach(
        (weights, name) -> {
          KerasLayer layer = named.remove(name);
          if (layer == null) {
            throw bad(
                "layer "
                    + name
                    + " ("
                    + weights
                    + ") is missing; "
                    + describe(sizeless)
                    + " has it");
          }
          found.put(weights, layer);
        });
    if (!named.isEmpty()) {
      throw bad(
          "layer "
              + named.keySet().iterator().next()
              + " is left over: "
              + describe(sizeless)
              + " has no such layer");
    }
    SeqNetConfig config = withWidth(sizeless);
    Network network = SeqNetArchitecture.network(config);
    assign(network, config, convolutions, convolutionOrder, found);
    assign(network, config, upConvolutions, upOrder, found);
    return finish(network, config, found);
  }

  /** Without names, only their position distinguishes outputs from other convolutions. */
  private ImportedWeights byPosition() {
    if (!named.isEmpty()) {
      throw bad(
          "is not a checkpoint of SeqNet or IterNet: they have no layer of the kind "
              + named.keySet().iterator().next());
    }
    SeqNetConfig sizeless = positionalConfig();
    List<String> order = KerasNames.allByDepth(sizeless);
    SeqNetConfig config = withWidth(sizeless);
    Network network = SeqNetArchitecture.network(config);
    Map<String, KerasLayer> found = new LinkedHashMap<>();
    assign(
        network,
        config,
        convolutions,
        order.stream().filter(name -> !KerasNames.isUpConvolution(name)).toList(),
        found);
    assign(
        network,
        config,
        upConvolutions,
        order.stream().filter(KerasNames::isUpConvolution).toList(),
        found);
    return finish(network, config, found);
  }

  /**
   * Each stream has 28 convolutions, 2 for each iteration and the final one; 6 up-convolutions.
   * With 0 iterations it has the 18 convolutions of the base U-Net and the final one; 4
   * up-convolutions.
   */
  private SeqNetConfig positionalConfig() {
    int ups = upConvolutions.layers.size();
    return switch (ups) {
      case 4 -> baseUnets(Streams.SEGMENTATION);
      case 12 -> baseUnets(Streams.SEGMENTATION_ARTERY_VEIN);
      case 6 -> refined(Streams.SEGMENTATION);
      case 18 -> refined(Streams.SEGMENTATION_ARTERY_VEIN);
      default ->
          throw bad(
              "is not a checkpoint of SeqNet (18 conv2d_transpose layers, or 12 with 0 iterations)"
                  + " or IterNet (6, or 4 with 0 iterations): it has "
                  + ups);
    };
  }

  private SeqNetConfig baseUnets(Streams kind) {
    int streams = KerasNames.prefixes(kind).size();
    SeqNetConfig config = new SeqNetConfig(1, 0, 0.1, kind);
    if (convolutions.layers.size() != streams * 19) {
      throw bad(
          "has "
              + convolutions.layers.size()
              + " conv2d layers; "
              + describe(config)
              + " has "
              + streams
              + " x 19");
    }
    return config;
  }

  private SeqNetConfig refined(Streams kind) {
    int streams = KerasNames.prefixes(kind).size();
    int count = convolutions.layers.size();
    int iterations = (count / streams - 29) / 2;
    if (iterations < 1 || iterations > 64 || count != streams * (29 + 2 * iterations)) {
      throw bad(
          "has "
              + count
              + " conv2d layers; "
              + name(kind)
              + " with T iterations has "
              + streams
              + " x (29 + 2 T)");
    }
    return new SeqNetConfig(1, iterations, 0.1, kind);
  }

  private void renameFinal() {
    List<String> finals =
        named.keySet().stream().filter(name -> RENAMED_FINAL.matcher(name).matches()).toList();
    if (finals.size() == 1 && !named.containsKey(SeqNetArchitecture.ITERNET_VESSEL)) {
      named.put(SeqNetArchitecture.ITERNET_VESSEL, named.remove(finals.get(0)));
    }
  }

  private Streams streams() {
    if (named.keySet().stream().anyMatch(name -> name.contains("_cls_"))
        || named.containsKey(SeqNetArchitecture.ARTERY)
        || named.containsKey(SeqNetArchitecture.VEIN)
        || named.containsKey(SeqNetArchitecture.VESSEL)) {
      return Streams.SEGMENTATION_ARTERY_VEIN;
    }
    return Streams.SEGMENTATION;
  }

  private int iterations() {
    long iterations = 0;
    for (String name : named.keySet()) {
      Matcher matcher = INTERMEDIATE.matcher(name);
      if (matcher.matches()) {
        iterations = Math.max(iterations, Long.parseLong(matcher.group("number")));
      }
    }
    if (iterations == 0) {
      requireBaseUnets();
    }
    if (iterations > 64) {
      throw bad("has output layers for " + iterations + " iterations; 64 is the most");
    }
    return (int) iterations;
  }

  /** A network of 0 iterations has no intermediate outputs, and no refinement U-Nets. */
  private void requireBaseUnets() {
    if (Collections.disjoint(named.keySet(), FINALS)) {
      throw bad(
          "is not a checkpoint of SeqNet or IterNet: it has no layer out11 and none of the final"
              + " outputs "
              + String.join(", ", FINALS)
              + "; its layers are "
              + some(layers.keySet()));
    }
    SeqNetConfig config = new SeqNetConfig(1, 0, 0.1, streams());
    int most = KerasNames.upConvolutionsByCreation(config).size();
    int ups = upConvolutions.layers.size();
    if (ups > most) {
      throw bad(
          "layer out11, the output of the first iteration, is missing: the file has "
              + ups
              + " conv2d_transpose layers where "
              + describe(config)
              + " has "
              + most);
    }
  }

  private SeqNetConfig withWidth(SeqNetConfig sizeless) {
    if (convolutions.layers.isEmpty()) {
      throw bad("has no conv2d layers; " + describe(sizeless) + " has");
    }
    KerasLayer first = convolutions.layers.values().iterator().next();
    int width = first.biasShape().get(0);
    if (width < 1 || width > 256) {
      throw bad(
          "layer " + first.name() + " has " + width + " filters; the base width must be in 1..256");
    }
    return new SeqNetConfig(width, sizeless.iterations(), sizeless.dropout(), sizeless.streams());
  }

  /** Gives each weights name of an order the layer of the same rank, checking the shapes. */
  private void assign(
      Network network,
      SeqNetConfig config,
      Ranked ranked,
      List<String> order,
      Map<String, KerasLayer> found) {
    List<KerasLayer> present = List.copyOf(ranked.layers.values());
    if (present.size() != order.size()) {
      throw bad(wrongCount(network, config, ranked, order, present));
    }
    for (int rank = 0; rank < order.size(); rank++) {
      checkShapes(network, order.get(rank), present.get(rank));
      found.put(order.get(rank), present.get(rank));
    }
  }

  private String wrongCount(
      Network network,
      SeqNetConfig config,
      Ranked ranked,
      List<String> order,
      List<KerasLayer> present) {
    String counts =
        "has "
            + present.size()
            + " "
            + ranked.kind
            + " layers where "
            + describe(config)
            + " has "
            + order.size();
    if (present.size() < order.size() && !renamed) {
      String gaps = gaps(ranked);
      if (!gaps.isEmpty()) {
        return "layer " + gaps + " is missing: the file " + counts;
      }
    }
    for (int rank = 0; rank < Math.min(order.size(), present.size()); rank++) {
      KerasLayer layer = present.get(rank);
      List<Integer> wanted = parameter(network, order.get(rank) + ".kernel").shape();
      if (!layer.kernelShape().equals(wanted)) {
        return counts
            + "; the first that does not fit is layer "
            + layer.name()
            + ", kernel "
            + layer.kernelShape()
            + ", where "
            + order.get(rank)
            + " has "
            + wanted;
      }
    }
    return present.size() < order.size()
        ? counts + "; layer of " + order.get(present.size()) + " is missing"
        : counts + "; layer " + present.get(order.size()).name() + " is left over";
  }

  /** Names of numbers that are missing between the lowest and the highest of a kind. */
  private static String gaps(Ranked ranked) {
    if (ranked.layers.isEmpty()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    long next = ranked.layers.firstKey();
    for (long number : ranked.layers.keySet()) {
      for (; next < number && names.size() < NAMES_IN_MESSAGE; next++) {
        names.add(ranked.kind + (next == 0 ? "" : "_" + next));
      }
      next = number + 1;
    }
    return String.join(", ", names);
  }

  private void checkShapes(Network network, String weights, KerasLayer layer) {
    check(layer, weights, "kernel", layer.kernelShape(), network);
    check(layer, weights, "bias", layer.biasShape(), network);
  }

  private void check(
      KerasLayer layer, String weights, String part, List<Integer> shape, Network network) {
    Parameter parameter = parameter(network, weights + "." + part);
    if (!shape.equals(parameter.shape())) {
      throw bad(
          "layer "
              + layer.name()
              + " ("
              + weights
              + "): "
              + part
              + " has shape "
              + shape
              + ", should be "
              + parameter.shape());
    }
  }

  private static Parameter parameter(Network network, String name) {
    return Objects.requireNonNull(network.parameters().get(name), name);
  }

  private ImportedWeights finish(
      Network network, SeqNetConfig config, Map<String, KerasLayer> found) {
    Map<String, float[]> values = new LinkedHashMap<>();
    List<LayerMapping> mapping = new ArrayList<>();
    for (Parameter parameter : network.parameters().values()) {
      if (parameter.isBias()) {
        continue;
      }
      String weights = weightsName(parameter);
      KerasLayer layer = Objects.requireNonNull(found.get(weights), weights);
      checkShapes(network, weights, layer);
      Parameter bias = parameter(network, weights + ".bias");
      values.put(parameter.name(), source.values(layer.name(), layer.kernel(), parameter.length()));
      values.put(bias.name(), source.values(layer.name(), layer.bias(), bias.length()));
      mapping.add(new LayerMapping(layer.name(), parameter, bias));
    }
    return new ImportedWeights(
        config,
        config.specification(),
        NetworkWeights.wrap(network, values),
        source.layout(),
        mapping,
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private static String weightsName(Parameter kernel) {
    return kernel.name().substring(0, kernel.name().length() - ".kernel".length());
  }

  private static String describe(SeqNetConfig config) {
    return name(config.streams())
        + " of "
        + config.iterations()
        + (config.iterations() == 1 ? " iteration" : " iterations");
  }

  private static String name(Streams streams) {
    return streams == Streams.SEGMENTATION ? "IterNet" : "SeqNet";
  }

  private static String some(Collection<String> names) {
    String first = names.stream().limit(NAMES_IN_MESSAGE).collect(Collectors.joining(", "));
    return names.size() > NAMES_IN_MESSAGE ? first + ", ..." : first;
  }

  private ModelFormatException bad(String reason) {
    return new ModelFormatException(file, reason);
  }
}

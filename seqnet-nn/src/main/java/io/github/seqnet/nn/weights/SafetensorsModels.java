// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whole models in safetensors files: those that this library exports, whose metadata holds the
 * specification, and PyTorch state dicts of SeqNet.
 */
public final class SafetensorsModels {
  private static final String PREFIX = "seqnet.";
  private static final List<String> STREAMS = List.of("seg", "art", "vei");
  private static final List<String> PREFIXES = List.of("segmentation.", "artery.", "vein.");

  private SafetensorsModels() {}

  /**
   * Writes a model with its specification, provenance and license, for {@link TrainedModel#read}.
   * Arrays have the names and layouts of {@link WeightMapping#pyTorch()}.
   *
   * @param file replaced when the new one is complete
   * @throws IOException if it cannot be written; the message names the file
   */
  public static void write(TrainedModel model, Path file) throws IOException {
    Map<String, String> texts =
        new LinkedHashMap<>(SpecificationText.toTexts(model.specification()));
    MetadataEntries.put(model.provenance(), texts);
    texts.put(WeightHeader.LICENSE, model.license());
    Map<String, String> metadata = new LinkedHashMap<>(Map.of("format", "pt"));
    texts.forEach((key, text) -> metadata.put(PREFIX + key, text));
    Safetensors.write(
        WeightMapping.pyTorch().toArrays(model.network(), model.weights()), metadata, file);
  }

  static TrainedModel read(Safetensors file, String source) {
    Map<String, String> texts = new LinkedHashMap<>();
    file.metadata()
        .forEach(
            (key, text) -> {
              if (key.startsWith(PREFIX)) {
                texts.put(key.substring(PREFIX.length()), text);
              }
            });
    if (!texts.isEmpty()) {
      return exported(file, new MetadataEntries("metadata " + PREFIX, texts));
    }
    SeqNetConfig config =
        config(file)
            .orElseThrow(
                () ->
                    new ModelFormatException(
                        file.file(),
                        "is a safetensors file of an unknown network; describe the network with"
                            + " NetworkBuilder and read its weights with WeightMapping"));
    ModelSpecification specification = config.specification();
    return new TrainedModel(
        specification,
        WeightMapping.pyTorch()
            .withLayerNames(layer -> seqNetName(layer, config.iterations()))
            .read(file, specification.network()),
        Provenance.imported(source),
        file.metadata().getOrDefault("license", ""));
  }

  private static TrainedModel exported(Safetensors file, MetadataEntries texts) {
    try {
      ModelSpecification specification = SpecificationText.parse(texts);
      NetworkWeights weights = WeightMapping.pyTorch().read(file, specification.network());
      return new TrainedModel(
          specification, weights, texts.takeProvenance(), texts.take(WeightHeader.LICENSE));
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw new ModelFormatException(file.file(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The configuration of a SeqNet or IterNet whose state dict this is. */
  private static Optional<SeqNetConfig> config(Safetensors file) {
    String first = "seg.e.0.a.weight";
    if (!file.contains(first) || file.shape(first).size() != 4) {
      return Optional.empty();
    }
    int width = file.shape(first).get(0);
    int iterations = 0;
    while (file.contains("seg.one." + iterations + ".weight")) {
      iterations++;
    }
    if (iterations == 0) {
      requireBaseUnets(file);
    }
    boolean arteries = file.contains("art.e.0.a.weight");
    try {
      return Optional.of(
          arteries
              ? SeqNetConfig.seqNet(width, iterations)
              : SeqNetConfig.iterNet(width, iterations));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file.file(), String.valueOf(e.getMessage()), e);
    }
  }

  /** A network of 0 iterations has no refinement U-Net: layers m1, m2, m3, m8, mu8, m9 and mu9. */
  private static void requireBaseUnets(Safetensors file) {
    for (String name : file.names()) {
      if (name.startsWith("seg.m")) {
        throw new ModelFormatException(
            file.file(),
            "has no array seg.one.0.weight, but "
                + name
                + " of the refinement U-Net, which a network of 0 iterations does not have");
      }
    }
  }

  /** The name in the state dict for the name of a layer, as {@code artery.e1.conv2}. */
  private static String seqNetName(String layer, int iterations) {
    int stream = 0;
    while (!layer.startsWith(PREFIXES.get(stream))) {
      stream++;
    }
    String[] parts = layer.substring(PREFIXES.get(stream).length()).split("\\.", -1);
    String stage = parts[0];
    String inner;
    if (stage.startsWith("out_") || stage.startsWith("fuse_")) {
      String number = stage.substring(stage.indexOf('_') + 1);
      inner =
          stage.startsWith("fuse_")
              ? "one." + number
              : "out." + (number.equals("final") ? iterations : number);
    } else {
      String block = block(stage);
      inner =
          switch (parts[1]) {
            case "up" ->
                stage.startsWith("d") ? block.replace("dd.", "u.") : "mu" + stage.charAt(1);
            case "conv1" -> block + ".a";
            default -> block + ".b";
          };
    }
    return STREAMS.get(stream) + "." + inner;
  }

  private static String block(String stage) {
    int level = stage.charAt(1) - '1';
    return switch (stage.charAt(0)) {
      case 'e' -> "e." + level;
      case 'd' -> "dd." + level;
      default -> stage;
    };
  }
}

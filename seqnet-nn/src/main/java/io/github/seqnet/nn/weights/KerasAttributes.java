// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preprocessing;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Attribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes this library's metadata in a Keras file: text attributes of the root, named as
 * the entries of a {@link WeightHeader} with the prefix {@code seqnet_}. Keras ignores them. Long
 * text is split into {@code seqnet_license_0} and so on, because an attribute holds less than 64
 * KiB.
 */
final class KerasAttributes {
  private static final String PREFIX = "seqnet_";
  private static final String FIRST_PIECE = "_0";

  /** At most three bytes of UTF-8 each. */
  private static final int LONGEST_PIECE = 10_000;

  private KerasAttributes() {}

  static Map<String, String> of(SeqNetConfig config) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(WeightHeader.DROPOUT, Double.toString(config.dropout()));
    texts.put(WeightHeader.PREPARATION, config.preprocessing().descriptor().toString());
    return texts;
  }

  static Map<String, String> of(TrainedModel model) {
    Map<String, String> texts = of(config(model));
    SpecificationText.putView(model.specification(), texts);
    MetadataEntries.put(model.provenance(), texts);
    texts.put(WeightHeader.LICENSE, model.license());
    return texts;
  }

  /**
   * The configuration of a model that can be written as a Keras file.
   *
   * @throws IllegalArgumentException if the model is neither a SeqNet nor an IterNet
   */
  static SeqNetConfig config(TrainedModel model) {
    return SeqNetConfig.of(model.specification())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "only SeqNet and IterNet can be written as Keras files; save other models as"
                        + " .seqnet or safetensors files"));
  }

  static void write(WritableHdfFile hdf, Map<String, String> texts) {
    texts.forEach(
        (name, text) -> {
          if (text.length() <= LONGEST_PIECE) {
            hdf.putAttribute(PREFIX + name, text);
          } else {
            writePieces(hdf, PREFIX + name, text);
          }
        });
  }

  private static void writePieces(WritableHdfFile hdf, String name, String text) {
    int from = 0;
    for (int piece = 0; from < text.length(); piece++) {
      int to = Math.min(text.length(), from + LONGEST_PIECE);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      hdf.putAttribute(name + "_" + piece, text.substring(from, to));
      from = to;
    }
  }

  /**
   * Adds the metadata of a file to the imported weights. Files of other programs have none.
   *
   * @throws IllegalArgumentException if an attribute is missing or malformed; names it
   */
  static ImportedWeights addTo(ImportedWeights read, HdfFile hdf) {
    MetadataEntries texts = new MetadataEntries("attribute " + PREFIX, texts(hdf));
    SeqNetConfig config = read.config();
    if (texts.has(WeightHeader.DROPOUT)) {
      config = withDropout(config, texts.takeNumber(WeightHeader.DROPOUT));
    }
    Optional<Preprocessing> preprocessing = Optional.empty();
    if (texts.has(WeightHeader.PREPARATION)) {
      preprocessing = Optional.of(texts.takePreparation(WeightHeader.PREPARATION));
      config = config.withPreprocessing(preprocessing.get());
    }
    return new ImportedWeights(
        config,
        SpecificationText.takeView(texts, config.specification()),
        read.weights(),
        read.layout(),
        read.mapping(),
        preprocessing,
        texts.hasProvenance() ? Optional.of(texts.takeProvenance()) : Optional.empty(),
        texts.has(WeightHeader.LICENSE) ? texts.take(WeightHeader.LICENSE) : "");
  }

  private static SeqNetConfig withDropout(SeqNetConfig config, double rate) {
    try {
      return config.withDropout(rate);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("attribute " + PREFIX + e.getMessage(), e);
    }
  }

  private static Map<String, String> texts(HdfFile hdf) {
    Map<String, Attribute> attributes = hdf.getAttributes();
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : attributes.keySet()) {
      if (!name.startsWith(PREFIX)) {
        continue;
      }
      if (name.endsWith(FIRST_PIECE)) {
        String whole = name.substring(0, name.length() - FIRST_PIECE.length());
        StringBuilder text = new StringBuilder();
        for (int i = 0; attributes.containsKey(whole + "_" + i); i++) {
          text.append(text(whole + "_" + i, attributes));
        }
        texts.put(whole.substring(PREFIX.length()), text.toString());
      } else {
        texts.put(name.substring(PREFIX.length()), text(name, attributes));
      }
    }
    return texts;
  }

  private static String text(String name, Map<String, Attribute> attributes) {
    Attribute attribute = attributes.get(name);
    if (attribute != null && attribute.getData() instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("attribute " + name + " is not text");
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.training;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Formats training options and models as the text that checkpoints store and compare. */
final class OptionsText {
  /** The values of options that older checkpoints lack. */
  private static final Map<String, String> DEFAULTS =
      Map.of("loss.losses", "[]", "normalizationMomentum", "0.1");

  private OptionsText() {}

  /** The value of each option by its name. */
  static Map<String, String> of(TrainingOptions options) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("loss.outputs", options.loss().outputs().toString());
    values.put("loss.contrasts", options.loss().contrasts().toString());
    values.put("loss.vesselWeight", Double.toString(options.loss().vesselWeight()));
    values.put("loss.arteryVeinWeight", Double.toString(options.loss().arteryVeinWeight()));
    values.put("loss.losses", options.loss().losses().toString());
    values.put("rate", options.rate().descriptor().toString());
    values.put("steps", Long.toString(options.steps()));
    values.put("timeLimit", options.timeLimit().toString());
    values.put("clipNorm", Double.toString(options.clipNorm()));
    values.put("averageDecay", Double.toString(options.averageDecay()));
    values.put("frozen", options.frozen().toString());
    values.put("standardized", options.standardized().toString());
    values.put("seed", Long.toString(options.seed()));
    values.put("microBatches", Integer.toString(options.microBatches()));
    values.put("validationInterval", Long.toString(options.validationInterval()));
    values.put("patience", Integer.toString(options.patience()));
    values.put("checkpointInterval", Long.toString(options.checkpointInterval()));
    values.put("normalizationMomentum", Double.toString(options.normalizationMomentum()));
    return values;
  }

  /** The options of a checkpoint, completed with the defaults of those added later. */
  static Map<String, String> completed(Map<String, String> saved) {
    Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
    values.putAll(saved);
    return values;
  }

  /**
   * A model: the configuration of a SeqNet or IterNet, else the specification and a digest of its
   * layers.
   */
  static String of(ModelSpecification model) {
    return SeqNetConfig.of(model)
        .map(SeqNetConfig::toString)
        .orElseGet(() -> model + ", layers " + digest(model.network().layers().toString()));
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

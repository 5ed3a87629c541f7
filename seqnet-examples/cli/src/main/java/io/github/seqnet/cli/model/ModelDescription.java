// SPDX-License-Identifier: MIT
package io.github.seqnet.cli.model;

import io.github.seqnet.nn.ModelSpecification;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.preprocess.Preprocessing;

/** Describes a model in one line: its kind, width and preprocessing, or its size. */
public final class ModelDescription {
  private ModelDescription() {}

  /** A short description of a model. */
  public static String of(ModelSpecification specification) {
    return SeqNetConfig.of(specification)
        .map(ModelDescription::of)
        .orElseGet(
            () ->
                "network of "
                    + specification.network().layers().size()
                    + " layers and "
                    + specification.network().parameterCount()
                    + " parameters");
  }

  /** A short description of a network. */
  public static String of(SeqNetConfig config) {
    String kind =
        switch (config.streams()) {
          case SEGMENTATION -> "IterNet";
          case SEGMENTATION_ARTERY_VEIN -> "SeqNet";
        };
    return kind
        + " of base width "
        + config.baseWidth()
        + " and "
        + config.iterations()
        + (config.iterations() == 1 ? " iteration" : " iterations")
        + (config.preprocessing().equals(Preprocessing.NONE)
            ? ""
            : ", prepared: " + config.preprocessing().descriptor());
  }
}

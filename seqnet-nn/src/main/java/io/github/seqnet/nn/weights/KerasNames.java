// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The orders in which Keras lists the layers of the reference network. The weights of our network
 * name a layer, such as {@code segmentation.e1.conv1}.
 *
 * <p>Automatic names count layers as the program creates them, stream after stream, the small
 * U-Net's shared layers before the fusing ones. Files list layers by their depth in the graph, the
 * artery and the vein stream side by side and the outputs that nothing reads last. Networks of 0
 * iterations have neither shared nor fusing layers.
 */
final class KerasNames {
  private static final List<String> U_NET = List.of("e1", "e2", "e3", "e4", "e5");
  private static final List<String> DECODER = List.of("d4", "d3", "d2", "d1");
  private static final List<String> REFINEMENT = List.of("m1", "m2", "m3", "m8", "m9");

  private KerasNames() {}

  /** Prefixes of the streams, in the order of their creation. */
  static List<String> prefixes(Streams streams) {
    return switch (streams) {
      case SEGMENTATION -> List.of(SeqNetArchitecture.SEGMENTATION_PREFIX);
      case SEGMENTATION_ARTERY_VEIN ->
          List.of(
              SeqNetArchitecture.SEGMENTATION_PREFIX,
              SeqNetArchitecture.ARTERY_PREFIX,
              SeqNetArchitecture.VEIN_PREFIX);
    };
  }

  /** Convolutions without the outputs, in the order of their creation. */
  static List<String> convolutionsByCreation(SeqNetConfig config) {
    List<String> names = new ArrayList<>();
    for (String prefix : prefixes(config.streams())) {
      U_NET.forEach(stage -> addBlock(names, prefix + stage));
      DECODER.forEach(stage -> addBlock(names, prefix + stage));
      if (config.iterations() > 0) {
        REFINEMENT.forEach(stage -> addBlock(names, prefix + stage));
      }
      for (int t = 0; t < config.iterations(); t++) {
        names.add(prefix + "fuse_" + t);
      }
    }
    return names;
  }

  /** Up-convolutions in the order of their creation. */
  static List<String> upConvolutionsByCreation(SeqNetConfig config) {
    List<String> names = new ArrayList<>();
    for (String prefix : prefixes(config.streams())) {
      DECODER.forEach(stage -> names.add(prefix + stage + ".up"));
      if (config.iterations() > 0) {
        names.add(prefix + "m8.up");
        names.add(prefix + "m9.up");
      }
    }
    return names;
  }

  /** Every layer with weights in the order of the graph's depth, which is the order in a file. */
  static List<String> allByDepth(SeqNetConfig config) {
    List<String> names =
        new ArrayList<>(streamByDepth(SeqNetArchitecture.SEGMENTATION_PREFIX, config));
    switch (config.streams()) {
      case SEGMENTATION ->
          addOutputs(names, SeqNetArchitecture.SEGMENTATION_PREFIX, config.iterations(), true);
      case SEGMENTATION_ARTERY_VEIN -> {
        names.add(SeqNetArchitecture.SEGMENTATION_PREFIX + "out_final");
        List<String> artery = streamByDepth(SeqNetArchitecture.ARTERY_PREFIX, config);
        List<String> vein = streamByDepth(SeqNetArchitecture.VEIN_PREFIX, config);
        for (int i = 0; i < artery.size(); i++) {
          names.add(artery.get(i));
          names.add(vein.get(i));
        }
        addOutputs(names, SeqNetArchitecture.SEGMENTATION_PREFIX, config.iterations(), false);
        addOutputs(names, SeqNetArchitecture.ARTERY_PREFIX, config.iterations(), true);
        addOutputs(names, SeqNetArchitecture.VEIN_PREFIX, config.iterations(), true);
      }
    }
    return names;
  }

  /** The explicit name in the file of each output layer, by the name of its weights. */
  static Map<String, String> outputs(SeqNetConfig config) {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> last = SeqNetArchitecture.finalOutputs(config);
    List<String> prefixes = prefixes(config.streams());
    List<String> heads = List.of("out1", "out1_cls_art", "out1_cls_vei");
    for (int stream = 0; stream < prefixes.size(); stream++) {
      for (int t = 0; t < config.iterations(); t++) {
        names.put(prefixes.get(stream) + "out_" + t, heads.get(stream) + (t + 1));
      }
      names.put(prefixes.get(stream) + "out_final", last.get(stream));
    }
    return names;
  }

  static boolean isUpConvolution(String weights) {
    return weights.endsWith(".up");
  }

  static boolean isOutput(String weights) {
    return weights.contains(".out_");
  }

  private static List<String> streamByDepth(String prefix, SeqNetConfig config) {
    List<String> names = new ArrayList<>();
    U_NET.forEach(stage -> addBlock(names, prefix + stage));
    DECODER.forEach(stage -> addUpBlock(names, prefix + stage));
    if (config.iterations() > 0) {
      addBlock(names, prefix + "m1");
      names.add(prefix + "fuse_0");
      addBlock(names, prefix + "m2");
      addBlock(names, prefix + "m3");
      addUpBlock(names, prefix + "m8");
      addUpBlock(names, prefix + "m9");
    }
    for (int t = 1; t < config.iterations(); t++) {
      names.add(prefix + "fuse_" + t);
    }
    return names;
  }

  private static void addOutputs(
      List<String> names, String prefix, int iterations, boolean withFinal) {
    for (int t = 0; t < iterations; t++) {
      names.add(prefix + "out_" + t);
    }
    if (withFinal) {
      names.add(prefix + "out_final");
    }
  }

  private static void addUpBlock(List<String> names, String stage) {
    names.add(stage + ".up");
    addBlock(names, stage);
  }

  private static void addBlock(List<String> names, String stage) {
    names.add(stage + ".conv1");
    names.add(stage + ".conv2");
  }
}

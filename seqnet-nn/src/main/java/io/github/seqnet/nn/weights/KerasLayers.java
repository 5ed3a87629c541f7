// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layers of an open Keras file, whatever its layout, and reads their values. Takes them
 * from the groups; where the attributes that list layers and weights are there, checks against
 * them.
 */
final class KerasLayers {
  /** Groups below a layer: its own name, and name scopes of the program that saved it. */
  private static final int DEEPEST = 8;

  /** SeqNet with its most iterations has a few thousand; links can make cycles of groups. */
  private static final int MOST_NODES = 100_000;

  private final String file;
  private final long fileBytes;
  private final Group root;
  private final KerasLayout layout;
  private int nodes;

  KerasLayers(String file, long fileBytes, HdfFile hdf) {
    this.file = file;
    this.fileBytes = fileBytes;
    if (hdf.getChildren().get("model_weights") instanceof Group group) {
      root = group;
      layout = KerasLayout.FULL_MODEL;
    } else if (hdf.getChildren().get("layers") instanceof Group group && isPositional(group)) {
      root = group;
      layout = KerasLayout.POSITIONAL;
    } else {
      root = hdf;
      layout = KerasLayout.WEIGHTS_ONLY;
    }
  }

  KerasLayout layout() {
    return layout;
  }

  /** The layers that have weights, by name, in the file's order. */
  Map<String, KerasLayer> read() {
    Map<String, KerasLayer> layers = new LinkedHashMap<>();
    Map<String, Node> children = root.getChildren();
    for (Map.Entry<String, Node> child : children.entrySet()) {
      if (child.getValue() instanceof Group group) {
        Map<String, Dataset> weights = new LinkedHashMap<>();
        collect(group, "", 0, weights);
        checkListed(child.getKey(), group, weights);
        if (!weights.isEmpty()) {
          layers.put(child.getKey(), layer(child.getKey(), weights));
        }
      } else if (child.getValue().isLink()) {
        throw bad("layer " + child.getKey() + " is a link, which is not followed");
      }
    }
    for (String listed : layerNames()) {
      if (!children.containsKey(listed)) {
        throw bad("layer " + listed + " is missing: layer_names lists it");
      }
    }
    return layers;
  }

  /** The values of a data set that has the right shape already, as float32. */
  float[] values(String layer, Dataset dataset, int length) {
    if (dataset.getSize() != length) {
      throw badValues(layer, dataset, "has " + dataset.getSize() + " values instead of " + length);
    }
    try {
      ChunkCheck.check(dataset, fileBytes);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file, valuesText(layer, dataset, e.getMessage()), e);
    }
    Object data = dataset.getDataFlat();
    float[] values;
    if (data instanceof float[] floats) {
      values = floats;
    } else if (data instanceof double[] doubles) {
      values = new float[doubles.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubles[i];
      }
    } else {
      throw badValues(layer, dataset, "does not contain float32 values");
    }
    if (values.length != length) {
      throw badValues(
          layer, dataset, "holds " + values.length + " values where its shape has " + length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw badValues(layer, dataset, "holds " + values[i] + " at position " + i);
      }
    }
    return values;
  }

  private KerasLayer layer(String name, Map<String, Dataset> weights) {
    Dataset kernel = null;
    Dataset bias = null;
    for (Map.Entry<String, Dataset> entry : weights.entrySet()) {
      Dataset dataset = entry.getValue();
      Class<?> type = dataset.getJavaType();
      if (type != float.class && type != double.class) {
        throw notOurs(name, entry.getKey() + " holds " + type.getSimpleName() + " values");
      }
      int rank = dataset.isScalar() || dataset.isEmpty() ? 0 : dataset.getDimensions().length;
      if (rank == 4 && kernel == null) {
        kernel = dataset;
      } else if (rank == 1 && bias == null) {
        bias = dataset;
      } else {
        throw notOurs(
            name,
            entry.getKey()
                + (rank == 0 ? " without a shape" : " of shape " + KerasLayer.shape(dataset))
                + " is neither the kernel nor the bias of a 2-D convolution");
      }
    }
    if (kernel == null || bias == null) {
      throw notOurs(name, "the " + (kernel == null ? "kernel" : "bias") + " is missing");
    }
    return new KerasLayer(name, kernel, bias);
  }

  private void collect(Group group, String path, int depth, Map<String, Dataset> found) {
    for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      if (++nodes > MOST_NODES) {
        throw bad("has more than " + MOST_NODES + " groups and data sets");
      }
      String name = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
      Node node = child.getValue();
      if (node.isLink()) {
        throw bad(group.getPath() + child.getKey() + " is a link, which is not followed");
      } else if (node instanceof Dataset dataset) {
        found.put(name, dataset);
      } else if (node instanceof Group inner) {
        if (depth == DEEPEST) {
          throw bad(inner.getPath() + " is nested too deeply");
        }
        collect(inner, name, depth + 1, found);
      }
    }
  }

  /** A group that lists its weights must list exactly those that it has. */
  private void checkListed(String layer, Group group, Map<String, Dataset> found) {
    List<String> listed = strings(group.getAttribute("weight_names"));
    if (listed.isEmpty()) {
      return;
    }
    for (String name : listed) {
      if (!found.containsKey(name)) {
        throw bad("layer " + layer + ": " + name + " is missing: weight_names lists it");
      }
    }
    for (String name : found.keySet()) {
      if (!listed.contains(name)) {
        throw bad("layer " + layer + ": " + name + " is left over: weight_names does not list it");
      }
    }
  }

  /** All of {@code layer_names}, which Keras cuts in numbered pieces where it is long. */
  private List<String> layerNames() {
    Attribute whole = root.getAttribute("layer_names");
    if (whole != null) {
      return strings(whole);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; root.getAttribute("layer_names" + i) != null; i++) {
      names.addAll(strings(root.getAttribute("layer_names" + i)));
    }
    return names;
  }

  private List<String> strings(Attribute attribute) {
    if (attribute != null && attribute.getSize() > fileBytes) {
      throw bad("attribute " + attribute.getName() + " has more values than the file has bytes");
    }
    Object data = attribute == null ? null : attribute.getData();
    if (data instanceof String[] several) {
      return List.of(several);
    }
    return data instanceof String one ? List.of(one) : List.of();
  }

  private static boolean isPositional(Group layers) {
    return layers.getChildren().values().stream()
        .anyMatch(
            node ->
                node instanceof Group group
                    && group.getChildren().get("vars") instanceof Group weights
                    && weights.getChildren().get("0") instanceof Dataset);
  }

  private ModelFormatException badValues(String layer, Dataset dataset, String reason) {
    return bad(valuesText(layer, dataset, reason));
  }

  private static String valuesText(String layer, Dataset dataset, @Nullable String reason) {
    return "layer " + layer + ": " + dataset.getName() + " " + reason;
  }

  private ModelFormatException notOurs(String layer, String reason) {
    return bad("is not a checkpoint of SeqNet or IterNet: layer " + layer + ": " + reason);
  }

  private ModelFormatException bad(String reason) {
    return new ModelFormatException(file, reason);
  }
}

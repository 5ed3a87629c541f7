// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An input and the outputs that the reference network gives for it, from a {@code .io.h5} file.
 *
 * @param input {@code N x H x W x 3}
 * @param outputs {@code N x H x W x 1} each, by name
 */
public record ReferenceOutputs(Values input, Map<String, Values> outputs) {
  /** Values in C order with their shape. */
  public static final class Values {
    private final List<Integer> shape;
    private final float[] values;

    private Values(Dataset dataset) {
      shape = Arrays.stream(dataset.getDimensions()).boxed().collect(Collectors.toList());
      values = (float[]) dataset.getDataFlat();
    }

    /** The sides, outermost first. */
    public List<Integer> shape() {
      return List.copyOf(shape);
    }

    /** A copy of the values. */
    public float[] toArray() {
      return values.clone();
    }
  }

  /**
   * Reads one pair.
   *
   * @param suffix empty, or of another pair in the file such as {@code _64x96}
   */
  public static ReferenceOutputs read(Path file, String suffix) {
    try (HdfFile hdf = new HdfFile(file)) {
      Map<String, Values> outputs = new LinkedHashMap<>();
      Group group = (Group) hdf.getByPath("/y" + suffix);
      for (Node node : group) {
        outputs.put(node.getName(), new Values((Dataset) node));
      }
      return new ReferenceOutputs(new Values(hdf.getDatasetByPath("/x" + suffix)), outputs);
    }
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.nn.architecture.Network;
import io.github.seqnet.nn.architecture.Parameter;
import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.github.seqnet.nn.architecture.SeqNetConfig.Streams;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads and writes the weights of SeqNet and IterNet as Keras HDF5 files.
 *
 * <p>Read are files of Keras 2 (whole models and weights only), files that Keras 3 saved as HDF5,
 * and its {@code .weights.h5}; with the automatic layer names of SeqNet's program whatever number
 * they start at, and the {@code model2_} names of IterNet's. Base width, iterations and streams are
 * inferred from the file. Every layer with weights must be used just once and have the right shape.
 *
 * <p>What Keras has no place for, preprocessing, dropout, provenance and license, stands as texts
 * in attributes of the root whose names begin with {@code seqnet_}; Keras does not look at them.
 * They are read where they are there; checkpoints of other programs have none.
 *
 * <p>Kernels are {@code [height, width, in, out]}, those of up-convolutions {@code [height, width,
 * out, in]}, in Keras and here alike. HDF5 is read and written by <a
 * href="https://jhdf.io">jhdf</a>, which logs every opened file at INFO and every padded string at
 * WARN, under names that begin with {@code io.jhdf}: applications will want those at ERROR. A file
 * is read into memory whole. Compressed data sets must use deflate (with or without shuffle and
 * Fletcher-32 checksums), once; each chunk is checked before it is decompressed, so that memory
 * stays below 1100 bytes per byte of the file. The methods are safe to call from many threads.
 */
public final class KerasFile {
  static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private KerasFile() {}

  /**
   * Reads a checkpoint.
   *
   * @throws IOException if the file cannot be read; names it
   * @throws ModelFormatException if it is not an HDF5 file, damaged, or not a checkpoint of SeqNet
   *     or IterNet; names the file and the layer that is missing, left over, of the wrong shape or
   *     not finite, or the attribute of this library that is missing or has no valid value
   */
  public static ImportedWeights read(Path file) throws IOException {
    byte[] content = FileContent.read(file, SIGNATURE, "an HDF5 file");
    return read(file.toString(), content);
  }

  /** Whether a file starts with the HDF5 signature. */
  static boolean isHdf5(Path file) throws IOException {
    return FileContent.begins(file, SIGNATURE);
  }

  /** As {@link #read(Path)}, from the content of a file. */
  static ImportedWeights read(String file, byte[] content) {
    // From memory jhdf leaves no handle open, and maps instead of allocating what a size declares.
    try (HdfFile hdf = HdfFile.fromByteBuffer(ByteBuffer.wrap(content))) {
      long expected = hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
      if (expected > content.length) {
        throw new ModelFormatException(
            file,
            "is truncated: it has " + content.length + " bytes where HDF5 expects " + expected);
      }
      ImportedWeights read =
          new KerasImport(file, new KerasLayers(file, content.length, hdf)).run();
      return withAttributes(file, hdf, read);
    } catch (ModelFormatException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new ModelFormatException(file, "needs more memory than there is, or is damaged", e);
    } catch (RuntimeException | StackOverflowError e) {
      // A damaged file can make jhdf fail in any way or run in circles.
      throw new ModelFormatException(file, "is a damaged HDF5 file (" + oneLine(e) + ")", e);
    }
  }

  private static ImportedWeights withAttributes(String file, HdfFile hdf, ImportedWeights read) {
    try {
      return KerasAttributes.addTo(read, hdf);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Writes weights in the weights-only layout of Keras 2.3.1: float32, layers in the order of the
   * reference network's file. {@code load_weights} of the reference network reads it in Keras 2 and
   * 3, which match layers by position. Layers without weights are not listed. Attributes keep
   * {@link SeqNetConfig#preprocessing()} and dropout for this library; Keras does not preprocess.
   *
   * @param file replaced when the new one is complete
   * @throws IllegalArgumentException if the weights are not of that network
   * @throws IOException if it cannot be written; names the file
   */
  public static void write(Path file, SeqNetConfig config, NetworkWeights weights)
      throws IOException {
    write(file, config, weights, KerasAttributes.of(config));
  }

  /**
   * As {@link #write(Path, SeqNetConfig, NetworkWeights)}, with framing, working sizes, caliber,
   * provenance and license in attributes: reading the file returns the same model.
   *
   * @param file replaced when the new one is complete
   * @throws IOException if it cannot be written; names the file
   */
  public static void write(Path file, TrainedModel model) throws IOException {
    write(file, KerasAttributes.config(model), model.weights(), KerasAttributes.of(model));
  }

  private static void write(
      Path file, SeqNetConfig config, NetworkWeights weights, Map<String, String> attributes)
      throws IOException {
    Network network = SeqNetArchitecture.network(config);
    weights.requireFit(network);
    List<String> order = KerasNames.allByDepth(config);
    Map<String, String> names = layerNames(config, order);
    AtomicFile.writePath(
        file,
        temporary -> {
          try (WritableHdfFile hdf = HdfFile.write(temporary)) {
            hdf.putAttribute("backend", "tensorflow");
            hdf.putAttribute("keras_version", "2.3.1");
            hdf.putAttribute("layer_names", order.stream().map(names::get).toArray(String[]::new));
            KerasAttributes.write(hdf, attributes);
            for (String layer : order) {
              String name = Objects.requireNonNull(names.get(layer), layer);
              writeLayer(hdf, name, layer, network, weights);
            }
          } catch (RuntimeException e) {
            throw new IOException(file + ": cannot be written: " + oneLine(e), e);
          }
        });
  }

  private static void writeLayer(
      WritableHdfFile hdf, String name, String layer, Network network, NetworkWeights values) {
    WritableGroup outer = hdf.putGroup(name);
    outer.putAttribute("weight_names", new String[] {name + "/kernel:0", name + "/bias:0"});
    WritableGroup inner = outer.putGroup(name);
    String kernel = layer + ".kernel";
    Parameter parameter = Objects.requireNonNull(network.parameters().get(kernel), kernel);
    inner.putDataset("kernel:0", nested(values.array(kernel), parameter.shape()));
    inner.putDataset("bias:0", values.array(layer + ".bias"));
  }

  /** The name in a Keras 2 file of each layer, by the name of its weights. */
  private static Map<String, String> layerNames(SeqNetConfig config, List<String> order) {
    Map<String, String> names = new HashMap<>(KerasNames.outputs(config));
    if (config.streams() == Streams.SEGMENTATION) {
      renumber(names, order);
      return names;
    }
    List<String> convolutions = KerasNames.convolutionsByCreation(config);
    for (int i = 0; i < convolutions.size(); i++) {
      names.put(convolutions.get(i), "conv2d_" + (i + 1));
    }
    List<String> ups = KerasNames.upConvolutionsByCreation(config);
    for (int i = 0; i < ups.size(); i++) {
      names.put(ups.get(i), "conv2d_transpose_" + (i + 1));
    }
    return names;
  }

  /**
   * IterNet's program numbers all layers by depth, those without weights too: after each 3 x 3
   * convolution a ReLU and a dropout, before each stage but the first of its kind a pooling, before
   * each fusing and after each up-convolution a concatenation.
   */
  private static void renumber(Map<String, String> names, List<String> order) {
    int position = 1;
    for (String weights : order) {
      String layer = weights.substring(weights.indexOf('.') + 1);
      if (KerasNames.isOutput(weights)) {
        continue;
      }
      if (layer.matches("(e[2-5]|m[23])\\.conv1") || layer.startsWith("fuse_")) {
        position++;
      }
      if (layer.startsWith("fuse_") && !layer.equals("fuse_0")) {
        // The up-convolutions of this iteration come later, their concatenations are counted after.
        names.put(weights, "model2_conv2d_" + position);
        position += 3;
      } else if (KerasNames.isUpConvolution(weights)) {
        names.put(weights, "model2_conv2d_transpose_" + position);
        position += 2;
      } else {
        names.put(weights, "model2_conv2d_" + position);
        position += layer.startsWith("fuse_") ? 1 : 3;
      }
    }
    names.put(SeqNetArchitecture.SEGMENTATION_PREFIX + "out_final", "model2_final_" + position);
  }

  private static float[][][][] nested(float[] values, List<Integer> shape) {
    float[][][][] nested = new float[shape.get(0)][shape.get(1)][shape.get(2)][shape.get(3)];
    int from = 0;
    for (float[][][] plane : nested) {
      for (float[][] row : plane) {
        for (float[] cell : row) {
          System.arraycopy(values, from, cell, 0, cell.length);
          from += cell.length;
        }
      }
    }
    return nested;
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    return message.isBlank()
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + message;
  }
}

// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.seqnet.nn.architecture.SeqNetArchitecture;
import io.github.seqnet.nn.architecture.SeqNetConfig;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.Group;
import io.jhdf.api.WritableGroup;
import io.jhdf.filter.Filter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KerasFileErrorsTest {
  private static final SeqNetConfig CONFIG = SeqNetConfig.seqNet(2, 1);

  /** Kernel and bias of each layer, by the layer's name. */
  private final Map<String, Object[]> layers = new LinkedHashMap<>();

  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /** The chunking of the kernel of {@code conv2d_2}; null without chunks. */
  private DatasetCreationOptions.Builder options;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void readLayers() throws IOException {
    file = folder.resolve("weights.hdf5");
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(CONFIG), 3);
    KerasFile.write(file, CONFIG, weights);
    readLayersOfFile();
  }

  private void readLayersOfFile() {
    try (HdfFile hdf = new HdfFile(file)) {
      for (String name : hdf.getChildren().keySet()) {
        Group group = (Group) hdf.getByPath("/" + name + "/" + name);
        layers.put(
            name,
            new Object[] {
              group.getDatasetByPath("kernel:0").getData(),
              group.getDatasetByPath("bias:0").getData()
            });
      }
    }
  }

  @Test
  void filesWithoutTheListingAttributesAreRead() throws IOException {
    assertEquals(
        NetworkWeights.initial(SeqNetArchitecture.network(CONFIG), 3), rewritten().weights());
  }

  @Test
  void aMissingLayerIsNamed() {
    layers.remove("conv2d_17");
    assertFails("layer conv2d_17 is missing");
  }

  @Test
  void aMissingLastLayerIsNamedByItsPlace() {
    layers.remove("conv2d_87");
    assertFails("layer of vein.fuse_0 is missing");
  }

  @Test
  void aMissingOutputIsNamed() {
    layers.remove("out1_cls_art1");
    assertFails("layer out1_cls_art1 (artery.out_0) is missing");
  }

  @Test
  void missingOutputsOfAllIterationsAreNamed() {
    layers.remove("out11");
    layers.remove("out1_cls_art1");
    layers.remove("out1_cls_vei1");
    assertFails(
        "layer out11, the output of the first iteration, is missing: the file has 18"
            + " conv2d_transpose layers where SeqNet of 0 iterations has 12");
    layers.keySet().removeIf(name -> name.endsWith("final_out"));
    assertFails(
        "is not a checkpoint of SeqNet or IterNet: it has no layer out11 and none of the final"
            + " outputs final_out, seg_final_out, cls_art_final_out, cls_vei_final_out");
  }

  @Test
  void missingLayersOfANetworkWithoutIterationsAreNamed() throws IOException {
    SeqNetConfig config = SeqNetConfig.seqNet(2, 0);
    KerasFile.write(file, config, NetworkWeights.initial(SeqNetArchitecture.network(config), 3));
    layers.clear();
    readLayersOfFile();
    Object[] removed = layers.remove("cls_vei_final_out");
    assertFails(
        "layer cls_vei_final_out (vein.out_final) is missing; SeqNet of 0 iterations has it");
    layers.put("cls_vei_final_out", removed);
    layers.remove("conv2d_17");
    assertFails(
        "layer conv2d_17 is missing: the file has 53 conv2d layers where SeqNet of 0 iterations"
            + " has 54");
  }

  @Test
  void aMissingUpConvolutionIsNamed() {
    layers.remove("conv2d_transpose_9");
    assertFails("layer conv2d_transpose_9 is missing");
  }

  @Test
  void aLayerThatTheListOfLayersNamesIsMissed() {
    attributes.put("layer_names", new String[] {"conv2d_1", "re_lu_1"});
    assertFails("layer re_lu_1 is missing: layer_names lists it");
    attributes.clear();
    // Keras cuts long lists in pieces.
    attributes.put("layer_names0", new String[] {"conv2d_1", "conv2d_2"});
    attributes.put("layer_names1", new String[] {"conv2d_3", "dropout_9"});
    assertFails("layer dropout_9 is missing: layer_names lists it");
  }

  @Test
  void aBrokenAttributeOfThisLibraryIsNamed() {
    assertAttributeFails(
        "preparation",
        "DARK",
        "preparation: unknown preprocessing 'DARK': available are none, illumination-correction");
    assertAttributeFails("preparation", new int[] {1}, "preparation is not text");
    assertAttributeFails("dropout", "much", "dropout is not a number: much");
    assertAttributeFails("dropout", "1", "dropout must be in 0..1 without 1, got 1.0");
    assertAttributeFails("provenance.recipe", "one", "provenance.libraryVersion is missing");
    for (String name : List.of("recipe", "libraryVersion", "javaVersion", "platform", "notes")) {
      attributes.put("seqnet_provenance." + name, name);
    }
    assertAttributeFails(
        "provenance.created", "yesterday", "provenance.created is not an ISO 8601 time: yesterday");
    assertAttributeFails("provenance.seed", "1.5", "provenance.seed is not a whole number: 1.5");
  }

  private void assertAttributeFails(String name, Object value, String expected) {
    attributes.put("seqnet_" + name, value);
    String message = assertThrows(ModelFormatException.class, this::rewritten).getMessage();
    assertTrue(message.startsWith(file + ": attribute seqnet_" + expected), message);
    attributes.remove("seqnet_" + name);
  }

  @Test
  void aLayerLeftOverIsNamed() {
    layers.put("conv2d_88", layers.get("conv2d_87"));
    assertFails("layer conv2d_88 is left over");
    layers.remove("conv2d_88");
    layers.put("attention", layers.get("conv2d_87"));
    assertFails("layer attention is left over");
  }

  @Test
  void aLayerOfTheWrongShapeIsNamed() {
    layers.put("conv2d_3", layers.get("conv2d_1"));
    assertFails(
        "layer conv2d_3 (segmentation.e2.conv1): kernel has shape [3, 3, 3, 2],"
            + " should be [3, 3, 2, 4]");
  }

  @Test
  void aWeightThatIsNotFiniteIsNamed() {
    layers.put("conv2d_2", new Object[] {layers.get("conv2d_2")[0], new float[] {0, Float.NaN}});
    assertFails("layer conv2d_2: bias:0 holds NaN at position 1");
  }

  @Test
  void aLayerWithoutABiasIsNamed() {
    layers.put("conv2d_2", new Object[] {layers.get("conv2d_2")[0]});
    assertFails("layer conv2d_2: the bias is missing");
  }

  @Test
  void weightsOfDoublePrecisionAreRead() throws IOException {
    layers.put("conv2d_2", new Object[] {layers.get("conv2d_2")[0], new double[] {0.5, 0.25}});
    assertEquals(0.25f, rewritten().weights().values("segmentation.e1.conv2.bias")[1]);
  }

  @Test
  void readsCompressedWeights() throws IOException {
    options = DatasetCreationOptions.builder().shuffle().deflate();
    assertEquals(
        NetworkWeights.initial(SeqNetArchitecture.network(CONFIG), 3), rewritten().weights());
  }

  @Test
  void rejectsWeightsDeflatedTwice() {
    options = DatasetCreationOptions.builder().deflate().deflate();
    String message = assertThrows(ModelFormatException.class, this::rewritten).getMessage();
    assertTrue(message.contains("uses a filter more than once"), message);
  }

  /** The chunk inflates to 256 MB. */
  @Test
  void rejectsChunksThatInflateBeyondTheirShapeWithoutInflatingThem() throws IOException {
    options = DatasetCreationOptions.builder().filter(new Bomb());
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    write();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    String message = failure();
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertTrue(message.contains("compressed chunk of more than"), message);
    assertTrue(allocated < 100_000_000, allocated + " bytes");
  }

  /** Compresses zeros in place of the chunk. */
  private static final class Bomb implements Filter {
    @Override
    public int getId() {
      return 1;
    }

    @Override
    public String getName() {
      return "deflate";
    }

    @Override
    public byte[] decode(byte[] data, int[] options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] encode(byte[] data, int[] options) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
        for (int i = 0; i < 256; i++) {
          out.write(new byte[1 << 20]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return compressed.toByteArray();
    }
  }

  @Test
  void anotherModelIsToldApart() {
    layers.clear();
    layers.put("dense_1", new Object[] {new float[4][3], new float[3]});
    assertFails("is not a checkpoint of SeqNet or IterNet: layer dense_1");
    layers.clear();
    layers.put("block1_conv1", new Object[] {new float[3][3][3][8], new float[8]});
    assertFails("is not a checkpoint of SeqNet or IterNet: it has no layer out11");
    layers.clear();
    layers.put("empty", new Object[0]);
    assertFails("holds no Keras layers with weights");
  }

  @Test
  void referenceOutputsAreNoCheckpoint() {
    Path outputs = KerasFileTest.resource("seqnet-k1-t2.io.h5");
    String message =
        assertThrows(ModelFormatException.class, () -> KerasFile.read(outputs)).getMessage();
    assertTrue(message.contains("seqnet-k1-t2.io.h5: is not a checkpoint"), message);
  }

  @Test
  void aTruncatedFileIsToldApart() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertTrue(failure().contains("is truncated: it has " + whole.length / 2 + " bytes"));
  }

  @Test
  void aFileThatIsNoHdf5IsToldApart() throws IOException {
    Files.writeString(file, "a text file");
    assertEquals(file + ": is not an HDF5 file", failure());
    Files.write(file, new byte[0]);
    assertEquals(file + ": is empty", failure());
    Files.delete(file);
    assertEquals(
        file + ": there is no such file",
        assertThrows(IOException.class, () -> KerasFile.read(file)).getMessage());
    assertEquals(
        folder + ": is a folder",
        assertThrows(IOException.class, () -> KerasFile.read(folder)).getMessage());
  }

  @Test
  void damagedBytesGiveACleanErrorOrFiniteWeights() throws IOException {
    for (String name : new String[] {"seqnet-k1-t2.keras3.h5", "seqnet-k1-t2.weights.h5"}) {
      byte[] whole = Files.readAllBytes(KerasFileTest.resource(name));
      Random random = new Random(5);
      for (int run = 0; run < 40; run++) {
        byte[] damaged = whole.clone();
        for (int i = 0; i < 8; i++) {
          int from = random.nextInt(damaged.length - 8);
          for (int at = from; at < from + 1 + random.nextInt(8); at++) {
            damaged[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
          }
        }
        try {
          ImportedWeights imported = KerasFile.read(name, damaged);
          assertEquals(SeqNetConfig.seqNet(1, 2), imported.config());
        } catch (ModelFormatException e) {
          assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
          assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
      }
    }
  }

  @Test
  void nothingIsLeftWhereWritingFails() throws IOException {
    Path target = folder.resolve("missing").resolve("weights.hdf5");
    NetworkWeights weights = NetworkWeights.initial(SeqNetArchitecture.network(CONFIG), 3);
    String message =
        assertThrows(IOException.class, () -> KerasFile.write(target, CONFIG, weights))
            .getMessage();
    assertTrue(message.startsWith(target.toString()), message);
    assertThrows(
        IllegalArgumentException.class,
        () -> KerasFile.write(file, SeqNetConfig.seqNet(3, 1), weights));
  }

  private void assertFails(String expected) {
    String message = assertThrows(ModelFormatException.class, this::rewritten).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.contains(expected), message);
  }

  private String failure() {
    return assertThrows(ModelFormatException.class, () -> KerasFile.read(file)).getMessage();
  }

  /** Writes {@link #layers} and {@link #attributes} and reads them. */
  private ImportedWeights rewritten() throws IOException {
    write();
    return KerasFile.read(file);
  }

  private void write() throws IOException {
    Files.delete(file);
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      attributes.forEach(hdf::putAttribute);
      layers.forEach(
          (name, weights) -> {
            WritableGroup group = hdf.putGroup(name).putGroup(name);
            for (int i = 0; i < weights.length; i++) {
              String member = i == 0 ? "kernel:0" : "bias:0";
              if (i == 0 && options != null && name.equals("conv2d_2")) {
                group.putDataset(member, weights[i], options.chunkDimensions(3, 3, 2, 2).build());
              } else {
                group.putDataset(member, weights[i]);
              }
            }
          });
    }
  }
}
